"""Moves per minute: the last whole minute in numbers, which are the legend too, and the hour."""

from dash import html

from dashboard import ids
from dashboard.components.chart import chart
from dashboard.components.help import help_mark
from dashboard.components.twin import twin
from dashboard.figures import pace
from dashboard.formats import UNKNOWN
from dashboard.ids import campaign as campaign_ids
from dashboard.texts import t


def pace_chart() -> html.Div:
    """The numbers above the chart, the table of its minutes below."""
    legend = html.Dl([_number(line) for line in pace.LINES], className="legend")
    cut = html.P(id=campaign_ids.PACE_CUT, className="cut live", hidden=True)
    headings = [t("Minute"), *(t(line.label) for line in pace.LINES)]
    table = twin(headings, [_row(number) for number in range(pace.MINUTES)])
    return html.Div([legend, cut, chart(ids.PACE, pace.figure()), table], className="pace")


def _number(line: pace.Line) -> html.Div:
    id = ids.pace(line.key)
    label = t(line.label)
    return html.Div(
        [
            html.Dt([label, help_mark(label, t(line.help), id)]),
            html.Dd(UNKNOWN, id=id, className="live number"),
        ],
        className=f"line line-{line.key}",
    )


def _row(number: int) -> html.Tr:
    cells = [html.Td(UNKNOWN, className="live number") for _ in pace.LINES]
    time = html.Th(UNKNOWN, scope="row", className="live")
    return html.Tr([time, *cells], id=campaign_ids.minute(number))
