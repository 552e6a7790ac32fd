"""The table behind a chart: the same numbers, for whoever reads rather than looks."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.texts import t


def twin(headings: Sequence[str], rows: Sequence[Component]) -> html.Details:
    """The table, folded away; `headings` are in the language in force."""
    head = html.Tr(
        [
            html.Th(text, scope="col", className="number" if number else "")
            for number, text in enumerate(headings)
        ]
    )
    table = html.Table([html.Thead(head), html.Tbody(rows)])
    return html.Details([html.Summary(t("As a table")), table], className="twin")
