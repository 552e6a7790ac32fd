"""Which campaign this is, how it is run, and what time it is where it is run."""

from dash import html

from dashboard.components.status import status_chip
from dashboard.formats import UNKNOWN
from dashboard.ids import wall as ids


def head() -> html.Header:
    """Name, mode and status."""
    facts = [html.Span(id=ids.MODE), status_chip(ids.STATUS)]
    return html.Header(
        [
            # Names in other scripts must not turn round what stands beside them.
            html.H1(html.Bdi(UNKNOWN, id=ids.NAME)),
            html.P(facts, className="wall-facts"),
        ],
        className="wall-head",
    )


def clock() -> html.Div:
    """The time in the zone that `data-zone` names, ticking, and the zone in words."""
    return html.Div(
        [
            html.Span(UNKNOWN, id=ids.CLOCK, className="wall-time", **{"data-zone": ""}),
            html.Span(id=ids.ZONE, className="wall-zone"),
        ],
        className="wall-clock",
    )
