"""`/campaigns/<id>`: one campaign, in full."""

from typing import Any

from dash import Dash, dcc, html

from dashboard import ids
from dashboard.components.card import card
from dashboard.components.figures_line import figures_line
from dashboard.components.funnel_table import funnel_table
from dashboard.components.notice import notice
from dashboard.components.pace_chart import pace_chart
from dashboard.components.state_list import state_list
from dashboard.components.status import status_chip
from dashboard.formats import UNKNOWN

PATH = "/campaigns/<int(max=999999999999999999):campaign_id>"
TITLE = "Campaign"


def layout(campaign_id: int) -> html.Div:
    """The shell of the page; the stream brings the numbers."""
    return html.Div(
        [_none(campaign_id), html.Div([_head(campaign_id), *_body()], id=ids.CAMPAIGN)],
        className="campaign",
        **{"data-stream": f"/live/campaigns/{campaign_id}"},
    )


def register(app: Dash, services: Any) -> None:
    """Nothing to click yet."""


def _head(campaign_id: int) -> html.Div:
    facts = [
        status_chip(ids.CAMPAIGN_STATUS),
        html.Span(UNKNOWN, id=ids.CAMPAIGN_MODE),
        html.Span(UNKNOWN, id=ids.CAMPAIGN_ZONE),
    ]
    return html.Div(
        [
            html.H1(f"Campaign {campaign_id}", id=ids.CAMPAIGN_NAME),
            html.Div(facts, className="facts"),
        ],
        className="page-head",
    )


def _body() -> list[Any]:
    return [
        figures_line(),
        _empty(),
        html.Div([_funnel(), _states(), _pace()], className="cards"),
    ]


def _funnel() -> html.Section:
    return card(
        "funnel", "Funnel: contacts reached", [funnel_table()], "All contacts of the campaign, now",
        **{"data-testid": "funnel"},
    )  # fmt: skip


def _states() -> html.Section:
    return card("states", "Contacts by state", [state_list()], "All contacts of the campaign, now")


def _pace() -> html.Section:
    window = ["Whole minutes of the last hour, to ", html.Span(UNKNOWN, id=ids.PACE_WINDOW)]
    return card("pace", "Moves per minute", [pace_chart()], html.Span(window))


def _empty() -> html.Div:
    return notice(
        "No contacts yet",
        [
            html.P("The numbers start to move with the first contact that is loaded."),
            html.P([html.Code("docs/dialers.md"), " shows how to load contacts."]),
        ],
        id=ids.CAMPAIGN_EMPTY,
        hidden=True,
    )


def _none(campaign_id: int) -> html.Div:
    return notice(
        f"There is no campaign {campaign_id}",
        [
            html.P("It was deleted, or the number in the address is wrong."),
            html.P(dcc.Link("See all campaigns", href="/")),
        ],
        id=ids.CAMPAIGN_NONE,
        hidden=True,
        is_page=True,
    )
