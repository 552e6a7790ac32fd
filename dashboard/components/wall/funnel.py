"""The funnel: a table whose bars are part of its rows."""

from dash import html

from dashboard import ids
from dashboard.components.card import card
from dashboard.formats import UNKNOWN
from dashboard.ids import wall
from dashboard.texts import t
from dashboard.theme import FUNNEL_TONES
from data.domain.states import FUNNEL_STEPS

_HEADINGS = ("Step", "", "Contacts", "Of all")


def funnel() -> html.Section:
    """One row for each step, unknown until it is filled live."""
    headings = [html.Th(t(text), scope="col") if text else html.Td() for text in _HEADINGS]
    rows = [_row(number, name) for number, name in enumerate(FUNNEL_STEPS)]
    table = html.Table([html.Thead(html.Tr(headings)), html.Tbody(rows)])
    title = t("Funnel: contacts reached")
    return card("funnel", title, [table], **{"data-testid": "funnel"})


def _row(number: int, name: str) -> html.Tr:
    bar = html.Span(id=wall.reach(number), className=f"reach live tone-{FUNNEL_TONES[number]}")
    return html.Tr(
        [
            html.Th(t(name), scope="row"),
            html.Td(bar, className="reaches", **{"aria-hidden": "true"}),
            html.Td(UNKNOWN, id=ids.step(number), className="live number"),
            html.Td(UNKNOWN, id=ids.step_of_all(number), className="live number of-all"),
        ]
    )
