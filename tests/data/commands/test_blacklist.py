"""Numbers on the list and off it: once, by who may, with what it would do told before."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from data.blacklist.entries import LiftedError, NoNumberError, NoSuchEntryError
from data.commands import blacklist
from data.domain.access import LOCAL, Actor, ForbiddenError, Means, Role
from data.domain.operation import Fate
from tests.data.blacklist.lists import NUMBER, SECRET, STATUSES, campaigns, contact
from tests.data.sql import rows

SUPERVISOR = Actor("sue", Role.SUPERVISOR, Means.CONSOLE)
LIMITED = Actor("eli", Role.ADMIN, Means.CONSOLE, campaigns=frozenset({1}))


def test_a_number_is_added_and_told_of(engine: Engine) -> None:
    done = blacklist.add(engine, SECRET, LOCAL, NUMBER, "asked on +420777123456")
    assert done["is_new"]
    assert rows(engine, "SELECT phone, masked, reason, source, added_by FROM blacklist") == [
        (NUMBER, "+420 ••• ••• 456", "asked on +420 ••• ••• 456", "manual", "local operator")
    ]
    told = rows(engine, "SELECT action, subject, reason, operation_id FROM audit")
    assert told[0] == (
        "blacklist.add", "number +420 ••• ••• 456", "asked on +420 ••• ••• 456",
        done["operation_id"],
    )  # fmt: skip
    for table in ("audit", "operations", "idempotency"):
        assert "777123456" not in str(rows(engine, f"SELECT * FROM {table}"))


def test_fifty_at_once_are_one(engine: Engine) -> None:
    def add(number: int) -> int:
        phone = ("777 123 456", NUMBER, "00420777123456")[number % 3]
        return int(blacklist.add(engine, SECRET, LOCAL, phone, "r")["entry_id"])

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(add, range(50)))) == 1
    assert len(rows(engine, "SELECT id FROM blacklist")) == 1
    assert len(rows(engine, "SELECT id FROM operations")) == 1
    assert len(rows(engine, "SELECT id FROM audit WHERE action = 'blacklist.add'")) == 1


def test_who_may(engine: Engine) -> None:
    entry_id = blacklist.add(engine, SECRET, LOCAL, NUMBER, "r")["entry_id"]
    for actor in (SUPERVISOR, LIMITED):
        for deed, *given in (
            (blacklist.add, SECRET, actor, "+420777000000", "r"),
            (blacklist.lift, actor, entry_id, "r"),
            (blacklist.plan_add, SECRET, actor, NUMBER),
            (blacklist.plan_lift, SECRET, actor, entry_id),
        ):
            with pytest.raises(ForbiddenError):
                deed(engine, *given)
    assert rows(engine, "SELECT id, lifted_at FROM blacklist") == [(entry_id, None)]


def test_what_cannot_be(engine: Engine) -> None:
    entry_id = blacklist.add(engine, SECRET, LOCAL, NUMBER, "r")["entry_id"]
    blacklist.lift(engine, LOCAL, entry_id, "r")
    for error, deed, *given in (
        (NoNumberError, blacklist.add, SECRET, LOCAL, "unknown", "r"),
        (NoNumberError, blacklist.plan_add, SECRET, LOCAL, ""),
        (NoSuchEntryError, blacklist.lift, LOCAL, 99, "r"),
        (LiftedError, blacklist.lift, LOCAL, entry_id, "r"),
        (LiftedError, blacklist.plan_lift, SECRET, LOCAL, entry_id),
    ):
        with pytest.raises(error):
            deed(engine, *given)


def test_what_it_would_do(engine: Engine) -> None:
    campaigns(engine, *STATUSES)
    for campaign_id in range(1, len(STATUSES) + 1):
        for state in ("initial", "retry_scheduled", "calling", "success", "blacklisted"):
            contact(engine, campaign_id, "777 123 456", state)
        contact(engine, campaign_id, "777 123 457")
    plan = blacklist.plan_add(engine, SECRET, LOCAL, NUMBER)
    assert plan.fates.items() >= {
        Fate.MOVED: {"initial": 3, "retry_scheduled": 3}, Fate.DRAINS: {"calling": 3},
        Fate.UNTOUCHED: {"blacklisted": 3, "success": 3},
    }.items()  # fmt: skip
    entry_id = blacklist.add(engine, SECRET, LOCAL, NUMBER, "r")["entry_id"]
    plan = blacklist.plan_lift(engine, SECRET, LOCAL, entry_id)
    assert plan.fates[Fate.MOVED] == {"blacklisted": 3}
