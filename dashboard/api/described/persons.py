"""Persons behind contacts."""

from dashboard.api.described.blacklist import REASON
from dashboard.api.description import Operation
from dashboard.api.schema import Schema, id_, maybe, row, text

TAG = "Persons"
ABOUT = "The person behind a contact: erased, or their number told."

SCHEMAS: dict[str, Schema] = {}
OPERATIONS = {
    "POST /api/v1/contacts/{contact_id}/erase": Operation(
        "Erase the person of a contact",
        TAG,
        {
            200: row(
                {
                    "contact_id": id_(),
                    "entry_id": maybe(id_("Keeps the number from being called again.")),
                    "operation_id": maybe(id_("What moves other contacts with the number.")),
                }
            )
        },
        about="Number and name are blanked for good; states and counts stay. Erasing twice does "
        "nothing.",
        body=row({"reason": REASON}),
        example={"reason": "asked to be forgotten"},
        refusals={409: "The contact is in a call: try again after it."},
        keyed=True,
    ),
    "POST /api/v1/contacts/{contact_id}/reveal": Operation(
        "Tell the number of a contact",
        TAG,
        {200: row({"phone": text()})},
        about="Each time is written into the audit; 60 within an hour at most.",
        body=row({"reason": REASON}),
        example={"reason": "calls back as agreed"},
        refusals={409: "The contact has no phone number."},
    ),
}
