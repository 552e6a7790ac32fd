"""The example campaigns: alive from the first second, and inserted once."""

from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from data.simulator.examples import EXAMPLES, seed_examples
from data.simulator.habits import MOST_ATTEMPTS
from tests.data.moves import taken
from tests.data.sql import one, rows


@pytest.fixture(scope="module")
def seeded(module_engine: Engine) -> Engine:
    """A database with the examples, which the tests only read."""
    seed_examples(module_engine, Random(1))
    return module_engine


def test_all_modes_and_the_statuses_worth_seeing_are_there(seeded: Engine) -> None:
    found = rows(seeded, "SELECT name, mode, status, bcw_seconds, timezone FROM campaigns")
    assert len(found) == len(EXAMPLES) == 7
    assert {row[1] for row in found} == {"preview", "progressive", "predictive"}
    assert {row[2] for row in found} == {"initial", "in_progress", "paused", "finished"}
    assert ("Premium clients", "preview", "in_progress", 20, "Europe/Paris") in found
    assert len({ZoneInfo(str(row[4])) for row in found}) > 3


def test_they_are_inserted_only_into_an_empty_database(engine: Engine) -> None:
    assert seed_examples(engine, Random(1))
    before = rows(engine, "SELECT count(*), max(id) FROM transitions")
    assert not seed_examples(engine, Random(1))
    assert rows(engine, "SELECT count(*), max(id) FROM transitions") == before
    assert rows(engine, "SELECT count(*) FROM campaigns") == [(7,)]


def test_the_past_holds_only_possible_moves(seeded: Engine) -> None:
    joined = "transitions JOIN campaigns ON campaigns.id = campaign_id"
    moves = rows(seeded, f"SELECT DISTINCT mode, from_state, to_state FROM {joined}")
    assert len(moves) > 30
    assert [move for move in moves if taken(*move) == "unexpected"] == []  # type: ignore[arg-type]


def test_the_funnel_of_each_campaign_in_progress_narrows(seeded: Engine) -> None:
    reached = "SELECT count(*) FROM contacts WHERE campaign_id = :campaign AND funnel_step >= :step"
    for (campaign,) in rows(seeded, "SELECT id FROM campaigns WHERE status = 'in_progress'"):
        steps = [one(seeded, reached, campaign=campaign, step=step) for step in range(5)]
        assert steps == sorted(steps, reverse=True)
        assert 0 < steps[4] < steps[1] < steps[0]


def test_finished_is_finished_and_what_has_not_begun_is_untouched(seeded: Engine) -> None:
    joined = "contacts JOIN campaigns ON campaigns.id = campaign_id"
    found = rows(seeded, f"SELECT DISTINCT status, state FROM {joined}")
    finished = {state for status, state in found if status == "finished"}
    untouched = {state for status, state in found if status == "initial"}
    assert finished <= {
        "success", "dial_failed", "rejected_by_operator", "invalid_record", "blacklisted",
    }  # fmt: skip
    assert untouched == {"initial", "blacklisted"}


def test_every_retry_has_its_time_and_the_times_of_a_campaign_are_in_order(seeded: Engine) -> None:
    unplanned = "SELECT count(*) FROM contacts WHERE state = 'retry_scheduled' AND retry_at IS NULL"
    assert rows(seeded, unplanned) == [(0,)]
    for course in rows(seeded, "SELECT created_at, started_at, ended_at FROM campaigns"):
        times = [str(time) for time in course if time]
        assert times == sorted(times)


def test_nobody_was_called_too_often(seeded: Engine) -> None:
    sql = "SELECT max(attempt) FROM transitions WHERE from_state = 'calling' AND to_state = '{}'"
    assert rows(seeded, sql.format("retry_scheduled")) == [(MOST_ATTEMPTS - 1,)]
    assert rows(seeded, sql.format("dial_failed")) == [(MOST_ATTEMPTS,)]
