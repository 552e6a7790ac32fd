"""The example campaigns: alive from the first second, and inserted once."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text

from data.database import open_engine
from data.simulator.examples import EXAMPLES, seed_examples
from data.simulator.habits import MOST_ATTEMPTS
from tests.data.moves import taken


@pytest.fixture(scope="module")
def seeded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with the examples, which the tests only read."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("examples") / "examples.sqlite3")
    engine = open_engine(f"sqlite:///{path}")
    seed_examples(engine, Random(1))
    yield engine
    engine.dispose()


def rows(engine: Engine, sql: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


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
    moves = rows(
        seeded,
        "SELECT DISTINCT mode, from_state, to_state FROM transitions"
        " JOIN campaigns ON campaigns.id = campaign_id",
    )
    assert len(moves) > 30
    assert [move for move in moves if taken(*move) == "unexpected"] == []  # type: ignore[arg-type]


def test_the_funnel_of_each_campaign_in_progress_narrows(seeded: Engine) -> None:
    for (campaign_id,) in rows(seeded, "SELECT id FROM campaigns WHERE status = 'in_progress'"):
        steps = [
            rows(
                seeded,
                f"SELECT count(*) FROM contacts WHERE campaign_id = {campaign_id}"
                f" AND funnel_step >= {step}",
            )[0][0]
            for step in range(5)
        ]
        assert steps == sorted(steps, reverse=True)
        assert 0 < steps[4] < steps[1] < steps[0]


def test_finished_is_finished_and_what_has_not_begun_is_untouched(seeded: Engine) -> None:
    states = rows(
        seeded,
        "SELECT status, state, count(*) FROM contacts JOIN campaigns ON campaigns.id = campaign_id"
        " WHERE status IN ('finished', 'initial') GROUP BY status, state",
    )
    finished = {row[1] for row in states if row[0] == "finished"}
    untouched = {row[1] for row in states if row[0] == "initial"}
    assert finished <= {
        "success", "dial_failed", "rejected_by_operator", "invalid_record", "blacklisted",
    }  # fmt: skip
    assert untouched == {"initial", "blacklisted"}


def test_every_retry_has_its_time_and_the_times_of_a_campaign_are_in_order(seeded: Engine) -> None:
    unplanned = "SELECT count(*) FROM contacts WHERE state = 'retry_scheduled' AND retry_at IS NULL"
    assert rows(seeded, unplanned) == [(0,)]
    for created, started, ended in rows(
        seeded, "SELECT created_at, started_at, ended_at FROM campaigns"
    ):
        times = [str(time) for time in (created, started, ended) if time]
        assert times == sorted(times)


def test_nobody_was_called_too_often(seeded: Engine) -> None:
    sql = "SELECT max(attempt) FROM transitions WHERE from_state = 'calling' AND to_state = '{}'"
    assert rows(seeded, sql.format("retry_scheduled")) == [(MOST_ATTEMPTS - 1,)]
    assert rows(seeded, sql.format("dial_failed")) == [(MOST_ATTEMPTS,)]
