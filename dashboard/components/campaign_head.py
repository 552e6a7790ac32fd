"""The head of a campaign's page: which one it is, how it stands, and the way to end it."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.components.deed_dialog import Deed, deed_button, reason
from dashboard.components.status import status_chip
from dashboard.courtesy import is_offered
from dashboard.formats import UNKNOWN
from dashboard.ids import campaign as campaign_ids
from dashboard.texts import t
from data.domain.access import Permission


def campaign_head(campaign_id: int) -> html.Div:
    """Name and facts, filled live; at the far right the way into the past, and what ends the
    campaign, for who may."""
    left = html.Span(id=campaign_ids.LEFT, className="live", hidden=True)
    way = dcc.Link(
        t("Time machine"), href=f"/campaigns/{campaign_id}/past", className="head-deed head-way"
    )
    return _head(campaign_id, [left], [way, *_cancel(campaign_id)])


def past_head(campaign_id: int) -> html.Div:
    """Name and facts of a campaign that is shown as it was, and what of them is of now."""
    about = t("Name, mode and limits as they are today")
    return _head(campaign_id, [], [html.P(about, className="head-note")])


def _head(campaign_id: int, more: Sequence[Component], beside: Sequence[Component]) -> html.Div:
    facts = [
        status_chip(ids.CAMPAIGN_STATUS),
        *more,
        html.Span(UNKNOWN, id=ids.CAMPAIGN_MODE),
        html.Span(UNKNOWN, id=ids.CAMPAIGN_ZONE),
    ]
    return html.Div(
        [
            html.H1(t("Campaign {id}", id=campaign_id), id=ids.CAMPAIGN_NAME),
            html.Div(facts, className="facts"),
            *beside,
        ],
        className="page-head",
    )


def _cancel(campaign_id: int) -> list[Component]:
    if not is_offered(Permission.CANCEL_CAMPAIGN):
        return []
    deed = Deed(
        f"/api/v1/campaigns/{campaign_id}/cancel",
        title=t("Cancel campaign"),
        about=t("“{name}” takes no new contacts from the first moment on."),
        submit=t("Cancel campaign"),
        fields=(reason(),),
        plan=True,
        confirm=True,
        name_of=ids.CAMPAIGN_NAME,
        done=t("“{name}” is being canceled."),
    )
    button = deed_button(
        deed,
        t("Cancel campaign…"),
        id=campaign_ids.CANCEL,
        className="head-deed",
        hidden=True,
        **{"data-testid": "cancel-campaign"},
    )
    return [button]
