"""The status of a campaign as a shape and a word."""

from dash import html

from dashboard.formats import UNKNOWN


def status_chip(id: str) -> html.Span:
    """The chip, filled live; its shape follows `data-status`."""
    return html.Span(UNKNOWN, id=id, className="status")
