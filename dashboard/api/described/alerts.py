"""Alerts, and taking them up."""

from typing import Any

from dashboard.api.alerts import DEFAULT_LIMIT, MOST_MINUTES
from dashboard.api.description import Operation, Parameter
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
    text,
    whole,
    yes_or_no,
)
from data.alert_list import LIST_LIMIT, STATUSES
from data.commands.alerts import NOTE_LENGTH
from data.domain.alerts import Severity, Status

TAG = "Alerts"
ABOUT = "What is wrong, one alert an incident."

_OVER = {409: "The alert is over already."}
_SHARED = row({"name": text(), "value": text(), "count": whole()})
_MINUTES = whole("From now on.", 1, MOST_MINUTES, 15)
_UNTIL = {"until": moment("Until when to be quiet; in the next 30 days."), "minutes": _MINUTES}
_NOTE = {"note": text("A word about it.", most=NOTE_LENGTH)}
_QUIET = "Either `until` or `minutes`."
SCHEMAS = {
    "Alert": row(
        {
            "id": id_(),
            "campaign_id": id_(),
            "cause": text(),
            "state": maybe(text()),
            "severity": choice([severity.value for severity in Severity]),
            "status": choice([status.value for status in Status if status != Status.PENDING]),
            "count": whole("How many contacts it is about."),
            "at_least": yes_or_no("Whether there are more than were counted."),
            "limit_seconds": maybe(number()),
            "numerator": maybe(whole()),
            "denominator": maybe(whole()),
            "shared": many(_SHARED, about="What most of its contacts have in common."),
            "since": maybe(moment()),
            "oldest_at": maybe(moment()),
            "fired_at": maybe(moment()),
            "resolved_at": maybe(moment()),
            "acknowledged_at": maybe(moment()),
            "acknowledged_by": maybe(text()),
            "acknowledged_until": maybe(moment()),
            "snoozed": yes_or_no(),
            "note": maybe(text()),
        }
    ),
}


def _deed(summary: str, about: str, fields: dict[str, Schema], example: Any) -> Operation:
    return Operation(
        summary,
        TAG,
        {200: ref("Alert")},
        about=about,
        body=row(fields, needed=()),
        example=example,
        refusals=_OVER,
        keyed=True,
    )


OPERATIONS = {
    "GET /api/v1/alerts": Operation(
        "Alerts: the open ones first, then the past",
        TAG,
        {
            200: row(
                {
                    "alerts": many(ref("Alert")),
                    "next_cursor": maybe(text("Leads on; null at the end.")),
                    "error": maybe(text("Why nothing can be said of what is wrong now.")),
                }
            )
        },
        query=(
            Parameter("campaign", id_()),
            Parameter("status", choice(list(STATUSES))),
            Parameter("limit", whole(least=1, most=LIST_LIMIT), f"{DEFAULT_LIMIT} without it."),
            Parameter("cursor", text(most=30), "`next_cursor` of the page before."),
        ),
    ),
    "POST /api/v1/alerts/{alert_id}/acknowledge": _deed(
        "Take an alert up",
        f"{_QUIET} Without them for as long as it is open.",
        _NOTE | _UNTIL,
        {"note": "I call the workshop.", "minutes": 15},
    ),
    "POST /api/v1/alerts/{alert_id}/snooze": _deed(
        "Be quiet about an alert for a while", _QUIET, _UNTIL, {"minutes": 15}
    ),
    "POST /api/v1/alerts/{alert_id}/unacknowledge": _deed("Give an alert back", "", {}, {}),
}
