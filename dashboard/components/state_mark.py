"""A state as a shape, a colour and a word; and all of them for the browser's own code."""

import json

from dash import html

from dashboard.texts import t
from dashboard.theme import TONES
from data.domain.states import EVERY, State


def state_mark(state: State) -> html.Span:
    """The state; its shape follows the tone, so that it is told without colour."""
    return html.Span(t(state.label), className=f"state-mark tone-{TONES[state.code]}")


def states_for_scripts() -> str:
    """Label and tone of each state, as JSON."""
    return json.dumps(
        {state.code: {"label": t(state.label), "tone": TONES[state.code]} for state in EVERY}
    )
