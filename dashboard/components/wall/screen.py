"""Everything that stands on a wall: head, clock, board, and what is said instead of a board."""

from dash import html

from dashboard.build import build
from dashboard.components.notice import notice
from dashboard.components.wall.alerts import alerts, elsewhere
from dashboard.components.wall.calm import calm
from dashboard.components.wall.figures import figures
from dashboard.components.wall.funnel import funnel
from dashboard.components.wall.head import clock, head
from dashboard.components.wall.notes import notes
from dashboard.components.wall.operation import operation
from dashboard.components.wall.pace import pace
from dashboard.components.wall.states import states
from dashboard.ids import wall as ids
from dashboard.texts import t


def screen(stream: str, turns: str = "") -> html.Div:
    """A wall that shows a stream.

    `turns` is the stream of one campaign among several, with `{id}` in it; a wall that has it goes
    from one campaign in progress to the next.
    """
    board = [figures(), funnel(), states(), pace(), alerts()]
    return html.Div(
        [
            head(),
            clock(),
            html.Div(board, id=ids.BOARD, className="wall-board", hidden=True),
            calm(),
            _none(),
            operation(),
            elsewhere(),
            notes(),
            html.Div(html.Span(), className="wall-turn", hidden=True, **{"aria-hidden": "true"}),
        ],
        id=ids.WALL,
        className="wall",
        **{
            "data-stream": stream,
            "data-turns": turns,
            "data-built": build(),
            "data-build": "",
            "data-campaign": "",
            "data-round": "",
            "data-critical": "",
        },
    )


def _none() -> html.Div:
    words = html.P(t("It was deleted, or the number in the address is wrong."))
    return notice(t("There is no such campaign"), [words], id=ids.NONE, hidden=True)
