"""How long contacts stay in each open state, beside the length at which it is a warning."""

from dash import html

from dashboard.components.help import help_mark
from dashboard.formats import UNKNOWN
from dashboard.ids import campaign as ids
from dashboard.texts import t
from dashboard.theme import TONES
from data.domain.states import EVERY, State, is_open

STATES: tuple[State, ...] = tuple(state for state in EVERY if is_open(state.code))
SHARES = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
_HEADINGS = {
    "stays": (
        "Stays",
        "Times a contact has left the state since the campaign began.",
    ),
    "p50": (
        "Half within",
        "Half of all stays were no longer. Each length is right to within an eighth.",
    ),
    "p90": (
        "9 of 10 within",
        "Nine of ten stays were no longer. Each length is right to within an eighth.",
    ),
    "p99": (
        "99 of 100 within",
        "Ninety-nine of a hundred stays were no longer. Each length is right to within an eighth.",
    ),
    "warn": (
        "Warning after",
        "A contact that is in the state for longer than this is reported as stuck.",
    ),
}


def stay_table() -> html.Table:
    """One row for each open state; those nobody has left yet are hidden."""
    return html.Table(
        [html.Thead(_head()), html.Tbody([_row(state) for state in STATES])], className="stays"
    )


def _head() -> html.Tr:
    bar = html.Td(className="stay-bar")
    columns = [_heading(key, *words) for key, words in _HEADINGS.items()]
    return html.Tr([html.Th(t("State"), scope="col"), *columns, bar])


def _heading(key: str, label: str, help: str) -> html.Th:
    *words, last = t(label).split(" ")
    # The mark never stands alone on a line.
    held = html.Span([last, help_mark(t(label), t(help), f"stay-{key}")], className="held")
    return html.Th([f"{' '.join(words)} ", held], scope="col", className="number")


def _row(state: State) -> html.Tr:
    cells = [html.Td(UNKNOWN, className="live number") for _ in _HEADINGS]
    tone = TONES[state.code]
    return html.Tr(
        [
            html.Th(t(state.label), scope="row", className=f"tone tone-{tone}"),
            *cells,
            html.Td(_bar(state.code, tone), className="stay-bar"),
        ],
        id=ids.stay(state.code),
        hidden=True,
    )


def _bar(code: str, tone: str) -> html.Div:
    """From zero to the longest that matters: thick to p50, thinner to p90 and p99, a tick at the
    warning."""
    parts = [html.Span(className=f"to-{key}") for key in ("p99", "p90", "p50", "limit")]
    return html.Div(
        parts,
        id=ids.stay_bar(code),
        className=f"lengths live tone-{tone}",
        **{"aria-hidden": "true"},
    )
