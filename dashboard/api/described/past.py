"""A campaign as it was at an instant of the past."""

from dashboard.api.described.campaigns import NUMBERS, PLAIN
from dashboard.api.description import Operation, Parameter
from dashboard.api.schema import moment, ref, row, table

TAG = "The past"
ABOUT = "Campaigns as they were."

SCHEMAS: dict[str, object] = {}
OPERATIONS = {
    "GET /api/v1/campaigns/{campaign_id}/past": Operation(
        "One campaign as it was, with its key figures",
        TAG,
        {
            200: row(
                {"as_of": moment("The instant; of old times only whole minutes are kept.")}
                | PLAIN
                | NUMBERS
                | {"kpis": table(ref("KeyFigure"))}
            )
        },
        about="What the live route answered then, up to the last transition before the instant. "
        "Name, mode and goal are those of now, the status is that of then.",
        query=(Parameter("at", moment(), "Which instant, such as `2026-01-31T14:00:00Z`."),),
        refusals={
            404: "There is no such campaign.",
            422: "The instant lies ahead, or the campaign was not there yet.",
        },
    ),
}
