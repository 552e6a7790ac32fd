"""One bar in as many segments as there are groups of states."""

from dash import html

from dashboard.theme import GROUPS


def segments(id: str) -> html.Div:
    """The bar; its custom properties, one for each group, are the lengths of its segments."""
    parts = [html.Span(className=f"tone-{group.tone} segment-{group.key}") for group in GROUPS]
    return html.Div(parts, id=id, className="segments live", **{"aria-hidden": "true"})
