"""A campaign over time: moves, connect rate and states by bucket.

Buckets stand side by side by their number, whatever clocks did meanwhile; the browser writes below
them what clocks showed.
"""

from typing import Any

from dashboard.formats import separators
from dashboard.texts import t
from dashboard.theme import GROUPS, Group, Tone

_HOVER = "%{customdata}<br>%{y:,}<extra></extra>"


def moves() -> dict[str, Any]:
    """Moves of one kind in each bucket, and those of the other span as a line."""
    bars = {
        "type": "bar",
        "marker": {"color": Tone.IN_FLIGHT.css, "line": {"width": 0}},
        "hovertemplate": _HOVER,
    }
    return {"data": [bars, _compared(_HOVER)], "layout": _layout({"tickformat": ",d"})}


def rate() -> dict[str, Any]:
    """The connect rate in each bucket, and that of the other span."""
    hover = "%{customdata}<br>%{y:.1%}<extra></extra>"
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "line": {"color": Tone.ON_LINE.css, "width": 2},
        "marker": {"size": 4},
        "hovertemplate": hover,
    }
    return {"data": [line, _compared(hover)], "layout": _layout({"tickformat": ".0%"})}


def states() -> dict[str, Any]:
    """Contacts by group of states at the end of each bucket, one upon the other."""
    layout = _layout({"tickformat": ",d"}) | {"hovermode": "closest"}
    return {"data": [_area(group) for group in reversed(GROUPS)], "layout": layout}


def _area(group: Group) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": t(group.label),
        "marker": {"color": group.tone.css, "line": {"width": 0}},
        "hovertemplate": f"%{{customdata}}<br>{t(group.label)} %{{y:,}}<extra></extra>",
    }


def _compared(hover: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "line": {"color": "var(--text)", "width": 1.5, "dash": "dot"},
        "hovertemplate": hover,
    }


def _layout(counts: dict[str, Any]) -> dict[str, Any]:
    return {
        "margin": {"l": 52, "r": 8, "t": 8, "b": 28},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter, system-ui, sans-serif", "size": 12, "color": "var(--muted)"},
        "separators": separators(),
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.12,
        "barmode": "stack",
        "hovermode": "x",
        "hoverlabel": {
            "bgcolor": "var(--raised)",
            "bordercolor": "var(--line)",
            "font": {"color": "var(--text)"},
        },
        "xaxis": {
            "type": "linear",
            "showgrid": False,
            "zeroline": False,
            "linecolor": "var(--line)",
            "showline": True,
            "ticks": "outside",
            "tickcolor": "var(--line)",
            "tickangle": 0,
            "fixedrange": True,
        },
        "yaxis": {
            "rangemode": "tozero",
            "nticks": 5,
            "gridcolor": "var(--line)",
            "zeroline": False,
            "fixedrange": True,
            **counts,
        },
    }
