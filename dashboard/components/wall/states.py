"""Where the contacts are now: a line for each state, those that are in use."""

from dash import html

from dashboard import ids
from dashboard.components.card import card
from dashboard.formats import UNKNOWN
from dashboard.ids import wall
from dashboard.texts import t
from dashboard.theme import TONES
from data.domain.states import EVERY, State

LINES = 12


def states() -> html.Section:
    """A line for every state: what is not shown is out of sight, never out of the page."""
    lines = [*(_line(state) for state in EVERY), _rest()]
    return card("states", t("Now, by state"), [html.Ul(lines, id=wall.STATES)])


def _line(state: State) -> html.Li:
    number = ids.count(state.code)
    tone = f"tone-{TONES[state.code]}"
    return html.Li(
        [
            html.Span(id=ids.bar(state.code), className="extent live"),
            html.Span(t(state.label), className="label"),
            html.Span(
                UNKNOWN,
                id=number,
                className="live number",
                **{"data-testid": number, "data-value": ""},
            ),
        ],
        id=wall.line(state.code),
        className=tone,
        **{"data-shown": "no"},
    )


def _rest() -> html.Li:
    """What there is no line for, summed."""
    return html.Li(
        [
            html.Span(id=wall.REST_LABEL, className="label"),
            html.Span(UNKNOWN, id=wall.REST_COUNT, className="live number", **{"data-value": ""}),
        ],
        id=wall.REST,
        className="rest",
        hidden=True,
    )
