"""Numbers that nobody calls, and the persons behind contacts."""

from dashboard.api.blacklist import DEFAULT_LIMIT
from dashboard.api.bodies import LONGEST_REASON
from dashboard.api.description import Operation, Parameter
from dashboard.api.schema import Schema, choice, id_, many, maybe, moment, ref, row, text, whole
from data.blacklist.entries import LIST_LIMIT, LONGEST_TEXT, Source

TAG = "Blacklist"
ABOUT = "Numbers that nobody calls, and telling or erasing who a contact is."

_DRY = Parameter("dry_run", whole(most=1), "1: only tell what it would do.")
_REASON = text("Why, in the person's own words.", most=LONGEST_REASON)
_OVER = {409: "The entry was lifted already."}
_IN_CALL = {409: "The contact is in a call, or about to be: try again after it."}
_ENTRY: dict[str, Schema] = {
    "id": id_(),
    "phone": maybe(text("Masked; null where a person was erased.", example="+420 ••• ••• 456")),
    "reason": text(),
    "source": choice([source.value for source in Source]),
    "added_by": text(),
    "added_at": moment(),
    "lifted_by": maybe(text()),
    "lifted_at": maybe(moment()),
    "lifted_reason": maybe(text()),
}
_BEGUN = {"operation_id": maybe(id_("The operation that moves contacts, where one has begun."))}
_NUMBERS: Schema = {"type": "object", "additionalProperties": whole()}
_FATES: Schema = {"type": "object", "additionalProperties": _NUMBERS}
SCHEMAS = {
    "BlacklistEntry": row(_ENTRY),
    "ChangedEntry": row(_ENTRY | _BEGUN),
    "NumberPlan": row(
        {
            "token": text(),
            "as_of": moment(),
            "kind": choice(["blacklist", "lift"]),
            "campaign_id": maybe(id_()),
            "campaign_name": maybe(text()),
            "needs_approval": {"type": "boolean"},
            "fates": _FATES,
            "counts": _NUMBERS,
        }
    ),
}
_DONE: Schema = {"anyOf": [ref("ChangedEntry"), ref("NumberPlan")]}

OPERATIONS = {
    "GET /api/v1/blacklist": Operation(
        "The blacklist, the newest entries first",
        TAG,
        {
            200: row(
                {
                    "entries": many(ref("BlacklistEntry")),
                    "next_cursor": maybe(text("Leads on; null at the end.")),
                }
            )
        },
        query=(
            Parameter(
                "q",
                text(most=LONGEST_TEXT),
                "The end of a number, a whole number however spelled, or part of a reason or of"
                " a person's name.",
            ),
            Parameter("active", whole(most=1), "1: without the lifted ones; 0: only these."),
            Parameter("limit", whole(least=1, most=LIST_LIMIT), f"{DEFAULT_LIMIT} without it."),
            Parameter("cursor", text(most=30), "`next_cursor` of the page before."),
        ),
    ),
    "POST /api/v1/blacklist": Operation(
        "Put a number on the blacklist",
        TAG,
        {200: _DONE, 201: ref("ChangedEntry")},
        about="Contacts that wait with it become blacklisted in all campaigns that still run, and"
        " so do those that arrive with it later. A number that is listed already stays as it is:"
        " 200.",
        query=(_DRY,),
        body=row({"phone": text(most=64), "reason": _REASON}, needed=("phone",)),
        example={"phone": "+420777123456", "reason": "asked on the phone"},
        keyed=True,
    ),
    "DELETE /api/v1/blacklist/{entry_id}": Operation(
        "Lift an entry from the blacklist",
        TAG,
        {200: _DONE},
        about="Its blacklisted contacts become initial again in campaigns that still run, and"
        " dialers are told by `blacklist.lift`.",
        query=(_DRY,),
        body=row({"reason": _REASON}, needed=()),
        example={"reason": "asked to be called again"},
        refusals=_OVER,
        keyed=True,
    ),
    "POST /api/v1/contacts/{contact_id}/erase": Operation(
        "Erase the person of a contact",
        TAG,
        {
            200: row(
                {
                    "contact_id": id_(),
                    "entry_id": maybe(id_("The new entry of the blacklist.")),
                    **_BEGUN,
                }
            )
        },
        about="Number, name and external id are blanked for good. States and counts stay.",
        body=row({"reason": _REASON}),
        example={"reason": "asked to be forgotten"},
        refusals=_IN_CALL,
        keyed=True,
    ),
    "POST /api/v1/contacts/{contact_id}/reveal": Operation(
        "The phone number of a contact",
        TAG,
        {200: row({"phone": text()})},
        about="Written into the audit; 60 an hour for each person. A key is not looked at: an"
        " answer that is kept would keep the number.",
        body=row({"reason": _REASON}),
        example={"reason": "a complaint"},
        refusals={409: "The contact has no phone number."},
    ),
}
