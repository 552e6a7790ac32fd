"""The table behind a chart: the same numbers, for whoever reads rather than looks."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.grown import grown
from dashboard.texts import t


def twin(headings: Sequence[str], rows: Sequence[Component], about: str = "") -> html.Div:
    """The table, folded away; `headings` and what it is about are in the language in force."""
    head = html.Tr(
        [
            html.Th(text, scope="col", className="number" if number else "")
            for number, text in enumerate(headings)
        ]
    )
    table = html.Table([html.Thead(head), html.Tbody(rows)])
    name = {
        "role": "region",
        "aria-label": about or t("As a table"),
        "tabIndex": 0,
    }  # to scroll by keyboard
    content = html.Div(table, className="scroll", **name)
    return grown(html.Details([html.Summary(t("As a table")), content], className="twin"))
