"""A large cancel while dialers call and its worker is killed three times over."""

import pytest
from sqlalchemy import Engine

from tests.data.operations import checks
from tests.data.operations.crew import cancel_under_fire
from tests.data.operations.scenes import campaign, counts, status
from tests.data.sql import one

pytestmark = pytest.mark.service

CONTACTS = {"sqlite": 1_500, "postgresql": 6_000}
DIALERS = {"sqlite": 1, "postgresql": 4}


@pytest.mark.timeout(300)
def test_all_that_waits_is_canceled_and_nobody_in_a_call_is_touched(
    engine: Engine, database_url: str
) -> None:
    kind = engine.dialect.name
    campaign(engine, {"initial": CONTACTS[kind]})
    campaign(engine, {"initial": 1_000}, id=8)
    run = cancel_under_fire(database_url, DIALERS[kind], 7, 8)
    assert status(engine) == "canceled"
    left = counts(engine)
    assert set(left) <= {"canceled_by_admin", "success"}
    assert left["canceled_by_admin"] == run.moved
    told = "SELECT count(*) FROM audit WHERE action = 'contact.cancel'"
    assert one(engine, told) == run.moved
    checks.hold(engine)
    checks.fence_holds(engine)
    assert one(engine, "SELECT status FROM operations") == "done"
