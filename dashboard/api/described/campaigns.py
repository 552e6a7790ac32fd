"""Campaigns with their live counts."""

from dashboard.api.description import Operation
from dashboard.api.schema import (
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
)
from data.domain.states import CAMPAIGN_STATUSES, EVERY, FUNNEL_STEPS, GOALS, MODES

TAG = "Campaigns"
ABOUT = "Campaigns and their numbers, live."

STAMP = {
    "as_of": moment("When the numbers were true, by the database's clock."),
    "age_seconds": maybe(number("How long ago that was.")),
    "epoch": whole("Counts up when everything was read anew."),
    "seq": whole("Counts up with each change within an epoch."),
}
PLAIN = {
    "id": id_(),
    "name": maybe(text()),
    "mode": choice(MODES),
    "status": choice(CAMPAIGN_STATUSES, "Contacts are taken up while it is `in_progress`."),
    "goal": choice(GOALS, "`no_contacts` ends with its list, `empty` runs for ever."),
    "timezone": text(),
    "created_at": maybe(moment()),
    "started_at": maybe(moment()),
    "ended_at": maybe(moment()),
}
NUMBERS = {
    "total": whole("All its contacts."),
    "counts": ref("Counts"),
    "funnel": many(
        whole(),
        least=len(FUNNEL_STEPS),
        most=len(FUNNEL_STEPS),
        about=f"How many have ever come so far: {', '.join(FUNNEL_STEPS).lower()}.",
    ),
}
SCHEMAS = {
    "Counts": row({state.code: whole() for state in EVERY}),
    "Campaign": row(PLAIN | NUMBERS, needed=PLAIN),
    "KeyFigure": row(
        {
            "value": maybe(number("Null where it cannot be said.")),
            "numerator": maybe(number()),
            "denominator": maybe(number()),
        }
    ),
}
OPERATIONS = {
    "GET /api/v1/campaigns": Operation(
        "All campaigns with their live counts",
        TAG,
        {200: row(STAMP | {"campaigns": many(ref("Campaign"))})},
        about="Dialers are told everything but the numbers: which campaigns are `in_progress`.",
    ),
    "GET /api/v1/campaigns/{campaign_id}": Operation(
        "One campaign, with its key figures",
        TAG,
        {200: row(STAMP | PLAIN | NUMBERS | {"kpis": table(ref("KeyFigure"))})},
    ),
}
