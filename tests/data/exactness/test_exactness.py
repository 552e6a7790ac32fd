"""The fold is exact, whatever writers do and whenever the feed dies; and this test can tell."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from data.database import open_engine
from tests.data.exactness.faults import FAULTS, Fault
from tests.data.exactness.machine import Exactness
from tests.data.exactness.scenarios import OF_TICKS, play
from tests.postgres import Databases, start_server

SHORT = settings(
    max_examples=10,
    stateful_step_count=30,
    database=None,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(SHORT, max_examples=60, stateful_step_count=40)
HUNT = settings(
    LONG,
    max_examples=300,
    derandomize=True,
    phases=[Phase.generate],
    report_multiple_bugs=False,
)
FAULTED = [(name, database) for name, fault in FAULTS.items() for database in fault.databases]
# Harmful only where the next transaction of the whole server is one of the test's own.
UNDISTURBED = "<= for < at xmax"


def machine_on(target: Engine, fault: Fault) -> Callable[[], Exactness]:
    class Planted(Exactness):
        engine = target
        make_tail: Any = staticmethod(fault.make_tail)
        make_feed = fault.feed

    return Planted


def test_every_tick_equals_counting(engine: Engine) -> None:
    run_state_machine_as_test(machine_on(engine, Fault()), settings=SHORT)


@pytest.mark.exhaustive
def test_every_tick_equals_counting_in_a_long_search(engine: Engine) -> None:
    run_state_machine_as_test(machine_on(engine, Fault()), settings=LONG)


@pytest.mark.parametrize(("name", "database_url"), FAULTED, indirect=["database_url"])
def test_without_the_fault_all_is_exact(engine: Engine, name: str) -> None:
    play(machine_on(engine, Fault()), OF_TICKS[name])


@pytest.fixture
def undisturbed_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """A database in a PostgreSQL server that no other process uses."""
    return Databases(start_server(tmp_path_factory.mktemp("server")), worker_id).emptied()


@pytest.fixture
def harmed(request: pytest.FixtureRequest, name: str, database: str) -> Iterator[Engine]:
    """A database on which the planted fault of that name can do harm."""
    url = "undisturbed_url" if name == UNDISTURBED else f"{database}_url"
    engine = open_engine(request.getfixturevalue(url))
    yield engine
    engine.dispose()


@pytest.mark.parametrize(("name", "database"), FAULTED)
def test_a_planted_fault_is_found(harmed: Engine, name: str) -> None:
    with pytest.raises(AssertionError):
        play(machine_on(harmed, FAULTS[name]), OF_TICKS[name])


@pytest.mark.exhaustive
@pytest.mark.parametrize(("name", "database"), FAULTED)
def test_a_planted_fault_is_found_by_chance(harmed: Engine, name: str) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine_on(harmed, FAULTS[name]), settings=HUNT)
