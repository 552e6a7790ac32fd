"""`/`: all campaigns at a glance."""

from typing import Any

from dash import Dash, html

from dashboard import ids
from dashboard.components.campaign_rows import heading_row, total_row
from dashboard.components.notice import notice

PATH = "/"
TITLE = "Campaigns"


def layout() -> html.Div:
    """The shell of the page; the stream brings the campaigns."""
    return html.Div(
        [html.H1(TITLE), _none(), _table()],
        className="overview",
        **{"data-stream": "/live/overview"},
    )


def register(app: Dash, services: Any) -> None:
    """Nothing to click yet."""


def _table() -> html.Div:
    table = html.Table(
        [html.Thead(heading_row()), html.Tbody(id=ids.CAMPAIGN_ROWS), html.Tfoot(total_row())]
    )
    return html.Div(table, id=ids.CAMPAIGNS, className="campaigns card", **{"data-other": "no"})


def _none() -> html.Div:
    return notice(
        "No campaign yet",
        [
            html.P(
                "Each campaign gets a line here as soon as a dialer, or anybody with SQL, adds it "
                "to the database. Nothing has to be reloaded."
            ),
            html.P([html.Code("docs/dialers.md"), " shows how to connect a dialer."]),
            html.P([html.Code("make demo"), " starts example campaigns and a dialer simulator."]),
        ],
        id=ids.CAMPAIGNS_NONE,
        hidden=True,
    )
