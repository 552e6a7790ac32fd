"""`/campaigns/<id>`: one campaign, in full."""

from typing import Any

from dash import Dash, dcc, html

from dashboard import ids
from dashboard.components.alert_slots import alert_slots
from dashboard.components.campaign_head import campaign_head
from dashboard.components.card import card
from dashboard.components.contacts_card import contacts_card
from dashboard.components.figures_line import figures_line, other_figures
from dashboard.components.flow_chart import flow_chart
from dashboard.components.funnel_table import funnel_table
from dashboard.components.grown import grown
from dashboard.components.notice import notice
from dashboard.components.pace_chart import pace_chart
from dashboard.components.reasons import reasons
from dashboard.components.retry_table import retry_table
from dashboard.components.state_list import state_list
from dashboard.components.stay_table import stay_table
from dashboard.formats import UNKNOWN
from dashboard.ids import campaign as campaign_ids
from dashboard.live.views.campaign import ALERTS
from dashboard.texts import t
from data.domain.access import Permission

PATH = "/campaigns/<int(max=999999999999999999):campaign_id>"
TITLE = "Campaign"
PERMISSION = Permission.SEE_NUMBERS


def layout(campaign_id: int) -> html.Div:
    """The shell of the page; the stream brings the numbers."""
    return html.Div(
        [
            _none(campaign_id),
            html.Div(
                [campaign_head(campaign_id), *_body(), contacts_card(campaign_id)], id=ids.CAMPAIGN
            ),
        ],
        className="campaign",
        **{"data-stream": f"/live/campaigns/{campaign_id}"},
    )


def register(app: Dash, services: Any) -> None:
    """Deeds ask the API: there is nothing for Dash to call."""


def _body() -> list[Any]:
    cards = [_funnel(), _states(), _alerts(), _pace(), _stays(), _retries(), _flow(), _figures()]
    return [
        figures_line(),
        reasons(),
        _empty(),
        html.Div(cards, className="cards"),
    ]


def _funnel() -> html.Section:
    title = t("Funnel: contacts reached")
    return card(
        "funnel", title, [funnel_table()], t("All contacts of the campaign, now"),
        **{"data-testid": "funnel"},
    )  # fmt: skip


def _states() -> html.Section:
    window = t("All contacts of the campaign, now")
    return card("states", t("Contacts by state"), [state_list()], window)


def _alerts() -> html.Section:
    slots = alert_slots(campaign_ids.ALERTS, ALERTS)
    return card("alerts", t("Alerts"), [grown(slots)], t("Open now, the worst first"))


def _pace() -> html.Section:
    window = [t("Whole minutes of the last hour, to "), html.Span(UNKNOWN, id=ids.PACE_WINDOW)]
    return card("pace", t("Moves per minute"), [pace_chart()], html.Span(window))


def _stays() -> html.Section:
    window = t("All completed stays since the campaign began")
    return card("stays", t("Time in state"), [grown(stay_table())], window)


def _retries() -> html.Section:
    window = t("Connects ÷ attempts, since the campaign began")
    return card("retries", t("Yield by attempt"), [grown(retry_table())], window)


def _flow() -> html.Section:
    window = t("Moves between states; those to and from Retry scheduled stand out")
    return card("flow", t("Flow between states"), [flow_chart()], window)


def _figures() -> html.Section:
    return card(
        "figures",
        t("All key figures"),
        [grown(other_figures())],
        t("What each counts, and in which window: behind its ?"),
    )


def _empty() -> html.Div:
    return notice(
        t("No contacts yet"),
        [
            html.P(t("The numbers start to move with the first contact that is loaded.")),
            html.P([html.Code("docs/dialers.md"), t(" shows how to load contacts.")]),
        ],
        id=ids.CAMPAIGN_EMPTY,
        hidden=True,
    )


def _none(campaign_id: int) -> html.Div:
    return notice(
        t("There is no campaign {id}", id=campaign_id),
        [
            html.P(t("It was deleted, or the number in the address is wrong.")),
            html.P(dcc.Link(t("See all campaigns"), href="/")),
        ],
        id=ids.CAMPAIGN_NONE,
        hidden=True,
        is_page=True,
    )
