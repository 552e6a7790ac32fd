"""Every move that the habits can lead to is one that a supervisor expects or tolerates."""

from collections.abc import Iterator
from random import Random

import pytest

from data.domain.states import MODES
from data.simulator.habits import AWAITING, HABITS, MOST_ATTEMPTS, RETRY, Outcome, given_up
from data.simulator.incidents import PBX_STAY
from tests.data.moves import taken


def possible_moves(mode: str) -> Iterator[tuple[str, str]]:
    habits = HABITS[mode]
    for state in ("initial", RETRY):
        yield state, habits.first
    yield AWAITING, habits.served
    yield from (("calling", outcome.state) for outcome in PBX_STAY.outcomes)
    for state, stay in habits.stays.items():
        yield from ((state, outcome.state) for outcome in stay.outcomes)
    for state in habits.reserved:
        yield state, "canceled_by_admin"
        yield state, "removed"


@pytest.mark.parametrize("mode", MODES)
def test_no_habit_leads_to_an_unexpected_move(mode: str) -> None:
    unexpected = [move for move in possible_moves(mode) if taken(mode, *move) == "unexpected"]
    assert unexpected == []


@pytest.mark.parametrize("mode", MODES)
def test_a_contact_that_finds_no_operator_may_wait_for_one(mode: str) -> None:
    habits = HABITS[mode]
    entries = [
        (state, AWAITING)
        for state, to_state in possible_moves(mode)
        if to_state in habits.manned and state not in habits.manned and state != AWAITING
    ]
    assert entries
    assert all(taken(mode, *move) != "unexpected" for move in entries)


@pytest.mark.parametrize("mode", MODES)
def test_a_talk_lasts_one_to_three_minutes_as_a_rule(mode: str) -> None:
    rng = Random(1)
    talks = sorted(HABITS[mode].stays["call_in_progress"].seconds(rng) for _ in range(2000))
    assert 60 < talks[1000] < 180
    assert talks[1900] > 180


def test_a_call_is_given_up_only_when_it_rang_in_vain_too_often() -> None:
    busy, answered = Outcome(1, RETRY, "busy"), Outcome(1, "call_in_progress")
    assert given_up("calling", busy, MOST_ATTEMPTS - 1) is busy
    assert given_up("calling", busy, MOST_ATTEMPTS).state == "dial_failed"
    assert given_up("calling", answered, MOST_ATTEMPTS) is answered
    assert given_up("acw", busy, MOST_ATTEMPTS) is busy
