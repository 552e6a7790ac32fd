"""`/campaigns/<id>`: one campaign, in full."""

from typing import Any

from dash import Dash, html

from dashboard import ids
from dashboard.components.campaign_body import campaign_body, no_campaign
from dashboard.components.campaign_head import campaign_head
from dashboard.components.contacts_card import contacts_card
from dashboard.components.history_section import history_section
from dashboard.components.to_contacts import to_contacts
from dashboard.texts import t
from data.domain.access import Permission

PATH = "/campaigns/<int(max=999999999999999999):campaign_id>"
TITLE = "Campaign"
PERMISSION = Permission.SEE_NUMBERS


def layout(campaign_id: int) -> html.Div:
    """The shell of the page; the stream brings the numbers."""
    return html.Div(
        [
            no_campaign(campaign_id),
            html.Div(
                [
                    campaign_head(campaign_id),
                    *_body(),
                    contacts_card(campaign_id),
                    history_section(campaign_id),  # it grows when it is read: nothing stands below
                ],
                id=ids.CAMPAIGN,
            ),
        ],
        className="campaign",
        **{"data-stream": f"/live/campaigns/{campaign_id}"},
    )


def register(app: Dash, services: Any) -> None:
    """Deeds ask the API: there is nothing for Dash to call."""


def _body() -> list[Any]:
    all_ = t("All contacts of the campaign, now")
    return campaign_body(all_, t("Open now, the worst first"), to_contacts)
