"""Moves between states in a window, as bands from state to state; loops are retries.

A table beside it says the same in numbers. The small bundle of plotly.js has no bands: `LIBRARY` is
the full one, which the browser loads when the chart comes into view.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from dashboard.texts import t
from dashboard.theme import TONES
from data.domain.metrics import PREDICTIVE
from data.domain.snapshot import CampaignView, Edge
from data.domain.states import EVERY, MOVES, state_of

LIBRARY = f"/_dash-component-suites/plotly/package_data/plotly.min.js?m={version('plotly')}"
PERIOD_MS = 1_000
_LONGEST = 16  # letters of a label in one line
_RETRY = "retry_scheduled"
_CALLING = "calling"
_FIRST_CALLING = "calling first"
# What leads back to an earlier place is drawn as a loop. A predictive campaign calls before it
# looks for an operator, the others after: Calling has two places, and one that no band touches is
# not drawn.
_CODES = ("initial", _FIRST_CALLING, *(state.code for state in EVERY if state.code != "initial"))
_PLACES = {code: place for place, code in enumerate(_CODES)}


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time up to now: `minutes` None is all since the log began."""

    key: str
    label: str
    minutes: int | None


WINDOWS: tuple[Window, ...] = (
    Window("5m", "Last 5 minutes", 5),
    Window("1h", "Last hour", 60),
    Window("all", "Since the beginning", None),
)

# Each listed move between states has a row; the last one holds all that are not listed.
ROWS: tuple[Edge | None, ...] = (*(edge for edge in MOVES if None not in edge), None)
_ROW_OF = {edge: number for number, edge in enumerate(ROWS)}

Moves = Mapping[Edge, int]


def moves(view: CampaignView, minute: int, window: Window) -> Moves:
    """The moves between states in a window, the running minute included."""
    if window.minutes is None:
        return {edge: count for edge, count in view.moves.items() if None not in edge}
    summed = {
        edge: view.in_minutes(edge, window.minutes, minute)
        for edge in view.minutes
        if None not in edge
    }
    return {edge: count for edge, count in summed.items() if count}


def row_of(edge: Edge) -> int:
    """The row of a move in the table."""
    return _ROW_OF.get(edge, len(ROWS) - 1)


def figure() -> dict[str, Any]:
    """The bands before any number is known."""
    return {"data": [_trace()], "layout": _layout()}


def series(found: Moves, mode: str) -> list[dict[str, Any]]:
    """The bands, one for each move; those to and from a retry have a colour of their own."""
    bands = sorted(
        (_place(left, mode), _place(entered, mode), count, _color((left, entered)))
        for (left, entered), count in found.items()
    )
    columns = ("source", "target", "value", "color")
    return [{"link": {name: [band[at] for band in bands] for at, name in enumerate(columns)}}]


def _place(code: str | None, mode: str) -> int:
    is_first = code == _CALLING and mode in PREDICTIVE
    return _PLACES[_FIRST_CALLING if is_first else code or ""]


def _color(edge: Edge) -> str:
    return "var(--flow-retry)" if _RETRY in edge else "var(--flow)"


def _trace() -> dict[str, Any]:
    codes = [_CALLING if code == _FIRST_CALLING else code for code in _CODES]
    return {
        "type": "sankey",
        "arrangement": "snap",
        "domain": {"x": [0.02, 0.96], "y": [0.14, 1]},  # loops run round below
        "node": {
            "label": [_in_two_lines(t(state_of(code).label)) for code in codes],
            "color": [TONES[code].css for code in codes],
            "pad": 18,
            "thickness": 12,
            "line": {"width": 0},
            "hovertemplate": "%{label}: %{value:,}<extra></extra>",
        },
        "link": {
            "hovertemplate": "%{source.label} → %{target.label}: %{value:,}<extra></extra>",
        },
        "valueformat": ",d",
    }


def _in_two_lines(label: str) -> str:
    """A long label, broken at the blank that is nearest to its middle."""
    blanks = [at for at, letter in enumerate(label) if letter == " "]
    if len(label) <= _LONGEST or not blanks:
        return label
    middle = min(blanks, key=lambda at: abs(at - len(label) / 2))
    return f"{label[:middle]}<br>{label[middle + 1 :]}"


def _layout() -> dict[str, Any]:
    return {
        "margin": {"l": 8, "r": 8, "t": 12, "b": 12},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter, system-ui, sans-serif", "size": 12, "color": "var(--text)"},
        "hoverlabel": {"bgcolor": "var(--raised)", "bordercolor": "var(--line)"},
    }
