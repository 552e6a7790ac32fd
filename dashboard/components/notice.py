"""What stands where there is nothing to show: it says what would be here and how it gets here."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component


def notice(
    title: str,
    body: Sequence[Component | str],
    *,
    id: str | None = None,
    hidden: bool = False,
    is_page: bool = False,
) -> html.Div:
    """A notice; one with an `id` is shown and hidden live, one that `is_page` is all there is."""
    content = [(html.H1 if is_page else html.H2)(title), *body]
    if id is None:
        return html.Div(content, className="notice")
    return html.Div(content, id=id, className="notice", hidden=hidden)
