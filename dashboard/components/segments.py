"""One bar in as many segments as there are groups of states."""

from dash import html

from dashboard.theme import GROUPS


def segments() -> html.Div:
    """The bar; `--n-<group>`, set on it or on what it stands in, are the lengths of its parts."""
    parts = [html.Span(className=f"tone-{group.tone} segment-{group.key}") for group in GROUPS]
    return html.Div(parts, className="segments live", **{"aria-hidden": "true"})
