"""The history of a campaign."""

from dashboard.api.description import Operation, Parameter
from dashboard.api.schema import (
    LARGEST_ID,
    choice,
    id_,
    many,
    maybe,
    moment,
    number,
    ref,
    row,
    text,
    whole,
)
from dashboard.api.transitions import DEFAULT_LIMIT
from data.domain.states import Verdict
from data.queries import TRANSITION_LIMIT

TAG = "History"
ABOUT = "Every change of a contact's state, as the database wrote it down."

MOVE = {
    "id": id_(),
    "contact_id": id_(),
    "from_state": maybe(text("Null where the contact was loaded.")),
    "to_state": maybe(text("Null where the contact was deleted.")),
    "at": maybe(moment()),
    "dwell_seconds": maybe(number("How long it had been in the state before.")),
    "attempt": whole("How often it had been called by then."),
    "operator": maybe(text()),
    "reason": maybe(text()),
    "operation_id": maybe(id_("The operation that moved it, where one did.")),
    "verdict": choice([verdict.value for verdict in Verdict], "How such a move is to be taken."),
}
SCHEMAS = {"Move": row(MOVE)}
OPERATIONS = {
    "GET /api/v1/campaigns/{campaign_id}/transitions": Operation(
        "The history of a campaign, oldest first",
        TAG,
        {
            200: row(
                {
                    "transitions": many(ref("Move")),
                    "next_after": whole("Go on from here."),
                    "gone_up_to": whole("Up to this id some are not kept any more; 0: all are."),
                }
            )
        },
        about="What is answered is final: who goes on from `next_after` misses nothing, and what "
        "was committed last may be missing for a moment.",
        query=(
            Parameter("after", whole(most=LARGEST_ID), "Only what has a larger id."),
            Parameter(
                "limit", whole(least=1, most=TRANSITION_LIMIT), f"{DEFAULT_LIMIT} without it."
            ),
        ),
    ),
}
