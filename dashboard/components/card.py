"""A card: a title that says what is counted and in which window, and one thing below it."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component


def card(
    key: str, title: str, body: Sequence[Component], window: Component | str = "", **attributes: Any
) -> html.Section:
    """A card whose heading names it."""
    heading = f"card-{key}"
    return html.Section(
        [
            html.Header(
                [html.H2(title, id=heading), html.P(window, className="window")],
                className="card-head",
            ),
            *body,
        ],
        className=f"card card-{key}",
        **{"aria-labelledby": heading, **attributes},
    )
