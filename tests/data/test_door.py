"""The one door: who may, one transaction, an audit of what was done and of what was refused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text

from data import audit, audit_list, clock, door
from data.audit import Entry
from data.domain.access import (
    LOCAL,
    Actor,
    ForbiddenError,
    Means,
    NoSuchCampaignError,
    Permission,
    Role,
)
from data.domain.errors import DashboardError
from data.door import KEY_KEPT, Done, Key, KeyReusedError, UntoldError, Visit, through
from data.schema.tables import sessions, users
from tests.data.sql import execute, one, read, rows

ATTEMPT = Entry("campaign.rename", campaign_id=7)
NOW = "2026-01-01T00:00:00+00:00"


class BrokenError(DashboardError):
    """It cannot be done."""


@pytest.fixture
def campaign(engine: Engine) -> Engine:
    """A database with one campaign."""
    execute(
        engine,
        "INSERT INTO campaigns (id, name, mode, status) VALUES (7, 'Spring', 'preview', 'paused')",
    )
    return engine


def rename(visit: Visit) -> Done[int]:
    visit.connection.execute(text("UPDATE campaigns SET name = name || '!' WHERE id = 7"))
    return Done(7, [ATTEMPT])


def name_of(engine: Engine) -> str:
    return str(one(engine, "SELECT name FROM campaigns"))


def entries(engine: Engine) -> list[tuple[str, str, str]]:
    return rows(engine, "SELECT actor, action, outcome FROM audit ORDER BY id")


def go(engine: Engine, actor: Actor = LOCAL, **given: Any) -> Any:
    deed = given.pop("deed", rename)
    return through(engine, actor, Permission.CANCEL_CAMPAIGN, ATTEMPT, deed, **given)


def account(engine: Engine, role: Role = Role.ADMIN, campaigns: str | None = None) -> Actor:
    """Somebody with an account, signed in as an administrator."""
    with engine.execution_options(write=True).begin() as connection:
        user = {"name": "anna", "role": role, "campaigns": campaigns, "created_at": _moment(0)}
        user_id = connection.execute(insert(users).returning(users.c.id), user).scalar_one()
        session = {"user_id": user_id, "hash": "h", "created_at": _moment(0)}
        session |= {"seen_at": _moment(0), "expires_at": _moment(3000)}
        id = connection.execute(insert(sessions).returning(sessions.c.id), session).scalar_one()
    return Actor("anna", Role.ADMIN, Means.SESSION, user_id, id)


def _moment(days: int) -> Any:
    return datetime.fromisoformat(NOW) + timedelta(days=days)


def test_a_deed_and_its_audit(campaign: Engine) -> None:
    assert go(campaign) == 7
    assert name_of(campaign) == "Spring!"
    assert entries(campaign) == [("local operator", "campaign.rename", "done")]


def test_a_role_that_may_not_is_refused_and_written_down(campaign: Engine) -> None:
    with pytest.raises(ForbiddenError):
        go(campaign, Actor("wall", Role.SUPERVISOR, Means.CONSOLE))
    assert name_of(campaign) == "Spring"
    assert entries(campaign) == [("wall", "campaign.rename", "refused")]


def test_what_a_deed_raises_undoes_it(campaign: Engine) -> None:
    def broken(visit: Visit) -> Done[int]:
        rename(visit)
        raise BrokenError

    with pytest.raises(BrokenError):
        go(campaign, deed=broken)
    assert name_of(campaign) == "Spring"
    assert [outcome for *_, outcome in entries(campaign)] == ["refused"]


def test_the_role_is_the_one_of_this_instant(campaign: Engine) -> None:
    anna = account(campaign, Role.SUPERVISOR)  # she was an administrator when she came in
    with pytest.raises(ForbiddenError):
        go(campaign, anna)
    execute(campaign, "UPDATE users SET role = 'admin'")
    assert go(campaign, anna) == 7


@pytest.mark.parametrize(
    "change",
    ["UPDATE users SET disabled_at = created_at", "UPDATE sessions SET ended_at = created_at",
     "UPDATE sessions SET expires_at = created_at", "DELETE FROM users"],
)  # fmt: skip
def test_who_is_out_can_do_nothing(campaign: Engine, change: str) -> None:
    anna = account(campaign)
    execute(campaign, change)
    with pytest.raises(ForbiddenError):
        go(campaign, anna)
    assert name_of(campaign) == "Spring"


def test_loopback_is_trusted_only_while_there_is_no_account(campaign: Engine) -> None:
    account(campaign)
    with pytest.raises(ForbiddenError):
        go(campaign)


def test_another_campaign_does_not_exist(campaign: Engine) -> None:
    anna = account(campaign, campaigns="[8, 9]")
    with pytest.raises(NoSuchCampaignError):
        go(campaign, anna)


def test_fifty_at_once_with_one_key_are_one(campaign: Engine) -> None:
    key = Key("k", "same")
    with ThreadPoolExecutor(10) as pool:
        answers = [pool.submit(go, campaign, key=key) for _ in range(50)]
        assert {answer.result() for answer in answers} == {7}
    assert name_of(campaign) == "Spring!"
    assert len(entries(campaign)) == 1


def test_keys_are_forgotten_after_a_day_a_few_at_a_time(
    campaign: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        go(campaign, key=Key(f"k{number}", "f"))
    later = read(campaign, clock.now) + KEY_KEPT + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda _: later)
    monkeypatch.setattr(door, "KEYS_FORGOTTEN", 2)
    assert go(campaign, key=Key("k4", "another")) == 7
    assert keys(campaign) == ["k2", "k3", "k4"]
    go(campaign, key=Key("k5", "f"))
    assert keys(campaign) == ["k4", "k5"]
    assert name_of(campaign) == "Spring" + "!" * 7


def keys(engine: Engine) -> list[str]:
    return [key for (key,) in rows(engine, "SELECT key FROM idempotency ORDER BY key")]


def in_silence(statement: str) -> Callable[[Visit], Done[int]]:
    """A deed that executes a statement and tells of nothing."""

    def deed(visit: Visit) -> Done[int]:
        visit.connection.execute(text(statement))
        return Done(7)

    return deed


def test_a_key_belongs_to_one_request(campaign: Engine) -> None:
    go(campaign, key=Key("k", "this"))
    with pytest.raises(KeyReusedError):
        go(campaign, key=Key("k", "that"))
    assert name_of(campaign) == "Spring!"


def test_the_chain_holds_when_many_write(campaign: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        for answer in [pool.submit(go, campaign) for _ in range(40)]:
            answer.result()
    assert read(campaign, audit.verify) == audit.Verdict(40)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE campaigns SET name = name", "DELETE FROM campaigns",
     "INSERT INTO current_operation VALUES (1)"],
)  # fmt: skip
def test_a_deed_cannot_change_anything_in_silence(campaign: Engine, statement: str) -> None:
    with pytest.raises(UntoldError):
        go(campaign, deed=in_silence(statement), key=Key("k", "f"))
    assert name_of(campaign) == "Spring"
    assert go(campaign, key=Key("k", "f")) == 7  # nor was it done once


def test_a_deed_that_found_nothing_to_do_says_nothing(campaign: Engine) -> None:
    idle = in_silence("UPDATE campaigns SET name = 'x' WHERE id = 8")
    assert go(campaign, deed=idle, key=Key("k", "f")) == 7
    assert entries(campaign) == []


def test_a_flood_of_refusals_is_counted_and_not_kept_one_by_one(
    campaign: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve = Actor("eve", Role.SUPERVISOR, Means.CONSOLE)
    bob = Actor("bob", Role.SUPERVISOR, Means.SYSTEM)
    now = datetime(2026, 1, 1, 12, 0, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda _: now)
    for actor, times in ((eve, 100), (bob, 3)):
        for _ in range(times):
            with pytest.raises(ForbiddenError):
                go(campaign, actor)
    assert len(entries(campaign)) == 10 + 3 + 3
    told = [entry.detail.get("times_in_this_minute") for entry in told_of(campaign, "eve")]
    assert told == [80, 40, 20] + 10 * [None]
    now += timedelta(minutes=1)
    with pytest.raises(ForbiddenError):
        go(campaign, eve)
    assert len(told_of(campaign, "eve")) == 14


def told_of(engine: Engine, actor: str) -> list[audit_list.Written]:
    return list(read(engine, audit_list.page, audit_list.AuditFilter(actor=actor)).entries)
