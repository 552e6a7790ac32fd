"""The moves between states, drawn and in numbers."""

from collections import Counter

from dashboard import formats
from dashboard.figures import flow
from dashboard.ids import campaign as ids
from dashboard.live.props import Props, View, cells
from data.domain.snapshot import CampaignView

_UNMOVED: Props = {"hidden": True}


def flows(view: CampaignView, minute: int) -> View:
    """Each window's drawing, and the rows of all moves that there ever were."""
    found = {window.key: flow.moves(view, minute, window) for window in flow.WINDOWS}
    shown: dict[str, Props] = {}
    for key, moves in found.items():
        shown[ids.flow(key)] = {
            "series": flow.series(moves, view.campaign.mode),
            "hidden": not moves,
        }
        shown[ids.no_flow(key)] = {"hidden": bool(moves)}
    return shown | _rows({key: _by_row(moves) for key, moves in found.items()})


def _by_row(moves: flow.Moves) -> Counter[int]:
    rows: Counter[int] = Counter()
    for edge, number in moves.items():
        rows[flow.row_of(edge)] += number
    return rows


def _rows(found: dict[str, Counter[int]]) -> dict[str, Props]:
    shown: dict[str, Props] = {}
    there = {row for rows in found.values() for row in rows}
    for number in range(len(flow.ROWS)):
        counts = [formats.count(rows[number]) for rows in found.values()]
        shown[ids.move(number)] = (
            {"hidden": False, **cells("", *counts)} if number in there else _UNMOVED
        )
    return shown
