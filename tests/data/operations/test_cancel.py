"""Canceling a campaign: what waits is moved, who talks is let finish, and only then it is over."""

import pytest
from sqlalchemy import Engine

from data import audit
from data.commands.campaigns import cancel, plan_cancel
from data.domain.access import NoSuchCampaignError
from data.domain.operation import Fate, Stage
from data.operations import store
from data.operations.opening import NotCancelableError
from data.operations.plans import GrownError, WrongTokenError
from tests.data.operations.scenes import (
    ANNA,
    SECRET,
    campaign,
    canceled,
    counts,
    ids,
    move,
    status,
    work,
)
from tests.data.sql import execute, one, read, rows

MIXED = {"initial": 7, "retry_scheduled": 2, "calling": 1, "call_in_progress": 2, "acw": 1,
         "success": 3, "dial_failed": 1, "bcw": 1, "unheard_of": 1}  # fmt: skip


def go(engine: Engine, **given: object) -> int:
    return cancel(engine, ANNA, 7, "no more", secret=SECRET, **given)  # type: ignore[arg-type]


def shown(engine: Engine, id: int) -> tuple[Stage, int, int, int]:
    found = read(engine, store.operation, id)
    return found.stage, found.total, found.done, found.skipped


def test_the_plan_says_what_becomes_of_each_state(engine: Engine) -> None:
    campaign(engine, MIXED)
    plan = plan_cancel(engine, ANNA, 7, SECRET)
    assert plan.fates == {
        Fate.MOVED: {"initial": 7, "retry_scheduled": 2},
        Fate.ASKED: {"bcw": 1},
        Fate.DRAINS: {"calling": 1, "call_in_progress": 2, "unheard_of": 1},
        Fate.UNTOUCHED: {"acw": 1, "success": 3, "dial_failed": 1},
    }
    assert status(engine) == "in_progress"
    with pytest.raises(NoSuchCampaignError):
        plan_cancel(engine, ANNA, 8, SECRET)


def test_it_fences_moves_drains_and_ends(engine: Engine) -> None:
    id = canceled(engine, MIXED)
    assert status(engine) == "canceling"
    work(engine)
    moved = {"initial", "retry_scheduled"}
    others = {state: number for state, number in MIXED.items() if state not in moved}
    assert counts(engine) == {"canceled_by_admin": 9} | others
    assert shown(engine, id)[0] is Stage.DRAINING
    for state, after in (
        ("calling", "retry_scheduled"), ("call_in_progress", "success"),
        ("unheard_of", "success"), ("bcw", "dial_failed"),
    ):  # fmt: skip
        move(engine, ids(engine, state), after)
    work(engine)
    assert (status(engine), shown(engine, id)[0]) == ("canceling", Stage.DRAINING)
    move(engine, ids(engine, "acw"), "success")
    work(engine)
    assert status(engine) == "canceled"
    assert one(engine, "SELECT ended_at FROM campaigns WHERE id = 7") is not None
    assert shown(engine, id) == (Stage.DONE, 14, 10, 4)
    skipped = "SELECT reason, count(*) FROM operation_skips GROUP BY reason"
    assert rows(engine, skipped) == [("finished", 4)]


def test_history_and_audit_know_the_deed(engine: Engine) -> None:
    id = canceled(engine, {"initial": 3})
    work(engine)
    columns = "from_state, to_state, operation_id, reason"
    moved = rows(engine, f"SELECT {columns} FROM transitions WHERE from_state IS NOT NULL")
    assert moved == [("initial", "canceled_by_admin", id, "no more")] * 3
    columns = "action, actor, contact_id, version, operation_id"
    assert rows(engine, f"SELECT {columns} FROM audit ORDER BY id") == [
        ("campaign.cancel", "anna", None, None, id),
        *(("contact.cancel", "anna", contact, 2, id) for contact in ids(engine)),
        ("campaign.cancel", "anna", None, None, id),
    ]
    assert read(engine, audit.verify).ok


def test_dialers_are_told_in_the_same_transaction(engine: Engine) -> None:
    id = canceled(engine, {"initial": 1})
    payload = f'{{"contact_ids": [], "by": "anna", "reason": "no more", "operation_id": {id}}}'
    told = rows(engine, "SELECT type, campaign_id, payload FROM commands")
    assert told == [("campaign.cancel", 7, payload)]


@pytest.mark.parametrize("now", ["canceled", "finished"])
def test_what_is_over_is_not_canceled(engine: Engine, now: str) -> None:
    campaign(engine, {"initial": 1}, status=now)
    with pytest.raises(NotCancelableError, match=f"it is {now}") as refused:
        go(engine)
    assert refused.value.campaign_status == now
    assert status(engine) == now


def test_a_token_holds_what_was_shown(engine: Engine) -> None:
    campaign(engine, {"initial": 2})
    campaign(engine, {"initial": 2}, id=8)
    token = plan_cancel(engine, ANNA, 7, SECRET).token
    with pytest.raises(WrongTokenError):
        cancel(engine, ANNA, 8, "no", token=token, secret=SECRET)
    with pytest.raises(WrongTokenError):
        go(engine, token=token[:-1])
    execute(engine, "INSERT INTO contacts (campaign_id, phone) VALUES (7, '+4201')")
    with pytest.raises(GrownError) as grown:
        go(engine, token=token)
    assert grown.value.plan.fates[Fate.MOVED] == {"initial": 3}
    execute(engine, "UPDATE campaigns SET status = 'paused' WHERE id = 7")
    with pytest.raises(GrownError):
        go(engine, token=grown.value.plan.token)
    assert (status(engine), status(engine, 8)) == ("paused", "in_progress")
    assert go(engine, token=plan_cancel(engine, ANNA, 7, SECRET).token)
