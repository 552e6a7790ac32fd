"""The history of a campaign: a choice of span, of what to compare it with, and cards of both."""

import json
from typing import Any

from dash import html

from dashboard.components.card import card
from dashboard.components.twin import twin
from dashboard.figures import history as figures
from dashboard.ids import history as ids
from dashboard.texts import t
from dashboard.theme import GROUPS, TONES
from data.domain.states import EVERY

RANGES = {
    "hour": "Last hour",
    "today": "Today",
    "yesterday": "Yesterday",
    "7d": "7 days",
    "30d": "30 days",
    "start": "Since the start",
    "own": "Own range",
}
COMPARISONS = {
    "": "Nothing",
    "yesterday": "One day earlier",
    "last_week": "One week earlier",
    "campaign": "Another campaign…",
}
SERIES = {
    "attempts": "Attempts",
    "connects": "Connects",
    "successes": "Successes",
    "closed": "Closed",
    "abandoned": "Abandoned",
    "dial_failures": "Dial failures",
}
BUCKETS = {
    "PT1M": "per minute",
    "PT5M": "per 5 minutes",
    "PT15M": "per 15 minutes",
    "PT1H": "per hour",
    "PT3H": "per 3 hours",
    "PT6H": "per 6 hours",
    "P1D": "per day",
    "P1W": "per week",
    "P1M": "per month",
}
FEW = 20  # attempts tell little


def history_section(campaign_id: int) -> html.Section:
    """The section of one campaign; `assets/js/history.js` brings it to life."""
    cards = [_moves(), _rate(), _stays(), _states(), _answers()]
    return html.Section(
        [_head(), _bar(), _said(), html.Div(cards, className="history-cards")],
        id=ids.HISTORY,
        className="history",
        **{
            "aria-labelledby": "history-title",
            "data-campaign": str(campaign_id),
            "data-zone": "",
            "data-state": "waiting",
            "data-words": json.dumps(_words()),
        },
    )


def _head() -> html.Header:
    return html.Header(
        [
            html.H2(t("History"), id="history-title"),
            html.P(
                [
                    html.Span(className="history-stamp"),
                    html.Span(className="history-age"),
                ],
                className="window history-as-of",
            ),
            html.Button(t("Refresh"), type="button", className="quiet history-refresh"),
        ],
        className="history-head",
    )


def _bar() -> html.Div:
    return html.Div(
        [
            html.Div(
                [_range(key, label) for key, label in RANGES.items()],
                className="choice history-ranges",
                role="group",
                **{"aria-label": t("Span of the history")},
            ),
            html.Div(
                [_field("from", t("From")), _field("to", t("To"))],
                className="history-own",
                hidden=True,
            ),
            html.Div(
                [
                    _field("compare", t("Compare with"), {k: t(v) for k, v in COMPARISONS.items()}),
                    _field("other", t("Campaign"), {"": t("Choose a campaign")}),
                ],
                className="history-compare",
            ),
        ],
        className="history-bar",
    )


def _range(key: str, label: str) -> html.Button:
    pressed = {"aria-pressed": "false", "data-range": key}
    return html.Button(t(label), type="button", **pressed)


def _field(name: str, label: str, options: dict[str, str] | None = None) -> html.Label:
    """Where the script puts a moment to fill in, or a choice of options."""
    told = {"data-name": name, "data-options": json.dumps(list((options or {}).items()))}
    return html.Label(
        [html.Span(label, className="history-label"), html.Span(className="history-place", **told)],
        className=f"history-field of-{name}",
    )


def _said() -> html.Div:
    """What stands in place of charts: that they are loading, that nothing moved, or why not."""
    return html.Div(
        [
            html.P(className="history-message", role="status"),
            html.Button(
                t("Try again"), type="button", className="quiet history-again", hidden=True
            ),
        ],
        className="history-said",
    )


def _window() -> html.Span:
    return html.Span(className="history-window")


def _moves() -> html.Section:
    buttons = html.Div(
        [_series(key, label) for key, label in SERIES.items()],
        className="history-series",
        role="group",
        **{"aria-label": t("What the chart counts")},
    )
    body = [
        buttons,
        _legend(),
        _chart(ids.MOVES, figures.moves()),
        twin([], [], t("Moves as a table")),
    ]
    return card("history-moves", t("Moves over time"), body, _window())


