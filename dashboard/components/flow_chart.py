"""Moves between states: one drawing for each window, one of which is shown, and a table of all."""

from dash import html

from dashboard.components.late_chart import late_chart
from dashboard.components.twin import twin
from dashboard.figures import flow
from dashboard.formats import UNKNOWN
from dashboard.ids import campaign as ids
from dashboard.texts import t
from data.domain.snapshot import Edge
from data.domain.states import state_of


def flow_chart() -> html.Div:
    """The choice of a window, the drawings, the table."""
    first = flow.WINDOWS[0].key
    choice = html.Div(
        [_button(window, window.key == first) for window in flow.WINDOWS],
        className="choice",
        role="group",
        **{"aria-label": t("Window")},
    )
    drawings = [_drawing(window) for window in flow.WINDOWS]
    headings = [t("Move"), *(t(window.label) for window in flow.WINDOWS)]
    table = twin(headings, [_row(number, edge) for number, edge in enumerate(flow.ROWS)])
    return html.Div([choice, *drawings, table], className="flow", **{"data-chosen": first})


def _button(window: flow.Window, chosen: bool) -> html.Button:
    pressed = {"aria-pressed": "true" if chosen else "false", "data-choice": window.key}
    return html.Button(t(window.label), type="button", **pressed)


def _drawing(window: flow.Window) -> html.Div:
    figure = flow.figure()
    return html.Div(
        [
            html.P(
                t("No contact has moved in this window."),
                id=ids.no_flow(window.key),
                className="none",
            ),
            late_chart(ids.flow(window.key), figure, flow.LIBRARY, flow.PERIOD_MS),
        ],
        className=f"window-{window.key}",
    )


def _row(number: int, edge: Edge | None) -> html.Tr:
    cells = [html.Td(UNKNOWN, className="live number") for _ in flow.WINDOWS]
    return html.Tr([html.Th(_name(edge), scope="row"), *cells], id=ids.move(number), hidden=True)


def _name(edge: Edge | None) -> str:
    if edge is None:
        return t("Any other move")
    return " → ".join(t(state_of(code or "").label) for code in edge)
