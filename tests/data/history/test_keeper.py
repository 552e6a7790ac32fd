"""The keeper: adds up in time, leaves alone what another has just done, says a failure once."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event, update

from data.clock import now as db_now
from data.history.keeper import Keeper
from data.history.sums import add_up
from data.log_tail import tail_for
from data.schema.tables import sums_head
from tests.data.history.checks import all_is_summed
from tests.data.history.log import Row, write_log
from tests.data.sql import execute, executed

AT = datetime(2026, 3, 29, tzinfo=UTC)
ROW = Row(1, 1, None, "initial", AT, to_step=0)


@pytest.fixture
def keeper(engine: Engine) -> Keeper:
    return Keeper(engine, tail_for(engine))


def age(engine: Engine, seconds: float) -> None:
    """As if the sums were that old."""
    with engine.execution_options(write=True).begin() as connection:
        then = db_now(connection) - timedelta(seconds=seconds)
        connection.execute(update(sums_head).values(at=then))


def test_it_adds_up_what_there_is_and_then_what_came(engine: Engine, keeper: Keeper) -> None:
    write_log(engine, [ROW] * 3)
    assert keeper.standing().age_seconds is None
    assert keeper.add_up()
    assert all_is_summed(engine) == 3
    assert keeper.standing().summed_at is not None
    write_log(engine, [ROW])
    age(engine, 11)
    assert keeper.add_up()
    assert all_is_summed(engine) == 4


def test_what_another_has_just_added_up_costs_a_look(engine: Engine, keeper: Keeper) -> None:
    assert add_up(engine, tail_for(engine))
    with executed(engine) as seen:
        assert not keeper.add_up()
    assert not [statement for statement, _ in seen if "transitions" in statement]
    assert len(seen) < 5
    age(engine, -60)  # the clock was set back
    assert keeper.add_up()


def test_a_failure_is_said_once_and_its_end_too(
    engine: Engine, keeper: Keeper, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    execute(engine, "ALTER TABLE sums_head RENAME TO elsewhere")
    for _ in range(3):
        keeper._attempt("History is not added up", keeper.add_up)
    assert keeper.standing().error
    assert caplog.text.count("History is not added up") == 1
    execute(engine, "ALTER TABLE elsewhere RENAME TO sums_head")
    keeper._attempt("History is not added up", keeper.add_up)
    assert keeper.standing().error is None
    assert "works again" in caplog.text


def test_it_works_at_once_when_started_and_once_more_when_stopped(
    engine: Engine, keeper: Keeper
) -> None:
    write_log(engine, [ROW])
    added = threading.Event()
    event.listen(engine, "commit", lambda _: added.set())
    keeper.start()
    assert added.wait(20)
    write_log(engine, [ROW])
    keeper.stop()
    assert all_is_summed(engine) == 2
