"""The deeds that can hurt, and the long deeds that they begin."""

from collections.abc import Mapping
from typing import Any

from dashboard.api.bodies import LONGEST_REASON
from dashboard.api.described.blacklist import DRY
from dashboard.api.described.contacts import FILTER
from dashboard.api.description import Operation, Parameter
from dashboard.api.operations import DEFAULT_LIMIT
from dashboard.api.schema import (
    Schema,
    choice,
    id_,
    many,
    maybe,
    moment,
    number,
    ref,
    row,
    table,
    text,
    whole,
    yes_or_no,
)
from data.domain.operation import Kind, Stage
from data.operations.store import LIST_LIMIT

TAG = "Operations"
ABOUT = "Canceling a campaign, removing contacts, and how far such long deeds are."

_REASON = text("Why, in one line; the audit keeps it. Not needed for a plan.", most=LONGEST_REASON)
_TOKEN = text("That of the plan: the deed is refused where more would be touched by now.")
_GROWN = "It cannot be done as things stand; `operation_id`, `campaign_status` or a fresh `plan` "
_GROWN += "says why."
_ANSWERS: Mapping[int, Schema] = {202: ref("LongDeed"), 200: ref("Plan")}
_VALUE: Schema = {
    "anyOf": [
        {"type": ["string", "integer"]},
        {"type": "array", "items": {"type": ["string", "integer"]}},
    ]
}
SCHEMAS = {
    "LongDeed": row(
        {
            "id": id_(),
            "kind": choice([kind.value for kind in Kind]),
            "campaign_id": maybe(id_()),
            "stage": choice(
                [stage.value for stage in Stage], "`draining`: all but contacts in a call is done."
            ),
            "actor": text(),
            "reason": text(),
            "total": whole("How many contacts it is about."),
            "done": whole(),
            "skipped": whole(),
            "in_call": whole("How many are waited for until their call is over."),
            "rate": maybe(number("Contacts a second of late.")),
            "seconds_left": maybe(number()),
            "skips": table(whole(), "Why contacts were left, with their numbers."),
            "created_at": moment(),
            "started_at": maybe(moment()),
            "ended_at": maybe(moment()),
            "undo_until": maybe(moment()),
            "undoes": maybe(id_()),
            "undone_by": maybe(id_()),
            "approved_by": maybe(text()),
            "error": maybe(text()),
        }
    ),
    "Skip": row({"contact_id": id_(), "state": maybe(text()), "reason": text()}),
}


def _can(summary: str, about: str = "", fields: Mapping[str, Schema] | None = None) -> Operation:
    return Operation(
        summary,
        TAG,
        {202: ref("LongDeed")},
        about=about,
        body=row(fields or {}, needed=()),
        example={},
        refusals={409: "The operation is not at a stage where this can be done."},
        keyed=True,
    )


def _deed(summary: str, about: str, fields: Mapping[str, Schema], example: Any) -> Operation:
    return Operation(
        summary,
        TAG,
        _ANSWERS,
        about=about,
        query=(DRY,),
        body=row(fields, needed=()),
        example=example,
        refusals={409: _GROWN},
        keyed=True,
    )


_ONE = "/api/v1/operations/{operation_id}"
OPERATIONS = {
    "POST /api/v1/campaigns/{campaign_id}/cancel": _deed(
        "Cancel a campaign",
        "Contacts that wait are canceled, calls go on to their end. It can be undone for ten "
        "minutes.",
        {"reason": _REASON, "token": _TOKEN},
        {"reason": "The client has ended the contract."},
    ),
    "POST /api/v1/campaigns/{campaign_id}/contacts/remove": _deed(
        "Remove contacts",
        "Either `contact_ids` or `filter`, which has the names of the list of contacts; an empty "
        "filter means all contacts of the campaign.",
        {
            "contact_ids": many(id_(), least=1),
            "filter": row({parameter.name: _VALUE for parameter in FILTER}, needed=()),
            "reason": _REASON,
            "erase": yes_or_no("Whether the persons are erased too, for good."),
            "token": _TOKEN,
        },
        {"contact_ids": [1], "reason": "Loaded by mistake."},
    ),
    "GET /api/v1/operations": Operation(
        "Operations, the newest first",
        TAG,
        {
            200: row(
                {
                    "operations": many(ref("LongDeed")),
                    "next_cursor": maybe(text("Leads on; null at the end.")),
                }
            )
        },
        query=(
            Parameter("campaign", id_()),
            Parameter("status", choice(["open", "ended"])),
            Parameter("limit", whole(least=1, most=LIST_LIMIT), f"{DEFAULT_LIMIT} without it."),
            Parameter("cursor", id_(), "`next_cursor` of the page before."),
        ),
    ),
    f"GET {_ONE}": Operation("One operation", TAG, {200: ref("LongDeed")}),
    f"GET {_ONE}/skips": Operation(
        "The contacts that an operation left out, and why",
        TAG,
        {
            200: row(
                {
                    "skips": many(ref("Skip")),
                    "next_cursor": maybe(text("Leads on; null at the end.")),
                }
            )
        },
        query=(
            Parameter("limit", whole(least=1, most=LIST_LIMIT), f"{DEFAULT_LIMIT} without it."),
            Parameter("cursor", whole(), "`next_cursor` of the page before."),
        ),
    ),
    f"POST {_ONE}/undo": _can(
        "Undo an operation",
        "Contacts that are still as it left them go back; the others are named in its skips.",
        {"reason": text(most=LONGEST_REASON)},
    ),
    f"POST {_ONE}/approve": _can("Approve an operation", "By a second person."),
    f"POST {_ONE}/pause": _can("Pause an operation"),
    f"POST {_ONE}/resume": _can("Resume an operation"),
    f"POST {_ONE}/stop": _can("Stop an operation", "What is done stays done."),
}
