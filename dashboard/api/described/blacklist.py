"""The blacklist."""

from dashboard.api.blacklist import DEFAULT_LIMIT
from dashboard.api.bodies import LONGEST_REASON
from dashboard.api.description import Operation, Parameter
from dashboard.api.schema import (
    Schema,
    choice,
    id_,
    many,
    maybe,
    moment,
    ref,
    row,
    table,
    text,
    whole,
    yes_or_no,
)
from data.blacklist.entries import LIST_LIMIT, LONGEST_TEXT, Source
from data.domain.operation import Fate, Kind

TAG = "Blacklist"
ABOUT = "Numbers that are not to be called."

DRY = Parameter(
    "dry_run", whole(most=1), "1 changes nothing and answers with the plan: what it would do."
)
REASON = text("One line of your own words; the audit keeps it.", most=LONGEST_REASON)
FATES = [fate.value for fate in Fate]
_ENTRY = {
    "id": id_(),
    "phone": maybe(text("Masked; null where only the hash of an erased number is left.")),
    "reason": text(),
    "source": choice([source.value for source in Source]),
    "added_by": text(),
    "added_at": moment(),
    "lifted_by": maybe(text()),
    "lifted_at": maybe(moment()),
    "lifted_reason": maybe(text()),
}
SCHEMAS = {
    "BlacklistEntry": row(_ENTRY),
    "ChangedEntry": row(
        _ENTRY | {"operation_id": maybe(id_("What moves the contacts with this number."))}
    ),
    "Plan": row(
        {
            "token": text("Hand it in with the deed: it is refused if more is touched by then."),
            "as_of": moment(),
            "kind": choice([kind.value for kind in Kind]),
            "campaign_id": maybe(id_()),
            "campaign_name": maybe(text()),
            "needs_approval": yes_or_no("Whether a second person has to approve it."),
            "fates": table(
                table(whole()), f"What becomes of how many, by state: {', '.join(FATES)}."
            ),
            "counts": table(whole(), "The same, all states together."),
        }
    ),
}
_CHANGED: Schema = {"anyOf": [ref("ChangedEntry"), ref("Plan")]}
OPERATIONS = {
    "GET /api/v1/blacklist": Operation(
        "The blacklist, the newest entry first",
        TAG,
        {
            200: row(
                {
                    "entries": many(ref("BlacklistEntry")),
                    "next_cursor": maybe(text("Leads on; null at the end.")),
                }
            )
        },
        about="It is of all campaigns together, so who is limited to some is refused.",
        query=(
            Parameter(
                "q",
                text(most=LONGEST_TEXT),
                "The end of a number, a whole number however spelled, or part of a reason or name.",
            ),
            Parameter("active", whole(most=1), "1: on the list now; 0: lifted."),
            Parameter("limit", whole(least=1, most=LIST_LIMIT), f"{DEFAULT_LIMIT} without it."),
            Parameter("cursor", id_(), "`next_cursor` of the page before."),
        ),
    ),
    "POST /api/v1/blacklist": Operation(
        "Put a number on the blacklist",
        TAG,
        {200: _CHANGED, 201: ref("ChangedEntry")},
        about="Contacts that wait with this number become blacklisted, in all campaigns that still "
        "run. 200 where it is on the list already, or for the plan.",
        query=(DRY,),
        body=row({"phone": text(example="+442079460001"), "reason": REASON}, needed=("phone",)),
        example={"phone": "+442079460001", "reason": "asked not to be called"},
        keyed=True,
    ),
    "DELETE /api/v1/blacklist/{entry_id}": Operation(
        "Lift an entry",
        TAG,
        {200: _CHANGED},
        about="Its blacklisted contacts go back to Initial in campaigns that still run.",
        query=(DRY,),
        body=row({"reason": REASON}, needed=()),
        example={"reason": "the number has a new owner"},
        refusals={409: "The entry was lifted already."},
        keyed=True,
    ),
}
