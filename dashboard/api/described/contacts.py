"""Contacts by filter and order, and one with its history."""

from dashboard.api.contacts import (
    DEFAULT_LIMIT,
    LONGEST_CURSOR,
    LONGEST_OPERATOR,
    LONGEST_SECONDS,
    MOST_ATTEMPTS,
)
from dashboard.api.described.transitions import MOVE
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
from data.contacts.pages import PAGE_LIMIT
from data.domain.contact_filter import LONGEST_TEXT, ORDERS
from data.domain.states import EVERY, FUNNEL_STEPS
from data.queries import TRANSITION_LIMIT

TAG = "Contacts"
ABOUT = "Contacts and what happened to them. Phone numbers are masked."

FILTER = (
    Parameter(
        "state",
        many(choice([state.code for state in EVERY]), most=len(EVERY)),
        "One or several, with commas; `other` stands for all unknown ones.",
        listed=True,
    ),
    Parameter(
        "q",
        text(most=LONGEST_TEXT),
        "The end of a number, the beginning of a name, of its last word or of an external id.",
    ),
    Parameter("operator", text(most=LONGEST_OPERATOR)),
    Parameter("min_dwell", whole(most=LONGEST_SECONDS), "Seconds in the state, at least."),
    Parameter("max_dwell", whole(most=LONGEST_SECONDS), "Seconds in the state, at most."),
    Parameter("min_attempts", whole(most=MOST_ATTEMPTS)),
    Parameter("max_attempts", whole(most=MOST_ATTEMPTS)),
)
SCHEMAS = {
    "Contact": row(
        {
            "id": id_(),
            "campaign_id": id_(),
            "phone": maybe(text("Masked.", example="+44 ••• ••• 001")),
            "name": maybe(text()),
            "external_id": maybe(text("Masked where it is the number itself.")),
            "state": text("A state that this version does not know is shown as it is."),
            "state_since": maybe(moment()),
            "attempts": whole(),
            "retry_at": maybe(moment()),
            "operator": maybe(text()),
            "reason": maybe(text()),
            "funnel_step": whole(
                f"How far it has ever come: {', '.join(FUNNEL_STEPS).lower()}.",
                most=len(FUNNEL_STEPS) - 1,
            ),
            "version": whole("Counts up with each change of its state."),
        }
    ),
    "PastMove": row(MOVE | {"campaign_id": id_()}),
}
OPERATIONS = {
    "GET /api/v1/campaigns/{campaign_id}/contacts": Operation(
        "Contacts of a campaign, a page at a time",
        TAG,
        {
            200: row(
                {
                    "contacts": many(ref("Contact")),
                    "next_cursor": maybe(text("Leads on; null at the end.")),
                    "complete": yes_or_no("False where looking stopped before the page was full."),
                    "matches": maybe(whole("How many there are, where that is known.")),
                }
            )
        },
        query=(
            *FILTER,
            Parameter(
                "sort",
                choice(list(ORDERS)),
                "`-` is the other way round. Without it `since` where states are given, else `id`.",
            ),
            Parameter("limit", whole(least=1, most=PAGE_LIMIT), f"{DEFAULT_LIMIT} without it."),
            Parameter("cursor", text(most=LONGEST_CURSOR), "`next_cursor` of the page before."),
        ),
        refusals={422: "A state that there is none of, or a least that is larger than its most."},
    ),
    "GET /api/v1/contacts/{contact_id}": Operation(
        "One contact with its history, newest first",
        TAG,
        {
            200: row(
                {
                    "contact": ref("Contact"),
                    "history": many(ref("PastMove")),
                    "next_before": maybe(id_("Leads on, as `before`; null at the end.")),
                    "gone_before": maybe(
                        moment("At the end: moves before this are not kept any more.")
                    ),
                }
            )
        },
        query=(
            Parameter("before", whole(least=1, most=LARGEST_ID), "Only what is older than this."),
            Parameter(
                "limit", whole(least=1, most=TRANSITION_LIMIT), f"{DEFAULT_LIMIT} without it."
            ),
        ),
    ),
}
