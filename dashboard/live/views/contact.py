"""`/campaigns/<id>/contacts/<id>`: when to look at the contact again.

What stands on the page is read by the browser when the mark of the campaign has changed.
"""

from dashboard import formats, ids
from dashboard.ids import contacts
from dashboard.live.operation_slots import strip
from dashboard.live.props import Props, View
from dashboard.live.views import APP_TITLE
from dashboard.texts import t
from data.domain.sight import Sight
from data.domain.snapshot import CampaignView


def contact(sight: Sight, campaign_id: int, contact_id: int) -> View:
    """The page of one contact, as far as it follows from the numbers."""
    view = sight.snapshot.campaigns.get(campaign_id)
    place = [t("Contact {id}", id=contact_id), view.campaign.title if view else "", t(APP_TITLE)]
    title = {"text": " · ".join(filter(None, place))}
    if view is None:
        return {
            ids.DOCUMENT_TITLE: title,
            contacts.CONTACT: {"data-mark": "none"},
            **strip(sight, campaign_id),
        }
    return {
        ids.DOCUMENT_TITLE: title,
        contacts.CONTACT: marked(view),
        contacts.CONTACT_CAMPAIGN: {"text": view.campaign.title},
        **strip(sight, campaign_id),
    }


def marked(view: CampaignView) -> Props:
    """A mark that is another one after each move in the campaign, and the campaign's zone."""
    return {
        "data-mark": view.moved(),
        "data-zone": formats.zone(view.campaign.timezone).key,
    }
