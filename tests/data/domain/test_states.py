"""Moves are taken as the description of the domain says."""

import pytest

from data.domain.states import CODES, MODES, MOVES, OTHER, verdict
from tests.data.moves import taken

STATES = (None, *CODES, OTHER, "hypnotized")


@pytest.mark.parametrize("mode", [*MODES, "", "manual"])
def test_every_move_is_taken_as_the_domain_says(mode: str) -> None:
    for left in STATES:
        for entered in STATES:
            assert verdict(mode, left, entered).value == taken(mode, left, entered), (left, entered)


def test_moves_that_are_stated_are_taken_so() -> None:
    assert verdict("preview", None, "initial").value == "expected"
    assert verdict("preview", "calling", "awaiting_free_operator").value == "unexpected"
    assert verdict("progressive", "calling", "awaiting_free_operator").value == "tolerated"
    assert verdict("predictive", "calling", "awaiting_free_operator").value == "expected"
    assert verdict("preview", "success", "calling").value == "unexpected"
    assert verdict("preview", "initial", None).value == "tolerated"
    assert len(MOVES) == 65
