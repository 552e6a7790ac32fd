"""Erasing a person, and telling a number: what is gone, what stays, who may, how often."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from data.blacklist.hashing import number_hash
from data.commands import blacklist, persons
from data.commands.persons import InCallError, NoPhoneError, NoSuchContactError, TooManyRevealsError
from data.domain.access import LOCAL, Actor, ForbiddenError, Means, Role
from data.domain.states import CODES
from data.door import Key
from tests.data.blacklist.lists import NUMBER, SECRET, campaigns, contact, states
from tests.data.sql import execute, rows

SUPERVISOR = Actor("sue", Role.SUPERVISOR, Means.CONSOLE)
ELSEWHERE = Actor("eli", Role.ADMIN, Means.CONSOLE, campaigns=frozenset({9}))
IN_FLIGHT = {"awaiting_free_operator", "operator_assigned", "bcw", "calling", "call_in_progress"}


@pytest.fixture
def person(engine: Engine) -> int:
    """A contact with a number."""
    campaigns(engine, "in_progress")
    return contact(engine, 1, NUMBER)


def everything(engine: Engine) -> Iterator[str]:
    """All that the database holds, as text."""
    for (table,) in rows(engine, _TABLES[engine.dialect.name]):
        for row in rows(engine, f"SELECT * FROM {table}"):
            yield f"{table}: {row}"


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    " AND tablename NOT LIKE 'transitions_%'",  # parts of one that is looked at
}


def erase(engine: Engine, id: int, actor: Actor = LOCAL, **given: Any) -> dict[str, Any]:
    return persons.erase(engine, SECRET, actor, id, "asked, +420777123456", **given)


def test_an_erased_person_is_gone_and_changes_no_count(engine: Engine, person: int) -> None:
    before = rows(engine, "SELECT state, version, state_since, attempts FROM contacts")
    log = rows(engine, "SELECT count(*) FROM transitions")
    done = erase(engine, person)
    assert rows(engine, "SELECT state, version, state_since, attempts FROM contacts") == before
    assert rows(engine, "SELECT count(*) FROM transitions") == log
    kept = rows(engine, "SELECT phone, name, external_id, reason FROM contacts")
    assert kept == [(None, None, None, "call +420 ••• ••• 456")]
    assert rows(engine, "SELECT id, number_hash, phone, masked, source FROM blacklist") == [
        (done["entry_id"], number_hash(SECRET, NUMBER), None, None, "erasure")
    ]
    told = rows(engine, "SELECT action, contact_id, campaign_id, reason FROM audit")
    assert told == [("contact.erase", person, 1, "asked, +420 ••• ••• 456")]
    left = [row for row in everything(engine) if "777123456" in row or "Ada" in row]
    assert [row.split(":")[0] for row in left] == ["transitions"]  # append-only: masked when shown


def test_the_number_is_blanked_on_the_list_too(engine: Engine, person: int) -> None:
    listed = blacklist.add(engine, SECRET, LOCAL, NUMBER, "asked")
    assert erase(engine, person)["entry_id"] is None
    assert rows(engine, "SELECT id, phone, masked, source, lifted_at FROM blacklist") == [
        (listed["entry_id"], None, None, "erasure", None)
    ]


def test_erased_once(engine: Engine, person: int) -> None:
    first = erase(engine, person, key=Key("k", "f"))
    assert erase(engine, person, key=Key("k", "f")) == first
    assert erase(engine, person)["operation_id"] is None
    assert len(rows(engine, "SELECT id FROM audit")) == 1


def test_a_contact_without_a_number(engine: Engine, person: int) -> None:
    id = contact(engine, 1, "unknown")
    assert erase(engine, id) == {"contact_id": id, "entry_id": None, "operation_id": None}
    assert rows(engine, f"SELECT phone, name FROM contacts WHERE id = {id}") == [(None, None)]


@pytest.mark.parametrize("state", [*CODES, "hypnotized"])
def test_nobody_is_erased_in_a_call(engine: Engine, person: int, state: str) -> None:
    execute(engine, "UPDATE contacts SET state = :state", state=state)
    if state in IN_FLIGHT | {"hypnotized"}:
        with pytest.raises(InCallError):
            erase(engine, person)
        assert rows(engine, "SELECT phone FROM contacts") == [(NUMBER,)]
    else:
        erase(engine, person)
    assert states(engine) == [state]


def reveal(engine: Engine, id: int, actor: Actor = LOCAL) -> str:
    return persons.reveal(engine, actor, id, "a complaint")


@pytest.mark.parametrize("deed", [erase, reveal])
def test_who_may(engine: Engine, person: int, deed: Callable[..., object]) -> None:
    for id, actor, error in (
        (person, SUPERVISOR, ForbiddenError),
        (person, ELSEWHERE, NoSuchContactError),
        (person + 1, LOCAL, NoSuchContactError),
    ):
        with pytest.raises(error):
            deed(engine, id, actor)
    assert rows(engine, "SELECT phone FROM contacts") == [(NUMBER,)]
    assert set(rows(engine, "SELECT outcome FROM audit")) == {("refused",)}


def test_a_number_is_told_and_written_down(engine: Engine, person: int) -> None:
    assert reveal(engine, person) == NUMBER
    told = rows(engine, "SELECT action, contact_id, campaign_id, subject, reason FROM audit")
    assert told == [("contact.reveal", person, 1, "number +420 ••• ••• 456", "a complaint")]
    kept = [row for row in everything(engine) if "777123456" in row]
    assert {row.split(":")[0] for row in kept} == {"contacts", "transitions"}


def test_there_may_be_no_number_to_tell(engine: Engine, person: int) -> None:
    execute(engine, "UPDATE contacts SET phone = ' '")
    with pytest.raises(NoPhoneError):
        reveal(engine, person)
    assert set(rows(engine, "SELECT outcome FROM audit")) == {("refused",)}


def test_sixty_an_hour_for_each(
    engine: Engine, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persons, "REVEALS", 3)
    other = Actor("olga", Role.ADMIN, Means.CONSOLE)
    for _ in range(3):
        reveal(engine, person)
    for _ in range(2):
        with pytest.raises(TooManyRevealsError) as caught:
            reveal(engine, person)
        assert 3500 < caught.value.seconds <= 3600
    reveal(engine, person, other)
    monkeypatch.setattr(persons, "WINDOW", timedelta(seconds=0))
    reveal(engine, person)


def test_sixty_is_the_number() -> None:
    assert (60, timedelta(hours=1)) == (persons.REVEALS, persons.WINDOW)
