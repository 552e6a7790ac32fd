"""A link from a number to the contacts behind it, further down the page."""

from collections.abc import Iterable

from dash import dcc


def to_contacts(label: str, states: Iterable[str]) -> dcc.Link:
    """The link; no states are all of them."""
    return dcc.Link(label, href=f"?state={','.join(states)}#contacts", className="to-contacts")
