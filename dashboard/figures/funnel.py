"""Contacts that reached each step, as a funnel without words: the table beside it has them."""

from collections.abc import Sequence
from typing import Any

from dashboard.texts import t
from dashboard.theme import FUNNEL_TONES
from data.domain.states import FUNNEL_STEPS


def figure() -> dict[str, Any]:
    """The funnel before any number is known."""
    return {"data": [_trace()], "layout": _layout()}


def series(steps: Sequence[int]) -> list[dict[str, Any]]:
    """The contacts that reached each step."""
    return [{"x": list(steps)}]


def _trace() -> dict[str, Any]:
    return {
        "type": "funnel",
        "y": [t(step) for step in FUNNEL_STEPS],
        "x": [],
        "textinfo": "none",
        "hoverinfo": "skip",
        "marker": {"color": [tone.css for tone in FUNNEL_TONES]},
        "connector": {"fillcolor": "var(--track)", "line": {"width": 0}},
    }


def _layout() -> dict[str, Any]:
    return {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "funnelgap": 0.36,
        "showlegend": False,
        "dragmode": False,
        "xaxis": {"visible": False, "fixedrange": True},
        "yaxis": {"visible": False, "fixedrange": True, "autorange": "reversed"},
    }
