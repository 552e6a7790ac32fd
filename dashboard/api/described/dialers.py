"""For dialers without SQL."""

from dashboard.api.commands import DEFAULT_LIMIT
from dashboard.api.description import Operation, Parameter
from dashboard.api.dialers import LONGEST_NAME, LONGEST_PHONE, LONGEST_REASON
from dashboard.api.rows import SPELLINGS
from dashboard.api.schema import (
    LARGEST_ID,
    Schema,
    choice,
    id_,
    many,
    maybe,
    moment,
    ref,
    row,
    text,
    whole,
)
from data.commands.contacts_load import LOADED_STATES, MOST_CONTACTS
from data.commands.contacts_report import MOST_REPORTS
from data.domain.reports import Fault, Outcome
from data.domain.states import CODES
from data.queries import COMMAND_LIMIT

TAG = "For dialers"
ABOUT = "Loading contacts and reporting what happens to them, where SQL cannot be had."

_LOADED = [spelling for spelling, code in SPELLINGS.items() if code in LOADED_STATES]
_OPERATOR, _REASON = text(most=LONGEST_NAME), text(most=LONGEST_REASON)
SCHEMAS: dict[str, Schema] = {
    "NewContact": row(
        {
            "phone": maybe(text(most=LONGEST_PHONE, example="+442079460001")),
            "name": maybe(text(most=LONGEST_NAME, example="Ada Green")),
            "external_id": maybe(
                text("Your own id of it; each once a request.", most=LONGEST_NAME, example="crm-1")
            ),
            "state": choice(_LOADED, "`initial` without it; the vendor's spelling will do."),
        },
        needed=(),
    ),
    "NewMove": row(
        {
            "contact_id": id_(),
            "state": choice(list(SPELLINGS), "Where it is now; the vendor's spelling will do."),
            "from": choice(
                list(SPELLINGS), "Where it has to be for this to hold: a claim needs it."
            ),
            "operator": maybe(_OPERATOR),
            "reason": maybe(_REASON),
            "retry_at": maybe(moment("When it is to be called again.")),
        },
        needed=("contact_id", "state"),
    ),
    "Command": row(
        {
            "id": id_(),
            "type": text(example="campaign.cancel"),
            "campaign_id": id_(),
            "contact_ids": many(
                {"type": "integer"}, about="Which contacts; none where it is all of them."
            ),
            "by": maybe(text("Who asked for it.")),
            "reason": maybe(text()),
            "created_at": maybe(moment()),
        }
    ),
    "ReportedMove": row(
        {
            "index": whole("Of the row, from 0."),
            "contact_id": whole(),
            "outcome": choice([outcome.value for outcome in Outcome]),
            "state": maybe(choice(CODES, "Where the contact stands now; null for an unknown one.")),
            "error": maybe(choice([fault.value for fault in Fault])),
            "detail": maybe(text("The error in words.")),
        }
    ),
}


def _rows(name: str, schema: str, most: int) -> Schema:
    rows = many(ref(schema), most=most)
    return {"anyOf": [rows, row({name: rows})]}


OPERATIONS = {
    "POST /api/v1/campaigns/{campaign_id}/contacts": Operation(
        "Load contacts",
        TAG,
        {
            201: row(
                {
                    "campaign_id": id_(),
                    "contacts": many(
                        row({"index": whole(), "id": id_(), "state": choice(LOADED_STATES)})
                    ),
                }
            )
        },
        about=f"All or none, {MOST_CONTACTS:,} at most and 256 kB. Where a row is wrong, `rows` "
        "names each wrong field and nothing is loaded. An `external_id` that stands in two rows of "
        "a request is wrong; whether it was loaded before is not looked at, so send a key.",
        body=_rows("contacts", "NewContact", MOST_CONTACTS),
        example=[{"phone": "+442079460001", "name": "Ada Green", "external_id": "crm-1"}],
        refusals={409: "The campaign is over: it takes no contacts any more."},
        keyed=True,
    ),
    "POST /api/v1/transitions": Operation(
        "Report what happened to contacts",
        TAG,
        {200: row({"transitions": many(ref("ReportedMove"))})},
        about=f"All or none, {MOST_REPORTS:,} at most, one after another: several moves of one "
        "contact are taken in their order. What is left out of `operator`, `reason` and `retry_at` "
        "stays as it is; null empties it. `from` makes a row hold only for a contact that is there "
        "now, which is how to claim one before dialing it. Where a row cannot be done, `rows` says "
        "for each how it stands, and nothing is done: "
        "`unknown_contact`; `moved`, somebody was quicker; `final`, the contact is done or on the "
        "blacklist; `not_in_progress`, its campaign takes no contacts up; `not_canceled`; "
        "`not_yours`, for `removed`.",
        body=_rows("transitions", "NewMove", MOST_REPORTS),
        example=[{"contact_id": 1, "from": "initial", "state": "calling"}],
        refusals={409: "A row cannot be done as things stand; `rows` says which and why."},
        keyed=True,
    ),
    "GET /api/v1/commands": Operation(
        "What was asked of dialers, oldest first",
        TAG,
        {200: row({"commands": many(ref("Command")), "next_after": whole("Go on from here.")})},
        about="Who goes on from `next_after` misses none.",
        query=(
            Parameter("after", whole(most=LARGEST_ID), "Only what has a larger id."),
            Parameter("campaign", id_(), "Only those of one campaign."),
            Parameter("limit", whole(least=1, most=COMMAND_LIMIT), f"{DEFAULT_LIMIT} without it."),
        ),
    ),
}
