"""A chart that is filled live. A table or numbers beside it say the same in words."""

from typing import Any

from dash import dcc, html

_CONFIG = {"displayModeBar": False, "doubleClick": False, "responsive": True}


def chart(id: str, figure: dict[str, Any]) -> html.Div:
    """The chart, as large as the box it stands in."""
    graph = dcc.Graph(id=id, figure=figure, config=_CONFIG, responsive=True)
    return html.Div(graph, className="chart live", **{"aria-hidden": "true"})
