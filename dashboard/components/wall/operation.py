"""The long deed that goes on, in one calm line."""

from dash import html

from dashboard.ids import operations as ids


def operation() -> html.Div:
    """What is done, a bar, and how far it is; hidden while nothing is done."""
    return html.Div(
        [
            html.Span(id=ids.wall("what"), className="what"),
            html.Span(html.Span(id=ids.wall("bar")), className="bar tone-progress"),
            html.Span(id=ids.wall("facts"), className="facts-said"),
        ],
        id=ids.WALL,
        className="wall-operation live",
        hidden=True,
        **{"data-stage": ""},
    )
