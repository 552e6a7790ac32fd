"""The rows of the table of campaigns: their frame only, the numbers are filled live."""

from collections.abc import Mapping

from dash import dcc, html

from dashboard import ids
from dashboard.components.segments import segments
from dashboard.components.status import status_chip
from dashboard.formats import UNKNOWN, words
from dashboard.theme import GROUPS

_COLUMNS: Mapping[str, str] = {
    **{group.key: group.label for group in GROUPS},
    "total": "All",
    "pace": "Closed / min",
}


def heading_row() -> html.Tr:
    """The headings; those of the kinds are the legend of the bars."""
    words = ("Campaign", "Mode", "Status", "Progress", "Contacts by kind")
    tones = {group.key: f"tone tone-{group.tone}" for group in GROUPS}
    return html.Tr(
        [
            *(html.Th(text, scope="col") for text in words),
            *(
                html.Th(
                    html.Span(label, className=tones.get(key, "")),
                    scope="col",
                    className=f"number column-{key}",
                )
                for key, label in _COLUMNS.items()
            ),
        ]
    )


def campaign_row(campaign_id: int, title: str, mode: str) -> html.Tr:
    """The row of one campaign."""
    row = ids.row(campaign_id)
    # Names in other scripts must not turn round what stands beside them.
    link = dcc.Link(html.Bdi(title), href=f"/campaigns/{campaign_id}", title=title)
    return html.Tr(
        [
            html.Th(link, scope="row", className="name"),
            html.Td(words(mode), className="mode"),
            html.Td(status_chip(ids.cell(row, "status")), className="state"),
            *_number_cells(row),
        ],
        id=row,
    )


def total_row() -> html.Tr:
    """The sum of all campaigns."""
    title = html.Th("All campaigns", scope="row", colSpan=3, className="name")
    return html.Tr([title, *_number_cells(ids.ALL_CAMPAIGNS)], className="total")


def _number_cells(row: str) -> list[html.Td]:
    return [
        html.Td(_progress(row), className="progress"),
        html.Td(segments(ids.cell(row, "kinds")), className="kinds"),
        *(_number(row, key, label) for key, label in _COLUMNS.items()),
    ]


def _number(row: str, key: str, label: str) -> html.Td:
    return html.Td(
        UNKNOWN,
        id=ids.cell(row, key),
        className=f"live number column-{key}",
        **{"data-label": label, "data-value": ""},
    )


def _progress(row: str) -> list[html.Span]:
    return [
        html.Span(UNKNOWN, id=ids.cell(row, "progress"), className="live number"),
        html.Span(
            html.Span(id=ids.cell(row, "progress-bar"), className="tone-progress"),
            className="bar live",
        ),
    ]
