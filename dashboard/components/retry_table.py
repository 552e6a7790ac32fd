"""What each further attempt yields."""

from dash import html

from dashboard.formats import UNKNOWN
from dashboard.ids import campaign as ids
from dashboard.texts import t
from data.domain.snapshot import MOST_ATTEMPTS

_HEADINGS = ("Attempt", "Attempts", "Connects", "Yield")


def retry_table() -> html.Table:
    """One row for each attempt, the last for the tenth and all after it."""
    head = [
        html.Th(t(text), scope="col", className="number" if number else "")
        for number, text in enumerate(_HEADINGS)
    ]
    rows = [_row(number) for number in range(1, MOST_ATTEMPTS + 1)]
    return html.Table(
        [html.Thead(html.Tr([*head, html.Td()])), html.Tbody(rows)], className="retries"
    )


def _row(number: int) -> html.Tr:
    name = t("{n} and more", n=number) if number == MOST_ATTEMPTS else f"{number}"
    bar = html.Span(
        html.Span(id=ids.attempt_bar(number), className="tone-on-line"), className="bar live"
    )
    cells = [html.Td(UNKNOWN, className="live number") for _ in _HEADINGS[1:]]
    return html.Tr(
        [html.Th(name, scope="row"), *cells, html.Td(bar, **{"aria-hidden": "true"})],
        id=ids.attempt(number),
        hidden=True,
    )
