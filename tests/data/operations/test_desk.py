"""The worker of operations tells of each step, and holds on to none that is over."""

from sqlalchemy import Engine

from data.operations.desk import TRIES, OperationDesk
from tests.data.operations.scenes import SECRET, canceled, status
from tests.data.sql import execute, one

LEASES = "SELECT count(*) FROM leases"


def desk_of(engine: Engine, told: list[str]) -> OperationDesk:
    """A desk whose clock runs ten seconds a look."""
    clock, tell = iter(range(0, 100_000, 10)), lambda: told.append("a step")
    return OperationDesk(engine, lambda: SECRET, tell, steady=lambda: float(next(clock)), size=2)


def test_each_step_is_told_and_the_lease_is_given_back_at_the_end(engine: Engine) -> None:
    canceled(engine, {"initial": 4})
    told: list[str] = []
    desk = desk_of(engine, told)
    steps = []
    while status(engine) != "canceled":
        before = one(engine, "SELECT done FROM operations")
        desk.work()
        steps.append(one(engine, "SELECT done FROM operations") - before)
        assert len(steps) < 10
    assert [moved for moved in steps if moved] == [2, 2]
    assert len(told) >= 2
    assert one(engine, LEASES) == 0


def test_one_that_failed_for_good_is_given_back_too(engine: Engine) -> None:
    canceled(engine, {"initial": 1})
    execute(engine, "UPDATE campaigns SET status = 'in_progress'")  # somebody took the fence away
    desk = desk_of(engine, [])
    for _ in range(TRIES):
        desk.work()
    assert one(engine, "SELECT status FROM operations") == "failed"
    assert one(engine, LEASES) == 0
