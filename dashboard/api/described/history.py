"""A campaign over time."""

from dashboard.api.description import Operation, Parameter
from dashboard.api.history import CLOCKS, DAYS, SINCE_START
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
    yes_or_no,
)
from data.domain.buckets import SIZES
from data.domain.states import EVERY
from data.history.series import COUNTED, SHARES

TAG = "Charts"
ABOUT = (
    "What a campaign did in any span of time: by bucket, beside another span, by hour of a week."
)

STAMP = {
    "campaign_id": id_(),
    "as_of": moment("When this was true, by the database's clock."),
    "age_seconds": number("How long ago that was."),
    "closed": yes_or_no("Whether the span is over: then the answer may be up to an hour old."),
    "tz": text("The zone of hours, days and labels."),
    "from": moment(),
    "to": moment("Not in the span any more."),
    "twice": many(
        choice(("from", "to")),
        about="What of them clocks of the zone show twice: the earlier time was taken. Send an "
        "offset to mean the later one.",
    ),
}
_COUNTS = many(maybe(whole()))
COURSE = {
    "from": moment(),
    "to": moment(),
    "starts": many(moment(), about="When each bucket begins."),
    "seconds": many(number(), about="How long each is."),
    "labels": many(text(), about="What clocks of the zone show when it begins."),
    "series": row(
        {
            **dict.fromkeys(COUNTED, _COUNTS),
            "connect_rate": many(maybe(number()), about="connects ÷ attempts_ended."),
        }
    ),
    "totals": ref("Totals"),
}
COMPARED = {
    "campaign_id": id_(),
    "aligned_by": choice((CLOCKS, SINCE_START)),
    "so_far": ref("Totals"),
}
SCHEMAS = {
    "Totals": row({**dict.fromkeys(COUNTED, whole()), "connect_rate": ref("KeyFigure")}),
    "Course": row(COMPARED | COURSE),
    "Stays": row({"count": whole(), **{f"{name}_seconds": maybe(number()) for name in SHARES}}),
}
CELL = row(
    {
        "weekday": whole("1 is Monday.", least=1, most=7),
        "hour": whole(most=23),
        "connects": whole(),
        "attempts_ended": whole(),
        "rate": maybe(number("connects ÷ attempts_ended; null where none ended.")),
    }
)
_TIME = (
    "`2026-03-29T00:00:00Z`; without an offset a time of the zone's clocks; a day alone is its "
    "beginning. A time that clocks leave out is 422, of one that they show twice the earlier is "
    "meant."
)
SPAN = (
    Parameter("from", text(most=40), f"{_TIME} Without it: since the campaign began."),
    Parameter("to", text(most=40), "Not in the span any more. Without it: now."),
    Parameter("tz", text(most=64), "An IANA zone. Without it: that of the campaign."),
)
OPERATIONS = {
    "GET /api/v1/campaigns/{campaign_id}/history": Operation(
        "A span of a campaign, in 400 buckets at most",
        TAG,
        {
            200: row(
                STAMP
                | COURSE
                | {
                    "bucket": choice([size.key for size in SIZES], "How long one is (ISO 8601)."),
                    "whole": many(
                        yes_or_no(),
                        about="Whether all of a bucket lies in the span and in the past.",
                    ),
                    "states": row(
                        {state.code: _COUNTS for state in EVERY},
                    ),
                    "stays": table(ref("Stays"), "Completed stays by the state that was left."),
                    "compare": maybe(ref("Course")),
                }
            )
        },
        about="Buckets are hours, days, weeks and months of the zone: where clocks are changed a "
        "day of 23 or 25 hours is one. `states` are contacts at the end of each bucket, or now. "
        "What lies ahead is null, and so is a bucket that the other day has not. `yesterday` and "
        "`last_week` are compared by local time, another campaign by the time since its start; "
        "where `to` lies ahead, `so_far` is what the other span had come to by then.",
        query=(
            *SPAN,
            Parameter("compare", text(most=20), f"{', '.join(DAYS)}, or a campaign's id."),
        ),
        refusals={422: "A time that clocks leave out, a span that is empty or too long."},
    ),
    "GET /api/v1/campaigns/{campaign_id}/answers": Operation(
        "The answer rate by local hour and weekday",
        TAG,
        {200: row(STAMP | {"cells": many(CELL, least=168, most=168)})},
        about="Connects ÷ attempts that ended, both counted in the hour in which they happened. A "
        "year at most; without `from` the last one, or since the campaign began.",
        query=SPAN,
        refusals={422: "A time that clocks leave out, a span that is empty or too long."},
    ),
}
