"""Moves per minute: the last whole minute in numbers, which are the legend too, and the hour."""

from dash import html

from dashboard import ids
from dashboard.components.chart import chart
from dashboard.components.help import help_mark
from dashboard.figures import pace
from dashboard.formats import UNKNOWN


def pace_chart() -> html.Div:
    """The numbers above the chart."""
    legend = html.Dl([_number(line) for line in pace.LINES], className="legend")
    return html.Div([legend, chart(ids.PACE, pace.figure())], className="pace")


def _number(line: pace.Line) -> html.Div:
    id = ids.pace(line.key)
    return html.Div(
        [
            html.Dt([line.label, help_mark(line.label, line.help, id)]),
            html.Dd(UNKNOWN, id=id, className="live number"),
        ],
        className=f"line line-{line.key}",
    )
