"""What happened per minute in the last hour, as outlines."""

from dash import html

from dashboard import ids
from dashboard.components.card import card
from dashboard.figures.pace import LINES, Line
from dashboard.formats import UNKNOWN
from dashboard.ids import wall
from dashboard.texts import t

SHOWN: tuple[Line, ...] = tuple(line for line in LINES if line.key in ("attempts", "closed"))
_TONES = {"attempts": "tone-in-flight", "closed": "tone-progress"}


def pace() -> html.Section:
    """The last whole minute in numbers, and the hour before it beside."""
    return card("pace", t("Per minute, last hour"), [html.Dl([_line(line) for line in SHOWN])])


def _line(line: Line) -> html.Div:
    outline = html.Span(id=wall.shape(line.key), className=f"skyline live {_TONES[line.key]}")
    return html.Div(
        [
            html.Dt(t(line.label)),
            html.Dd(UNKNOWN, id=ids.pace(line.key), className="live number"),
            html.Dd(outline, className="hour", **{"aria-hidden": "true"}),
            html.Dd(id=wall.most(line.key), className="live most"),
        ],
        className="wall-pace",
    )
