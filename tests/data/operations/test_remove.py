"""Removing contacts: those that were chosen, after their calls, with or without who they were."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from data.commands import operations
from data.commands.contacts import plan_remove, remove
from data.commands.operations import (
    ErasedError,
    NotInThisStageError,
    SecondPersonError,
    TooLateError,
    UndoneError,
)
from data.domain.access import Actor, Means, Role
from data.domain.contact_filter import ContactFilter
from data.domain.operation import Fate, Stage
from data.operations import steps, store
from tests.data.operations.scenes import ANNA, BORIS, SECRET, campaign, counts, ids, move, work
from tests.data.sql import execute, one, read, rows


def go(engine: Engine, chosen: Any, **given: Any) -> int:
    return remove(engine, ANNA, 7, chosen, "asked to", secret=SECRET, **given)


def removal(engine: Engine, states: Mapping[str, int], **given: Any) -> int:
    """The removal of all contacts of a new campaign."""
    campaign(engine, states)
    return go(engine, tuple(ids(engine)), **given)


def found(engine: Engine, id: int) -> store.Operation:
    return read(engine, store.operation, id)


def test_what_is_in_a_call_is_removed_after_it(engine: Engine) -> None:
    id = removal(engine, {"initial": 2, "calling": 2, "success": 1, "dial_failed": 1})
    work(engine)
    assert counts(engine) == {"removed": 3, "calling": 2, "success": 1}
    assert found(engine, id).stage is Stage.DRAINING
    first, second = ids(engine, "calling")
    move(engine, [first], "call_in_progress")
    move(engine, [first], "success")
    work(engine)
    assert counts(engine) == {"removed": 4, "calling": 1, "success": 1}
    move(engine, [second], "retry_scheduled")
    work(engine)
    assert counts(engine) == {"removed": 5, "success": 1}
    done = found(engine, id)
    assert (done.stage, done.total, done.done, done.skips) == (Stage.DONE, 6, 5, {"finished": 1})


def test_who_was_held_before_a_call_is_released_after_half_a_minute(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign(engine, {"operator_assigned": 1, "awaiting_free_operator": 1, "calling": 1})
    move(engine, ids(engine, "calling"), "operator_assigned")  # the client has answered
    on_line = ids(engine)[-1]
    id = go(engine, tuple(ids(engine)))
    asked = "SELECT payload FROM commands WHERE type = 'contacts.remove' ORDER BY id LIMIT 1"
    assert f'"contact_ids": {ids(engine)[:2]}' in one(engine, asked)
    work(engine)
    assert (found(engine, id).stage, "removed" in counts(engine)) == (Stage.DRAINING, False)
    monkeypatch.setattr(steps, "RELEASE_AFTER", timedelta())
    work(engine)
    assert ids(engine, "operator_assigned") == [on_line]
    assert counts(engine)["removed"] == 2


def test_in_predictive_campaigns_the_client_is_on_the_line(engine: Engine) -> None:
    campaign(engine, {"operator_assigned": 1, "bcw": 1}, mode="predictive")
    plan = plan_remove(engine, ANNA, 7, ContactFilter(), SECRET)
    assert plan.fates[Fate.DRAINS] == {"operator_assigned": 1}
    assert plan.fates[Fate.ASKED] == {"bcw": 1}


def test_a_filter_means_those_that_fit_it_at_that_moment(engine: Engine) -> None:
    campaign(engine, {"initial": 4, "retry_scheduled": 3})
    go(engine, ContactFilter(states=("initial",)))
    left, *_ = ids(engine, "retry_scheduled")
    move(engine, [left], "initial")
    execute(engine, "INSERT INTO contacts (campaign_id, phone) VALUES (7, '+420')")
    work(engine)
    assert counts(engine) == {"removed": 4, "retry_scheduled": 2, "initial": 2}


def test_an_erased_person_is_gone_for_good_and_every_count_stays(engine: Engine) -> None:
    id = removal(engine, {"initial": 3, "success": 1, "removed": 1}, erase=True)
    work(engine)
    assert counts(engine) == {"removed": 4, "success": 1}
    assert one(engine, "SELECT count(phone) + count(name) + count(external_id) FROM contacts") == 0
    erased = "SELECT count(*) FROM audit WHERE action = 'contact.erase' AND operation_id = :id"
    assert one(engine, erased, id=id) == 5
    assert one(engine, "SELECT count(*) FROM blacklist WHERE phone IS NULL") >= 3
    assert found(engine, id).total == 5
    with pytest.raises(ErasedError):
        operations.undo(engine, ANNA, id)


def test_undo_gives_back_what_each_had_and_lists_the_rest(engine: Engine) -> None:
    campaign(engine, {"initial": 3, "retry_scheduled": 2})
    execute(
        engine,
        "UPDATE contacts SET retry_at = '2030-01-01T00:00:00.000Z', operator = 'eva',"
        " reason = 'busy' WHERE state = 'retry_scheduled'",
    )
    kept = "SELECT id, state, retry_at, operator, reason FROM contacts ORDER BY id"
    before = rows(engine, kept)
    id = go(engine, tuple(ids(engine)))
    work(engine)
    changed = ids(engine)[0]
    move(engine, [changed], "initial")
    move(engine, [changed], "removed")
    undo = operations.undo(engine, BORIS, id)
    work(engine)
    assert rows(engine, kept)[1:] == before[1:]
    assert found(engine, undo).skips == {"changed": 1}
    assert found(engine, undo).done == 4
    assert found(engine, id).undone_by == undo
    with pytest.raises(UndoneError):
        operations.undo(engine, ANNA, id)


def test_undo_has_an_end(engine: Engine) -> None:
    id = removal(engine, {"initial": 1})
    work(engine)
    execute(engine, "UPDATE operations SET undo_until = '2026-01-01T00:00:00.000Z'")
    with pytest.raises(TooLateError):
        operations.undo(engine, ANNA, id)


def test_it_pauses_goes_on_and_stops_half_way(engine: Engine) -> None:
    id = removal(engine, {"initial": 9})
    work(engine, times=1)
    assert counts(engine) == {"initial": 6, "removed": 3}
    operations.pause(engine, ANNA, id)
    work(engine)
    assert counts(engine) == {"initial": 6, "removed": 3}
    with pytest.raises(NotInThisStageError):
        operations.pause(engine, ANNA, id)
    operations.resume(engine, ANNA, id)
    work(engine, times=1)
    operations.stop(engine, ANNA, id)
    work(engine)
    assert counts(engine) == {"initial": 3, "removed": 6}
    operations.undo(engine, ANNA, id)
    work(engine)
    assert counts(engine) == {"initial": 9}


def test_a_second_person_approves(engine: Engine) -> None:
    id = removal(engine, {"initial": 3}, approval_above=2)
    assert found(engine, id).stage is Stage.AWAITING_APPROVAL
    work(engine)
    assert counts(engine) == {"initial": 3}
    token = Actor("boris", Role.ADMIN, Means.LOCAL)
    for nobody in (ANNA, token):
        with pytest.raises(SecondPersonError):
            operations.approve(engine, nobody, id, secret=SECRET)
    operations.approve(engine, BORIS, id, secret=SECRET)
    work(engine)
    assert counts(engine) == {"removed": 3}
    assert found(engine, id).approved_by == "boris"


FAILING = {
    "sqlite": "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    "postgresql": "FOR EACH ROW EXECUTE FUNCTION refuse('the disk is full')",
}


def test_after_five_tries_it_says_why_and_can_go_on(engine: Engine) -> None:
    id = removal(engine, {"initial": 3})
    failing = f"CREATE TRIGGER broken BEFORE UPDATE ON contacts {FAILING[engine.dialect.name]}"
    execute(engine, failing)
    for _ in range(6):
        work(engine, times=1)
        execute(engine, "UPDATE operations SET next_at = NULL")
    failed = found(engine, id)
    assert (failed.stage, failed.done) == (Stage.FAILED, 0)
    assert "the disk is full" in (failed.error or "")
    on = " ON contacts" if engine.dialect.name == "postgresql" else ""
    execute(engine, f"DROP TRIGGER broken{on}")
    operations.resume(engine, ANNA, id)
    work(engine)
    assert counts(engine) == {"removed": 3}
