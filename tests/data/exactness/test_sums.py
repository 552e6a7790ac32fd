"""Sums are exact, whatever writers do and whenever they are added up; and this test can tell."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from tests.data.exactness.scenarios import OF_SUMS, play
from tests.data.exactness.sums import FAULTS, Summing
from tests.data.exactness.test_exactness import HUNT, LONG, SHORT

# Each fault with the database on which it can do harm.
on_its_database = pytest.mark.parametrize(
    ("name", "database_url"),
    [(name, database) for name, (database, _) in FAULTS.items()],
    indirect=["database_url"],
)


def machine_on(target: Engine, planted: Mapping[str, Any] | None = None) -> Any:
    return type("Planted", (Summing,), {"engine": target, **(planted or {})})


def test_sums_equal_counting_at_every_instant(engine: Engine) -> None:
    run_state_machine_as_test(machine_on(engine), settings=settings(SHORT, max_examples=5))


@pytest.mark.exhaustive
def test_sums_equal_counting_in_a_long_search(engine: Engine) -> None:
    run_state_machine_as_test(machine_on(engine), settings=settings(LONG, max_examples=25))


@on_its_database
def test_without_the_fault_all_sums_are_exact(engine: Engine, name: str) -> None:
    play(machine_on(engine), OF_SUMS[name])


@on_its_database
def test_a_planted_fault_of_the_sums_is_found(engine: Engine, name: str) -> None:
    with pytest.raises(AssertionError):
        play(machine_on(engine, FAULTS[name][1]), OF_SUMS[name])


@pytest.mark.exhaustive
@on_its_database
def test_a_planted_fault_of_the_sums_is_found_by_chance(engine: Engine, name: str) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine_on(engine, FAULTS[name][1]), settings=HUNT)
