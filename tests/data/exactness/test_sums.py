"""Sums are exact, whatever writers do and whenever they are added up; and this test can tell."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from data.database import open_engine
from tests.data.exactness.sums import FAULTS, Summing
from tests.data.exactness.test_exactness import HUNT, RUN


def test_sums_equal_counting_at_every_instant(engine: Engine) -> None:
    machine = type("Sound", (Summing,), {"engine": engine})
    run_state_machine_as_test(machine, settings=settings(RUN, max_examples=15))


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_of_the_sums_is_found(request: pytest.FixtureRequest, name: str) -> None:
    database, planted = FAULTS[name]
    engine = open_engine(request.getfixturevalue(f"{database}_url"))
    machine = type("Planted", (Summing,), {"engine": engine, **planted})
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=HUNT)
    engine.dispose()
