"""The table behind a chart: the same numbers, for whoever reads rather than looks.

Its rows are made by `assets/js/twin.js` when somebody opens it: hundreds of cells that nobody reads
would make every page slow.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboard.texts import t


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its heading, as a text or as the id of what is filled live; the ids of its cells.

    A row with an `id` is shown and hidden live.
    """

    cells: Sequence[str]
    text: str = ""
    heading_id: str = ""
    id: str = ""


def twin(headings: Sequence[str], rows: Sequence[Row]) -> html.Details:
    """The table, folded away; `headings` are in the language in force."""
    head = html.Tr(
        [
            html.Th(text, scope="col", className="number" if number else "")
            for number, text in enumerate(headings)
        ]
    )
    plain = [[row.id, row.heading_id, row.text, *row.cells] for row in rows]
    body = html.Tbody(**{"data-rows": json.dumps(plain, ensure_ascii=False)})
    name = {"role": "region", "aria-label": t("As a table"), "tabIndex": 0}  # to scroll by keyboard
    return html.Details(
        [
            html.Summary(t("As a table")),
            html.Div(html.Table([html.Thead(head), body]), className="scroll", **name),
        ],
        className="twin",
    )
