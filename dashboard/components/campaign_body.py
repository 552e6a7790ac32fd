"""The cards of a campaign's page: everything that shows numbers of one instant."""

from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.components.alert_slots import alert_slots
from dashboard.components.card import card
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
from dashboard.components.to_contacts import Naming
from dashboard.formats import UNKNOWN
from dashboard.ids import campaign as campaign_ids
from dashboard.texts import t

ALERTS = 6


def campaign_body(all_: str, open_: str, naming: Naming) -> list[Any]:
    """All that shows numbers of the campaign at one instant, whichever that is.

    `all_` says of which instant the contacts are, `open_` of which the alerts; `naming` makes the
    labels of numbers that contacts stand behind.
    """
    cards = [
        _funnel(all_, naming),
        _states(all_, naming),
        _alerts(open_),
        _pace(),
        _stays(),
        _retries(),
        _flow(),
        _figures(),
    ]
    return [
        figures_line(),
        reasons(),
        _empty(),
        html.Div(cards, className="cards"),
    ]


def _funnel(window: str, naming: Naming) -> html.Section:
    title = t("Funnel: contacts reached")
    return card(
        "funnel", title, [funnel_table(naming)], window,
        **{"data-testid": "funnel"},
    )  # fmt: skip


def _states(window: str, naming: Naming) -> html.Section:
    return card("states", t("Contacts by state"), [state_list(naming)], window)


def _alerts(window: str) -> html.Section:
    slots = alert_slots(campaign_ids.ALERTS, ALERTS)
    return card("alerts", t("Alerts"), [grown(slots)], window)


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


def no_campaign(campaign_id: int) -> html.Div:
    """What stands there where there is no such campaign."""
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
