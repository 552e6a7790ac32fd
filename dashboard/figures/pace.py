"""Moves per minute over the last hour: attempts, connects and closed contacts.

Only whole minutes are drawn: the one under way would always look like a fall.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.texts import t
from dashboard.theme import Tone
from data.domain.metrics import is_attempt, is_worked_off
from data.domain.snapshot import WINDOW_MINUTES, CampaignView, Edge, minute_start

MINUTES = WINDOW_MINUTES - 1
_MINUTE_MS = 60_000
_LEAST = 4  # so that every tick is a whole number
_OUTLIER = 3.0  # a minute so many times as busy as the others does not flatten them
_OTHERS = 3  # so many minutes are needed to be "the others"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the moves it counts, and how to tell it from the others."""

    key: str
    label: str
    help: str
    color: str
    dash: str
    counts: Callable[[Edge], bool]


LINES: tuple[Line, ...] = (
    Line(
        "attempts", "Attempts", "Contacts that entered Calling.",
        Tone.IN_FLIGHT.css, "solid", is_attempt,
    ),
    Line(
        "connects", "Connects", "Contacts that entered Call in progress.",
        Tone.ON_LINE.css, "solid", lambda edge: edge[1] == "call_in_progress",
    ),
    Line(
        "closed", "Closed", "Contacts that were open and reached a closed state.",
        "var(--text)", "dot", is_worked_off,
    ),
)  # fmt: skip


def figure() -> dict[str, Any]:
    """The chart before any number is known."""
    return {"data": [_trace(line) for line in LINES], "layout": _layout()}


def series(view: CampaignView, minute: int, zone: ZoneInfo) -> list[dict[str, Any]]:
    """The whole minutes before `minute`, in the campaign's own time."""
    start = f"{minute_start(minute - MINUTES).astimezone(zone):%Y-%m-%d %H:%M}"
    return [
        {"x0": start, "dx": _MINUTE_MS, "y": list(per_minute(line, view, minute))} for line in LINES
    ]


def per_minute(line: Line, view: CampaignView, minute: int) -> tuple[int, ...]:
    """The moves of a line in each of the whole minutes before `minute`."""
    return view.per_minute(filter(line.counts, view.minutes), minute)[:-1]


def top(lines: Sequence[Sequence[int]]) -> int:
    """Where the axis ends: above all minutes, but for a few that are out of all proportion."""
    highest = max((max(line) for line in lines), default=0)
    usual = max((sorted(line)[-_OTHERS] for line in lines), default=0)
    return max(_LEAST, highest if not usual or highest <= _OUTLIER * usual else round(1.5 * usual))


def axes(lines: Sequence[Sequence[int]], zone: ZoneInfo) -> dict[str, Any]:
    """What of the layout follows the numbers: how far the axis goes, and whose time it is."""
    return {
        "xaxis": {"title": {"text": zone.key}},
        "yaxis": {"range": [0, round(1.05 * top(lines), 2)]},
    }


def times(minute: int, zone: ZoneInfo) -> list[str]:
    """When each of the whole minutes before `minute` began."""
    starts = range(minute - MINUTES, minute)
    return [f"{minute_start(start).astimezone(zone):%H:%M}" for start in starts]


def last_minute(minute: int, zone: ZoneInfo) -> datetime:
    """The beginning of the last whole minute, in the campaign's own time."""
    return minute_start(minute - 1).astimezone(zone)


def _trace(line: Line) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": t(line.label),
        "y": [],
        "line": {"color": line.color, "width": 2, "dash": line.dash},
        "hovertemplate": "%{y:,}",
    }


def _layout() -> dict[str, Any]:
    return {
        "margin": {"l": 40, "r": 8, "t": 8, "b": 44},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter, system-ui, sans-serif", "size": 12, "color": "var(--muted)"},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": "var(--raised)", "bordercolor": "var(--line)"},
        "xaxis": _time_axis(),
        "yaxis": _count_axis(),
    }


def _time_axis() -> dict[str, Any]:
    return {
        "type": "date",
        "title": {"text": "", "standoff": 6, "font": {"size": 12}},
        "tickformat": "%H:%M",
        "hoverformat": "%H:%M",
        "nticks": 5,
        "showgrid": False,
        "zeroline": False,
        "linecolor": "var(--line)",
        "spikecolor": "var(--line)",
        "spikethickness": 1,
        "spikedash": "solid",
        "fixedrange": True,
    }


def _count_axis() -> dict[str, Any]:
    return {
        "range": [0, _LEAST],
        "nticks": 4,
        "tickformat": ",d",
        "gridcolor": "var(--line)",
        "zeroline": False,
        "fixedrange": True,
    }
