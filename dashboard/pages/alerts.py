"""`/alerts`: what is wrong, who has taken it up, what is over, and from when on it is wrong."""

from collections.abc import Sequence
from typing import Any

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.components.alert_board import alert_board
from dashboard.components.alert_dialog import alert_dialog
from dashboard.components.card import card
from dashboard.components.limits_table import limits_table
from dashboard.formats import UNKNOWN
from dashboard.ids import alerts as ids
from dashboard.live.views.alerts import OPEN_LINES, OWN_LINES, PAST_LINES, TAKEN_LINES
from dashboard.texts import t
from data.domain.access import Permission

PATH = "/alerts"
TITLE = "Alerts"
PERMISSION = Permission.SEE_NUMBERS


def layout() -> html.Div:
    """The shell of the page; the stream brings the alerts."""
    number = html.Span(UNKNOWN, id=ids.OPEN_COUNT, className="live number", **{"data-value": ""})
    return html.Div(
        [
            html.H1(t("Alerts")),
            card(
                "open",
                t("Open"),
                [alert_board(ids.OPEN, OPEN_LINES, ("acknowledge", "snooze"))],
                html.Span([t("Worst first") + " · ", number]),
            ),
            card(
                "taken",
                t("Acknowledged and snoozed"),
                [
                    alert_board(ids.TAKEN, TAKEN_LINES, ("unacknowledge",)),
                    _none(ids.TAKEN_NONE, t("What somebody takes up is listed here.")),
                ],
                t("They come back when they get worse"),
            ),
            card(
                "past",
                t("Past"),
                [
                    alert_board(ids.PAST, PAST_LINES),
                    _none(ids.PAST_NONE, t("What is over is listed here.")),
                ],
                t("The newest, in the time of their campaigns"),
            ),
            card("limits", t("Thresholds in force"), _limits(), t("Default or the campaign's own")),
            alert_dialog(),
        ],
        className="alerts",
        **{"data-stream": "/live/alerts"},
    )


def register(app: Dash, services: Any) -> None:
    """The dialog asks the API: there is nothing for Dash to call."""


def _limits() -> Sequence[Component]:
    own = [
        html.Li(id=ids.own(number), className="live", hidden=True) for number in range(OWN_LINES)
    ]
    return [
        html.H3(t("The campaign's own")),
        _none(ids.OWN_NONE, t("No campaign has limits of its own.")),
        html.Ul(own, className="own-limits"),
        html.H3(t("Default")),
        html.Div(
            limits_table(),
            className="limits-scroll",
            tabIndex=0,
            role="group",
            **{"aria-label": t("Thresholds in force")},
        ),
    ]


def _none(id: str, text: str) -> html.P:
    return html.P(text, id=id, className="board-none", hidden=True)
