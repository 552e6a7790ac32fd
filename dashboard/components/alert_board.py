"""A list of alerts with their campaigns, what people said, and what can be done."""

from collections.abc import Sequence

from dash import dcc, html

from dashboard.courtesy import is_offered
from dashboard.ids import alert_slots as slot_ids
from dashboard.ids import alerts as ids
from dashboard.texts import t
from data.domain.access import Permission

ACTIONS = {
    "acknowledge": "Acknowledge…",
    "snooze": "Snooze…",
    "unacknowledge": "Give back",
}


def alert_board(prefix: str, n: int, actions: Sequence[str] = ()) -> html.Div:
    """`n` lines, all hidden until alerts fill them, with buttons for `actions`."""
    return html.Div(
        [
            html.Ul([_line(prefix, number, actions) for number in range(n)], className="board"),
            html.P(id=slot_ids.more(prefix), className="alerts-more live", hidden=True),
            html.P(id=slot_ids.clear(prefix), className="alerts-clear live", hidden=True),
        ]
    )


def _line(prefix: str, number: int, actions: Sequence[str]) -> html.Li:
    def part(name: str, **attributes: str) -> html.Span:
        shown = slot_ids.part(prefix, number, name)
        return html.Span(id=shown, className=f"alert-{name}", **attributes)

    return html.Li(
        [
            part("severity"),
            part("headline"),
            html.Span(
                [
                    dcc.Link("", href="/", id=ids.place(prefix, number), className="alert-place"),
                    part("detail"),
                    part("remark"),
                ],
                className="alert-facts",
            ),
            part("age", **{"data-since": ""}),
            html.Span(
                [
                    _button(action)
                    for action in actions
                    if is_offered(Permission.ACKNOWLEDGE_ALERTS)
                ],
                className="alert-actions",
            ),
        ],
        id=slot_ids.slot(prefix, number),
        className="alert-line live",
        hidden=True,
        **{"data-severity": "", "data-status": "", "data-alert": ""},
    )


def _button(action: str) -> html.Button:
    return html.Button(
        t(ACTIONS[action]), type="button", className="quiet", **{"data-action": action}
    )
