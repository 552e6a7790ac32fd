"""Moves per minute over the last hour: attempts, connects and closed contacts.

Only whole minutes are drawn: the one under way would always look like a fall.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.theme import Tone
from data.domain.metrics import is_worked_off
from data.domain.snapshot import WINDOW_MINUTES, CampaignView, Edge, minute_start

MINUTES = WINDOW_MINUTES - 1
_MINUTE_MS = 60_000


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
        Tone.IN_FLIGHT.css, "solid", lambda edge: edge[1] == "calling",
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


def last_minute(minute: int, zone: ZoneInfo) -> datetime:
    """The beginning of the last whole minute, in the campaign's own time."""
    return minute_start(minute - 1).astimezone(zone)


def _trace(line: Line) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": line.label,
        "y": [],
        "line": {"color": line.color, "width": 2, "dash": line.dash},
        "hovertemplate": "%{y:,}",
    }


def _layout() -> dict[str, Any]:
    return {
        "margin": {"l": 34, "r": 8, "t": 8, "b": 24},
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
        "rangemode": "tozero",
        "autorangeoptions": {"include": [0, 4]},  # so that every tick is a whole number
        "nticks": 4,
        "tickformat": ",d",
        "gridcolor": "var(--line)",
        "zeroline": False,
        "fixedrange": True,
    }
