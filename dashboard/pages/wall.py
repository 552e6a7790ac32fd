"""`/wall`: all campaigns in progress, one after another, for a screen on the wall."""

from typing import Any

from dash import Dash, html

from dashboard.components.wall.screen import screen
from data.domain.access import Permission

PATH = "/wall"
TITLE = "Wall"
PERMISSION = Permission.SEE_WALLS


def layout() -> html.Div:
    """The shell of the board; the stream brings the campaigns, and the script their turns."""
    return screen("/live/wall", turns="/live/wall/turns/{id}")


def register(app: Dash, services: Any) -> None:
    """A wall is looked at, not touched."""
