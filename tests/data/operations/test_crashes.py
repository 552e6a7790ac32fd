"""Killed between any two statements, an operation goes on as if it had never been."""

import os

import pytest
from sqlalchemy import Engine

from data.commands import operations
from data.commands.contacts import remove
from data.database import open_engine
from data.operations.desk import OperationDesk
from tests.data.killing import forked, killed_after
from tests.data.operations import checks
from tests.data.operations.scenes import ANNA, SECRET, campaign, canceled, counts, ids, status, work
from tests.data.sql import execute, one

pytestmark = pytest.mark.service

STEPS = 12
# After how many statements more the next worker is killed: each, or some on one database and others
# on the other.
STRIDES = pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.exhaustive)])


def worker(url: str, survives: int) -> None:
    """Work, until the statement after so many kills it."""
    engine = open_engine(url)
    killed_after(engine, survives)
    desk = OperationDesk(engine, lambda: SECRET, size=2)
    for _ in range(STEPS):
        desk.work()
    os._exit(0)


def crash_everywhere(engine: Engine, url: str, stride: int) -> int:
    """Have one worker after another killed, each some statements later; how many the last one
    survived."""
    first = 0 if engine.dialect.name == "sqlite" else stride - 1
    for survives in range(first, 200, stride):
        forked(engine, worker, url, survives)
        execute(engine, "DELETE FROM leases")  # they end by themselves, after a while
        if one(engine, "SELECT count(*) FROM operations WHERE status = 'running'") == 0:
            return survives
    raise AssertionError("it never came to an end")


@STRIDES
def test_a_cancel_and_its_undo_survive_crashes(
    engine: Engine, database_url: str, stride: int
) -> None:
    id = canceled(engine, {"initial": 7, "retry_scheduled": 2, "success": 1})
    assert crash_everywhere(engine, database_url, stride) > 20
    assert (status(engine), counts(engine)) == ("canceled", {"canceled_by_admin": 9, "success": 1})
    operations.undo(engine, ANNA, id)
    assert crash_everywhere(engine, database_url, stride) > 20
    assert status(engine) == "in_progress"
    assert counts(engine) == {"initial": 7, "retry_scheduled": 2, "success": 1}
    checks.hold(engine)


@STRIDES
def test_a_removal_survives_crashes(engine: Engine, database_url: str, stride: int) -> None:
    campaign(engine, {"initial": 7, "acw": 1})
    remove(engine, ANNA, 7, tuple(ids(engine)), "asked to", secret=SECRET)
    assert crash_everywhere(engine, database_url, stride) > 20
    execute(engine, "UPDATE contacts SET state = 'success' WHERE state = 'acw'")
    work(engine)
    assert counts(engine) == {"removed": 8}
    assert one(engine, "SELECT count(*) FROM operation_marks") == 0
    checks.hold(engine)
