"""Sums are exact, whatever writers do and whenever they are added up; and this test can tell."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from data.database import open_engine
from tests.data.exactness.scenarios import OF_SUMS, play
from tests.data.exactness.sums import FAULTS, Summing
from tests.data.exactness.test_exactness import HUNT, LONG, SHORT


def machine_on(target: Engine, planted: Mapping[str, Any] | None = None) -> Any:
    return type("Planted", (Summing,), {"engine": target, **(planted or {})})


def test_sums_equal_counting_at_every_instant(engine: Engine) -> None:
    run_state_machine_as_test(machine_on(engine), settings=settings(SHORT, max_examples=5))


@pytest.mark.exhaustive
def test_sums_equal_counting_in_a_long_search(engine: Engine) -> None:
    run_state_machine_as_test(machine_on(engine), settings=settings(LONG, max_examples=25))


@pytest.mark.parametrize("name", FAULTS)
def test_without_the_fault_all_sums_are_exact(request: pytest.FixtureRequest, name: str) -> None:
    engine = open_engine(request.getfixturevalue(f"{FAULTS[name][0]}_url"))
    play(machine_on(engine), OF_SUMS[name])
    engine.dispose()


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_of_the_sums_is_found(request: pytest.FixtureRequest, name: str) -> None:
    database, planted = FAULTS[name]
    engine = open_engine(request.getfixturevalue(f"{database}_url"))
    with pytest.raises(AssertionError):
        play(machine_on(engine, planted), OF_SUMS[name])
    engine.dispose()


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_of_the_sums_is_found_by_chance(
    request: pytest.FixtureRequest, name: str
) -> None:
    database, planted = FAULTS[name]
    engine = open_engine(request.getfixturevalue(f"{database}_url"))
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine_on(engine, planted), settings=HUNT)
    engine.dispose()
