"""A dialer that does not heed the end of a campaign."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, func, select

from data import trespass
from data.commands.operations import undo
from data.schema.tables import campaign_statuses
from tests.data.operations.scenes import ANNA, canceled, ids, move, work
from tests.data.sql import execute, one


def taken_up(engine: Engine) -> int:
    of_fence = campaign_statuses.c.status == "canceling"
    with engine.connect() as connection:
        at = connection.execute(select(func.max(campaign_statuses.c.at)).where(of_fence)).scalar()
        return trespass.since(connection, 7, at).count


def test_only_who_is_taken_up_after_the_fence_counts(engine: Engine) -> None:
    canceled(engine, {"initial": 4, "bcw": 1, "calling": 1})
    move(engine, ids(engine, "bcw"), "calling")
    move(engine, ids(engine, "calling"), "call_in_progress")
    assert taken_up(engine) == 0
    first, second, *_ = ids(engine, "initial")
    move(engine, [first, second], "calling")
    assert taken_up(engine) == 2
    move(engine, [first], "success")
    work(engine)
    assert taken_up(engine) == 2


def test_what_an_undo_opens_again_is_known(engine: Engine) -> None:
    id = canceled(engine, {"initial": 2, "retry_scheduled": 1})
    work(engine)
    undo(engine, ANNA, id)
    work(engine)
    with engine.connect() as connection:
        now = datetime.now(UTC)
        assert trespass.undone(connection, now) == {
            7: {("canceled_by_admin", "initial"): 2, ("canceled_by_admin", "retry_scheduled"): 1}
        }
        assert trespass.undone(connection, now + timedelta(hours=3)) == {}
    assert one(engine, "SELECT status FROM campaigns") == "in_progress"
    execute(engine, "DELETE FROM operations")
