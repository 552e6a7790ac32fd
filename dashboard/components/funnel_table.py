"""The funnel and, row by row beside it, its numbers. A step leads to its contacts."""

from dash import html

from dashboard import ids
from dashboard.components.chart import chart
from dashboard.components.to_contacts import Naming, to_contacts
from dashboard.figures import funnel
from dashboard.formats import UNKNOWN
from dashboard.texts import t
from dashboard.theme import FUNNEL_TONES
from data.domain.states import FUNNEL_STEPS, STATES

_HEADINGS = ("Contacts", "Of all", "Of step before")


def funnel_table(naming: Naming = to_contacts) -> html.Table:
    """The table; the chart spans its rows."""
    rows = [_row(number, name, naming) for number, name in enumerate(FUNNEL_STEPS)]
    rows[0].children.insert(1, _chart_cell())
    return html.Table([html.Thead(_head()), html.Tbody(rows)], className="funnel")


def states_at(step: int) -> list[str]:
    """The states that prove a step or a later one; none for the first, where all contacts are."""
    return [state.code for state in STATES if step and (state.funnel_step or 0) >= step]


def _head() -> html.Tr:
    words = [html.Th(t(text), scope="col", className="number") for text in _HEADINGS]
    return html.Tr([html.Th(t("Step"), scope="col"), html.Td(className="funnel-chart"), *words])


def _chart_cell() -> html.Td:
    graph = chart(ids.FUNNEL, funnel.figure())
    return html.Td(graph, rowSpan=len(FUNNEL_STEPS), className="funnel-chart")


def _row(number: int, name: str, naming: Naming) -> html.Tr:
    filled = (ids.step(number), ids.step_of_all(number), ids.step_of_before(number))
    link = naming(t(name), states_at(number))
    return html.Tr(
        [
            html.Th(link, scope="row", className=f"tone tone-{FUNNEL_TONES[number]}"),
            *(html.Td(UNKNOWN, id=id, className="live number") for id in filled),
        ]
    )
