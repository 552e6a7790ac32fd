"""`/campaigns/<id>/past`: one campaign as it was, at any second, and played on from there."""

from typing import Any

from dash import Dash, dcc, html

from dashboard import ids
from dashboard.components.campaign_body import campaign_body, no_campaign
from dashboard.components.campaign_head import past_head
from dashboard.components.notice import notice
from dashboard.components.time_bar import time_bar
from dashboard.components.to_contacts import name_only
from dashboard.texts import t
from data.domain.access import Permission

PATH = "/campaigns/<int(max=999999999999999999):campaign_id>/past"
TITLE = "Campaign in the past"
PERMISSION = Permission.SEE_NUMBERS


def layout(campaign_id: int) -> html.Div:
    """The cards of the campaign's page below a bar; `assets/js/past.js` brings their numbers."""
    cards = campaign_body(
        t("All contacts of the campaign, at that moment"),
        t("Open at that moment. How many contacts each was about is not kept."),
        name_only,
    )
    shown = html.Div([past_head(campaign_id), *cards, _contacts(campaign_id)], id=ids.CAMPAIGN)
    return html.Div(
        [no_campaign(campaign_id), time_bar(campaign_id), shown],
        className="campaign past",
    )


def register(app: Dash, services: Any) -> None:
    """There is nothing for Dash to call."""


def _contacts(campaign_id: int) -> html.Div:
    """Which contact was where is not shown: what a table says is of now."""
    way = dcc.Link(t("See the contacts as they are now"), href=f"/campaigns/{campaign_id}#contacts")
    words = t("Contacts of the past are not listed; each contact's own page tells its history.")
    return notice(t("Contacts"), [html.P(words), html.P(way)])
