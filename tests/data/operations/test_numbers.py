"""Deeds about numbers, done by the desk: moved in all campaigns that run, and brought back."""

import json

import pytest
from sqlalchemy import Engine

from data.blacklist.arrivals import Arrivals
from data.commands import blacklist, contacts, operations, persons
from data.commands.operations import ErasedError
from data.domain.access import LOCAL
from tests.data.blacklist.lists import NUMBER, STATUSES, campaigns, contact, final_id, states
from tests.data.operations.scenes import SECRET, move, work
from tests.data.sql import execute, rows


def add(engine: Engine) -> tuple[int, int]:
    """The entry and the operation of the number, put on the list."""
    done = blacklist.add(engine, SECRET, LOCAL, NUMBER, "asked")
    return done["entry_id"], done["operation_id"]


def test_a_number_is_blacklisted_wherever_it_waits(engine: Engine) -> None:
    campaigns(engine, *STATUSES)
    for campaign_id in range(1, len(STATUSES) + 1):
        contact(engine, campaign_id, "777 123 456")
        contact(engine, campaign_id, "777 123 457")
    retried = contact(engine, 2, NUMBER, "retry_scheduled")
    _, operation = add(engine)
    work(engine)
    assert rows(engine, "SELECT status, done, total FROM operations") == [("done", 4, 4)]
    for moved in (
        "SELECT id FROM contacts WHERE state = 'blacklisted'",
        "SELECT contact_id FROM audit WHERE action = 'contact.blacklist'",
        f"SELECT contact_id FROM transitions WHERE operation_id = {operation}",
    ):
        assert sorted(rows(engine, moved)) == [(1,), (3,), (5,), (retried,)]


def test_who_is_in_a_call_is_blacklisted_when_they_wait_again(engine: Engine) -> None:
    campaigns(engine, "in_progress")
    ids = [contact(engine, 1, NUMBER, state) for state in ("calling", "bcw", "acw", "success")]
    add(engine)
    work(engine)
    assert states(engine) == ["calling", "bcw", "acw", "success"]
    assert rows(engine, "SELECT status FROM operations") == [("draining",)]
    execute(engine, f"UPDATE contacts SET state = 'retry_scheduled' WHERE id <> {ids[3]}")
    work(engine)
    assert states(engine) == ["blacklisted", "blacklisted", "blacklisted", "success"]
    assert rows(engine, "SELECT status FROM operations") == [("done",)]


def test_a_lifted_number_may_be_called_again(engine: Engine) -> None:
    campaigns(engine, "in_progress", "paused", "canceled")
    for campaign_id in (1, 1, 2, 3):
        contact(engine, campaign_id, NUMBER, "blacklisted")
    other = contact(engine, 1, "777 123 457", "blacklisted")
    entry, _ = add(engine)
    work(engine)
    blacklist.lift(engine, LOCAL, entry, "asked again")
    work(engine)
    assert states(engine) == ["initial", "initial", "initial", "blacklisted", "blacklisted"]
    assert other == 5
    asked = rows(engine, "SELECT type, campaign_id, payload FROM commands ORDER BY campaign_id")
    assert [(kind, id, json.loads(payload)["contact_ids"]) for kind, id, payload in asked] == [
        ("blacklist.lift", 1, [1, 2]),
        ("blacklist.lift", 2, [3]),
    ]


def test_an_erased_number_is_lifted_by_its_hash(engine: Engine) -> None:
    campaigns(engine, "in_progress")
    person, other = contact(engine, 1, NUMBER, "success"), contact(engine, 1, "777123456")
    done = persons.erase(engine, SECRET, LOCAL, person, "asked")
    work(engine)
    assert states(engine) == ["success", "blacklisted"]
    with pytest.raises(ErasedError):
        operations.undo(engine, LOCAL, done["operation_id"])
    blacklist.lift(engine, LOCAL, done["entry_id"], "asked again")
    work(engine)
    assert rows(engine, f"SELECT state FROM contacts WHERE id = {other}") == [("initial",)]


def test_undo_of_adding_brings_back_what_it_moved(engine: Engine) -> None:
    campaigns(engine, "in_progress")
    for state in ("initial", "retry_scheduled", "blacklisted"):
        contact(engine, 1, NUMBER, state)
    _, operation = add(engine)
    work(engine)
    operations.undo(engine, LOCAL, operation)
    work(engine)
    assert states(engine) == ["initial", "retry_scheduled", "blacklisted"]
    assert rows(engine, "SELECT lifted_by FROM blacklist") == [("local operator",)]
    assert add(engine)[1] > operation


def test_undo_of_lifting_lists_the_number_again(engine: Engine) -> None:
    campaigns(engine, "in_progress")
    for _ in range(3):
        contact(engine, 1, NUMBER)
    entry, _ = add(engine)
    work(engine)
    lifted = blacklist.lift(engine, LOCAL, entry, "by mistake")
    work(engine)
    for id, state in ((1, "calling"), (1, "retry_scheduled"), (2, "calling"),
                      (2, "call_in_progress"), (2, "success")):  # fmt: skip
        move(engine, [id], state)
    operations.undo(engine, LOCAL, lifted["operation_id"])
    work(engine)
    assert states(engine) == ["blacklisted", "success", "blacklisted"]
    assert rows(engine, "SELECT lifted_at FROM blacklist") == [(None,)]


def test_the_last_word_counts(engine: Engine) -> None:
    campaigns(engine, "in_progress")
    contact(engine, 1, NUMBER)
    entry, _ = add(engine)
    blacklist.lift(engine, LOCAL, entry, "r")
    again, _ = add(engine)
    work(engine)
    assert states(engine) == ["blacklisted"]
    blacklist.lift(engine, LOCAL, again, "r")
    work(engine)
    assert states(engine) == ["initial"]


def test_many_erased_persons_are_not_called_elsewhere(engine: Engine) -> None:
    campaigns(engine, "in_progress", "in_progress")
    chosen = tuple(contact(engine, 1, f"+42077712345{digit}") for digit in range(4))
    for digit in range(6):
        contact(engine, 2, f"77712345{digit}")
    watch = Arrivals(engine, lambda: SECRET)
    watch.catch_up(final_id(engine))
    contacts.remove(engine, LOCAL, 1, chosen, "asked", erase=True, secret=SECRET)
    work(engine)
    watch.catch_up(final_id(engine))
    elsewhere = rows(engine, "SELECT state FROM contacts WHERE campaign_id = 2 ORDER BY id")
    assert [state for (state,) in elsewhere] == ["blacklisted"] * 4 + ["initial"] * 2
    kept = rows(engine, "SELECT phone, name, external_id FROM contacts WHERE campaign_id = 1")
    assert set(kept) == {(None, None, None)}
    for table in ("audit", "operations", "operation_skips", "blacklist", "commands"):
        assert "77712345" not in str(rows(engine, f"SELECT * FROM {table}"))
