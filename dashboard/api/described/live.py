"""The stream of a campaign's numbers. The front answers it, beside the routes of Flask."""

from dashboard.api.description import Operation, Parameter, Route
from dashboard.api.schema import Schema, id_, text
from dashboard.live.stream import STATES, permission_of

TAG = "Live"
ABOUT = "Numbers as they change, as Server-Sent Events."

STREAMS = (Route("GET", STATES, "live", permission_of(STATES)),)
SCHEMAS: dict[str, Schema] = {}
OPERATIONS = {
    "GET /api/v1/live": Operation(
        "The numbers of a campaign as they change",
        TAG,
        {
            200: text(
                "`event: state` with `campaign_id`, `epoch`, `seq`, `as_of`, `total`, `counts` and "
                "`funnel`: the full state at once, then at each change; a comment every 15 s at "
                "least."
            )
        },
        query=(Parameter("campaign", id_(), "Needed."),),
        refusals={404: "There is no such campaign."},
        kind="text/event-stream",
    ),
}
