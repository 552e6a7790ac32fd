"""The audit."""

from dashboard.api.audit import DEFAULT_LIMIT, LONGEST_NAME
from dashboard.api.description import Operation, Parameter
from dashboard.api.schema import (
    LARGEST_ID,
    choice,
    id_,
    many,
    maybe,
    moment,
    ref,
    row,
    text,
    whole,
    yes_or_no,
)
from data.audit import Outcome
from data.audit_list import EXPORT_LIMIT, PAGE_LIMIT

TAG = "Audit"
ABOUT = "Who did what. Entries cannot be changed, and each carries a hash over the one before."

_FILTER = (
    Parameter("actor", text(most=LONGEST_NAME)),
    Parameter("action", text(most=60), "`campaign.cancel`, or a noun alone: `campaign`."),
    Parameter("outcome", choice([outcome.value for outcome in Outcome])),
    Parameter("campaign", whole()),
    Parameter("contact", whole()),
    Parameter("operation", whole()),
    Parameter("from", moment(), "From this instant on."),
    Parameter("to", moment(), "Before this instant."),
    Parameter("only", choice(["deeds"]), "Without the contacts that operations moved."),
)
_ENTRY = {
    "id": id_(),
    "at": moment(),
    "actor": text(),
    "means": text("How they came in."),
    "role": text(),
    "action": text(example="campaign.cancel"),
    "outcome": choice([outcome.value for outcome in Outcome]),
    "campaign_id": maybe(whole()),
    "contact_id": maybe(whole()),
    "operation_id": maybe(whole()),
    "subject": maybe(text()),
    "reason": maybe(text()),
    "from_state": maybe(text()),
    "to_state": maybe(text()),
    "version": maybe(whole()),
    "before": {"description": "What an undo gives back."},
    "detail": {"description": "What else there is to say."},
}
SCHEMAS = {
    "AuditEntry": row(_ENTRY | {"campaign_name": maybe(text())}),
    "AuditExport": row(
        {
            "asked": {"type": "object"},
            "as_of": moment(),
            "at_most": whole(),
            "entries": many(row(_ENTRY)),
        }
    ),
}
OPERATIONS = {
    "GET /api/v1/audit": Operation(
        "The audit by filter, the newest entry first",
        TAG,
        {
            200: row(
                {
                    "entries": many(ref("AuditEntry")),
                    "next_cursor": maybe(text("Leads on; null at the end.")),
                    "complete": yes_or_no("False where looking stopped before the page was full."),
                    "timezone": text("The zone of clocks that belong to no campaign."),
                }
            )
        },
        query=(
            *_FILTER,
            Parameter("limit", whole(least=1, most=PAGE_LIMIT), f"{DEFAULT_LIMIT} without it."),
            Parameter("cursor", id_(), "`next_cursor` of the page before."),
        ),
    ),
    "GET /api/v1/audit/export": Operation(
        "The audit by filter as a file",
        TAG,
        {200: ref("AuditExport")},
        about=f"{EXPORT_LIMIT:,} entries at most. That it was exported is written into the audit.",
        query=(*_FILTER, Parameter("format", choice(["csv", "json"]), "`csv` without it.")),
        others={"text/csv": text()},
    ),
    "GET /api/v1/audit/verify": Operation(
        "Check the chain, a stretch at a time",
        TAG,
        {
            200: row(
                {
                    "entries": whole("How many were looked at and fit."),
                    "ok": yes_or_no(),
                    "broken": maybe(whole("The first entry that does not fit.")),
                    "cut": yes_or_no("Whether the end is missing."),
                    "head": text("The hash over all of it: keep a copy elsewhere."),
                    "next_after": maybe(whole("Go on from here; null at the end.")),
                }
            )
        },
        query=(Parameter("after", whole(most=LARGEST_ID), "Go on after this entry."),),
    ),
}
