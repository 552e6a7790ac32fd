"""A link from a number to the contacts behind it, further down the page."""

from collections.abc import Callable, Iterable

from dash import dcc, html
from dash.development.base_component import Component

Naming = Callable[[str, Iterable[str]], Component]  # from a label, and the states behind it


def to_contacts(label: str, states: Iterable[str]) -> dcc.Link:
    """The link; no states are all of them."""
    return dcc.Link(label, href=f"?state={','.join(states)}#contacts", className="to-contacts")


def name_only(label: str, _: Iterable[str]) -> html.Span:
    """The label alone, where the contacts behind the number are not known."""
    return html.Span(label, className="to-contacts")
