"""`/wall/<id>`: one campaign, for a screen on the wall."""

from typing import Any

from dash import Dash, html

from dashboard.components.wall.screen import screen
from data.domain.access import Permission

PATH = "/wall/<int(max=999999999999999999):campaign_id>"
TITLE = "Wall"
PERMISSION = Permission.SEE_WALLS


def layout(campaign_id: int) -> html.Div:
    """The shell of the board; the stream brings the numbers."""
    return screen(f"/live/wall/{campaign_id}")


def register(app: Dash, services: Any) -> None:
    """A wall is looked at, not touched."""