def _series(key: str, label: str) -> html.Button:
    return html.Button(
        [
            html.Span(t(label), className="history-name"),
            html.Span(className="history-total"),
            html.Span(className="history-other"),
        ],
        type="button",
        **{"aria-pressed": "false", "data-series": key},
    )


def _legend() -> html.P:
    """Which line the dotted one is."""
    return html.P(className="history-legend", hidden=True)


def _rate() -> html.Section:
    number = html.P(
        [html.Span(className="history-rate"), html.Span(className="history-fraction")],
        className="history-figure",
    )
    body = [
        number,
        _legend(),
        _chart(ids.RATE, figures.rate()),
        twin([], [], t("Connect rate as a table")),
    ]
    return card("history-rate", t("Connect rate: connects ÷ attempts that ended"), body, _window())


def _states() -> html.Section:
    legend = html.Ul(
        [
            html.Li(
                [html.Span(t(group.label), className=f"tone tone-{group.tone}"), html.Span()],
                **{"data-group": group.key},
            )
            for group in GROUPS
        ],
        className="history-groups",
    )
    body = [legend, _chart(ids.STATES, figures.states()), twin([], [], t("States as a table"))]
    return card(
        "history-states", t("Contacts by state, at the end of each bucket"), body, _window()
    )


def _stays() -> html.Section:
    headings = (
        t("State"),
        t("Stays"),
        t("Half within"),
        t("9 of 10 within"),
        t("99 of 100 within"),
    )
    head = [
        html.Th(text, scope="col", className="number" if number else "")
        for number, text in enumerate(headings)
    ]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody()], className="stays history-stays")
    none = html.P(t("No stay was completed in this span."), className="history-none", hidden=True)
    return card("history-stays", t("Time in state, of stays that ended"), [table, none], _window())


def _answers() -> html.Section:
    scroll = html.Div(
        html.Table([html.Thead(), html.Tbody()]),
        className="history-week",
        role="region",
        tabIndex=0,
        **{"aria-label": t("Answer rate as a table")},
    )
    none = html.P(className="history-none", hidden=True)
    note = html.P(
        t("Percent of attempts that ended; pale where fewer than {n} did.", n=FEW),
        className="history-note",
    )
    title = t("Answer rate by local hour: connects ÷ attempts that ended")
    return card("history-answers", title, [scroll, none, note], _window())


def _chart(id: str, figure: dict[str, Any]) -> html.Div:
    """A chart of the library that the page has loaded for its others."""
    told = {"data-figure": json.dumps(figure), "data-library": "", "aria-hidden": "true"}
    return html.Div(html.Div(className="plot"), id=id, className="chart", **told)


def _words() -> dict[str, Any]:
    return {
        "few": FEW,
        "ranges": list(RANGES),
        "series": {key: t(label) for key, label in SERIES.items()},
        "buckets": {key: t(label) for key, label in BUCKETS.items()},
        "groups": [
            {"key": group.key, "label": t(group.label), "codes": group.codes} for group in GROUPS
        ],
        "states": {
            state.code: {"label": t(state.label), "tone": TONES[state.code]} for state in EVERY
        },
        "loading": t("Loading…"),
        "failed": t("The history could not be read: {reason}"),
        "offline": t("the server does not answer."),
        "nothing": t("Nothing moved in this span."),
        "twice": t("Clocks showed this time twice; the earlier one is meant."),
        "asOf": t("As of {time}"),
        "age": t("{age} ago"),
        "window": t("{bucket} · {from} – {to} · {zone}"),
        "plain": t("{from} – {to} · {zone}"),
        "time": t("Time"),
        "rate": t("Connect rate"),
        "connects": t("Connects"),
        "ended": t("Attempts that ended"),
        "weekday": t("Weekday"),
        "compared": t("Dotted: {what}"),
        "than": t("{what}: {n}"),
        "yesterday": t("one day earlier, by local time"),
        "last_week": t("one week earlier, by local time"),
        "campaign": t("campaign {id}, as long after its start"),
        "cell": t("{connects} of {ended} answered"),
        "year": t("The answer rate covers a year at most: choose a shorter span."),
    }
