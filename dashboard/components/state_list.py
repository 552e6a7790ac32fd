"""All states with their numbers and bars, in groups. A state leads to its contacts."""

from dash import html

from dashboard import ids
from dashboard.components.help import help_mark
from dashboard.components.to_contacts import Naming, to_contacts
from dashboard.formats import UNKNOWN
from dashboard.texts import t
from dashboard.theme import GROUPS, TONES, Group
from data.domain.states import State


def state_list(naming: Naming = to_contacts) -> html.Div:
    """One row for each state, unknown until it is filled live."""
    return html.Div([_group(group, naming) for group in GROUPS], className="states")


def _group(group: Group, naming: Naming) -> html.Div:
    states = html.Ul([_state(state, naming) for state in group.states])
    return html.Div([_heading(group), states], className="state-group")


def _heading(group: Group) -> html.H3:
    """A group of one state says nothing that its state does not."""
    number = html.Span(UNKNOWN, id=ids.group(group.key), className="live number")
    words = html.Span(
        [t(group.label), help_mark(t(group.label), t(group.help), ids.group(group.key))]
    )
    return html.H3([words, number], hidden=len(group.states) == 1)


def _state(state: State, naming: Naming) -> html.Li:
    number = ids.count(state.code)
    label = t(state.label)
    return html.Li(
        [
            html.Span(
                [naming(label, [state.code]), help_mark(label, t(state.meaning), number)],
                className="label",
            ),
            html.Span(
                html.Span(id=ids.bar(state.code), className=f"tone-{TONES[state.code]}"),
                className="bar live",
            ),
            html.Span(
                UNKNOWN,
                id=number,
                className="live number",
                **{"data-testid": number, "data-value": ""},
            ),
        ]
    )
