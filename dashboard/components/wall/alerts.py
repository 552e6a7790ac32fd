"""What is wrong: with the campaign on show, and with others that are not."""

from dash import html

from dashboard.components.alert_slots import alert_slots
from dashboard.components.card import card
from dashboard.ids import wall as ids
from dashboard.texts import t

SLOTS = 4
ELSEWHERE = 3


def alerts() -> html.Section:
    """The worst ones, how many more there are, or since when there is none."""
    return card("alerts", t("Alerts"), [alert_slots(ids.WALL, SLOTS)])


def elsewhere() -> html.Div:
    """The campaigns in trouble that the wall will come to."""
    slots = [
        html.Span(id=ids.elsewhere(number), hidden=True, **{"data-of": ""})
        for number in range(ELSEWHERE)
    ]
    return html.Div(
        [html.Span(t("Critical, shown next:"), className="word"), *slots],
        id=ids.ELSEWHERE,
        className="wall-elsewhere",
        hidden=True,
    )
