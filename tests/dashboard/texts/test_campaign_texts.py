"""Key figures, states, groups and explanations have their Czech words, with the same places."""

import string

import pytest

from dashboard.components.figures_line import _WORDS
from dashboard.figures import flow, pace
from dashboard.texts import CATALOGUES
from dashboard.theme import GROUPS
from data.domain.diagnosis import _RULES
from data.domain.states import STATES

SAID = {
    *(text for words in _WORDS.values() for text in words),
    *(state.meaning for state in STATES),
    *(group.help for group in GROUPS),
    *(rule.text for rule in _RULES),
    *(text for line in pace.LINES for text in (line.label, line.help)),
    *(window.label for window in flow.WINDOWS),
}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("text", sorted(SAID))
def test_it_is_translated(text: str) -> None:
    translated = CATALOGUES["cs"][text]
    assert places(translated) == places(text)
