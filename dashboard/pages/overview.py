"""`/`: all campaigns at a glance."""

from typing import Any

from dash import Dash, html

from dashboard import ids
from dashboard.components.campaign_rows import heading_row, prepared_row, total_row
from dashboard.components.campaign_sift import campaign_sift
from dashboard.components.handover_card import handover_card
from dashboard.components.notice import notice
from dashboard.texts import t
from data.domain.access import Permission

PATH = "/"
TITLE = "Campaigns"
PERMISSION = Permission.SEE_NUMBERS


def layout() -> html.Div:
    """The shell of the page; the stream brings the campaigns."""
    return html.Div(
        [html.H1(t(TITLE)), handover_card(), _no_alerts(), _none(), _campaigns()],
        className="overview",
        **{"data-stream": "/live/overview"},
    )


def register(app: Dash, services: Any) -> None:
    """Everything is done in the browser."""


def _campaigns() -> html.Div:
    return html.Div(
        [campaign_sift(), html.Div(_table(), className="card")],
        id=ids.CAMPAIGNS,
        className="campaigns",
        hidden=True,
        **{"data-other": "no"},
    )


def _table() -> html.Table:
    return html.Table(
        [
            html.Thead(heading_row(), role="rowgroup"),
            html.Tbody(id=ids.CAMPAIGN_ROWS, role="rowgroup"),
            html.Tfoot(total_row(), role="rowgroup"),
            html.Tbody(prepared_row(), hidden=True, className="prepared"),
        ],
        role="table",
        **{"aria-label": t(TITLE)},
    )


def _no_alerts() -> html.P:
    """Without alerts nobody may take an empty column for a good sign."""
    return html.P(
        t("Problems cannot be told at the moment."),
        id=ids.NO_ALERTS,
        className="amiss",
        hidden=True,
    )


def _none() -> html.Div:
    return notice(
        t("No campaign yet"),
        [
            html.P(
                t(
                    "Each campaign gets a line here as soon as a dialer, or anybody with SQL, adds "
                    "it to the database. Nothing has to be reloaded."
                )
            ),
            html.P([html.Code("docs/dialers.md"), " ", t("shows how to connect a dialer.")]),
            html.P(
                [
                    html.Code("make demo"),
                    " ",
                    t("starts example campaigns and a dialer simulator."),
                ]
            ),
        ],
        id=ids.CAMPAIGNS_NONE,
        hidden=True,
    )
