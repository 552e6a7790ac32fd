"""A chart that needs the full plotly.js, which is loaded when it comes into view."""

import json
from typing import Any

from dash import html


def late_chart(id: str, figure: dict[str, Any], library: str, period_ms: int) -> html.Div:
    """The chart, as large as the box it stands in, drawn every `period_ms` at most."""
    return html.Div(
        html.Div(className="plot"),
        id=id,
        className="chart live",
        **{
            "aria-hidden": "true",
            "data-figure": json.dumps(figure),
            "data-library": library,
            "data-period-ms": period_ms,
        },
    )
