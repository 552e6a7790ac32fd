"""The status of a campaign as a shape and a word."""

from typing import Any

from dash import html

from dashboard.formats import UNKNOWN


def status_chip(id: str | None = None, **attributes: Any) -> html.Span:
    """The chip, filled live; its shape follows `data-status`."""
    given = attributes if id is None else {"id": id, **attributes}
    return html.Span(UNKNOWN, className="status", **given)
