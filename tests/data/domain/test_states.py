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


def test_no_move_is_stated_that_the_domain_does_not_know() -> None:
    assert len(MOVES) == 65
