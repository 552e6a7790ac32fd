"""The table of campaigns: headings that sort, one prepared row, and the sum.

The browser makes a row for each campaign from the prepared one and fills the cells, each by its
`data-cell`: `assets/js/table.js` and `cells.js`.
"""

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.components.segments import segments
from dashboard.components.status import status_chip
from dashboard.formats import UNKNOWN
from dashboard.texts import t
from dashboard.theme import GROUPS


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key is the name of the cell that is sorted by."""

    key: str
    label: str
    is_number: bool = False
    tone: str = ""


COLUMNS: tuple[Column, ...] = (
    Column("name", "Campaign"),
    Column("problems", "Problems"),
    Column("mode", "Mode"),
    Column("status", "Status"),
    Column("progress", "Progress"),
    Column("total", "All contacts"),
    *(Column(group.key, group.label, True, f"tone tone-{group.tone}") for group in GROUPS),
    Column("pace", "Closed / min, last hour", True),
)


def heading_row() -> html.Tr:
    """The headings; those of the kinds are the legend of the bars."""
    return html.Tr([_heading(column) for column in COLUMNS], role="row")


def prepared_row() -> html.Tr:
    """What the row of a campaign is made from."""
    # Names in other scripts must not turn round what stands beside them.
    link = html.A(html.Bdi(), href="/", **{"data-cell": "name"})
    return html.Tr(
        [
            html.Th(link, scope="row", role="rowheader", className="name"),
            _cell("problems", _problems()),
            _cell("mode", html.Span(UNKNOWN, **{"data-cell": "mode"})),
            _cell("status", status_chip(**{"data-cell": "status"})),
            *_numbers(),
        ],
        role="row",
    )


def total_row() -> html.Tr:
    """The sum of all campaigns."""
    return html.Tr(
        [
            html.Th(t("All campaigns"), scope="row", role="rowheader", className="name"),
            _cell("problems", _problems()),
            html.Td(role="cell", colSpan=2, className="rest"),
            *_numbers(),
        ],
        id=ids.ALL_CAMPAIGNS,
        className="total",
        role="row",
    )


def _heading(column: Column) -> html.Th:
    button = html.Button(
        html.Span(t(column.label), className=column.tone),
        type="button",
        **{"data-sort": column.key},
    )
    return html.Th(button, scope="col", role="columnheader", className=_class_of(column))


def _class_of(column: Column) -> str:
    return f"column-{column.key} number" if column.is_number else f"column-{column.key}"


def _numbers() -> list[html.Td]:
    return [
        _cell(
            "progress",
            [
                _number("progress"),
                html.Span(html.Span(className="tone-progress"), className="bar live"),
            ],
        ),
        _cell("total", [_number("total"), segments()]),
        *(_cell(group.key, _number(group.key)) for group in GROUPS),
        _cell(
            "pace",
            [
                _number("pace"),
                html.Span(html.Span(), className="hour live", **{"data-cell": "hour"}),
            ],
        ),
    ]


def _cell(key: str, content: Component | list[Component]) -> html.Td:
    (column,) = (column for column in COLUMNS if column.key == key)
    return html.Td(
        content, role="cell", className=_class_of(column), **{"data-label": t(column.label)}
    )


def _number(key: str) -> html.Span:
    return html.Span(UNKNOWN, className="live value", **{"data-cell": key, "data-value": ""})


def _problems() -> html.Span:
    """The worst kind's shape, and how many there are of each."""
    return html.Span(UNKNOWN, className="problems live", **{"data-cell": "problems"})
