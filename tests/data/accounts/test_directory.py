"""The directory: who is in, from memory, and out within a second."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from data.accounts import directory as module
from data.accounts import walls
from data.accounts.directory import AccessUnknownError, Directory
from data.accounts.login import sign_in, sign_out
from data.commands import access
from data.domain.access import LOCAL, Actor, Means, Role
from tests.data.accounts.people import CONSOLE, HOME, PASSWORD, add, signed_in
from tests.data.sql import execute, executed, one
from tests.server import WAIT_SECONDS

Ending = Callable[[Engine, Actor], object]

ENDINGS: dict[str, Ending] = {
    "signed out": sign_out,
    "disabled": lambda engine, _: access.disable_user(engine, CONSOLE, "anna"),
    "password": lambda engine, _: access.change_password(engine, CONSOLE, "anna", "n" * 12),
    "role": lambda engine, _: access.change_role(engine, CONSOLE, "anna", Role.SUPERVISOR),
    "campaigns": lambda engine, _: access.change_role(
        engine, CONSOLE, "anna", Role.ADMIN, frozenset()
    ),
}


class Clock:
    """A clock that the test turns."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def directory(engine: Engine) -> Directory:
    """A directory whose clock stands still."""
    return Directory(engine, Clock())


def fall_silent(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    """Have no connection to the database come about any more."""

    def gone() -> None:
        raise OSError("gone")

    monkeypatch.setattr(engine, "connect", gone)


def test_the_house_is_open_until_there_is_an_account(engine: Engine) -> None:
    clock = Clock()
    directory = Directory(engine, clock)
    assert directory.is_open
    assert directory.holds(LOCAL)
    add(engine)
    clock.now += 1
    assert not directory.is_open
    assert not directory.holds(LOCAL)
    access.disable_user(engine, CONSOLE, "anna")
    clock.now += 1
    assert not directory.is_open


@pytest.mark.parametrize("ending", ENDINGS)
def test_whatever_ends_access_is_seen_by_the_next_look(engine: Engine, ending: str) -> None:
    add(engine)
    here, elsewhere = Directory(engine, Clock()), Directory(engine, Clock())
    secret, anna = signed_in(engine, here)
    assert elsewhere.by_session(secret) == anna
    told: list[str] = []
    elsewhere.listen(lambda: told.append("out"))
    ENDINGS[ending](engine, anna)
    assert one(engine, "SELECT count(*) FROM sessions WHERE ended_at IS NULL") == 0
    for directory in (here, elsewhere):
        assert directory.holds(anna)  # nobody has looked yet
        directory.poll()
        assert not directory.holds(anna)
        assert directory.by_session(secret) is None
    assert told == ["out"]


def test_two_sessions_and_one_of_them_ends(engine: Engine, directory: Directory) -> None:
    add(engine)
    (_, first), (_, second) = signed_in(engine, directory), signed_in(engine, directory)
    sign_out(engine, first)
    directory.poll()
    assert not directory.holds(first)
    assert directory.holds(second)


def test_tokens(engine: Engine, directory: Directory) -> None:
    made = access.create_token(engine, CONSOLE, "dialer 1", Role.DIALER, days=1)
    dialer = directory.by_token(made.secret)
    assert dialer == Actor("dialer 1", Role.DIALER, Means.TOKEN, made.id)
    assert directory.holds(dialer)
    assert directory.by_session(made.secret) is None
    access.revoke_token(engine, CONSOLE, made.id)
    directory.poll()
    assert not directory.holds(dialer)
    assert directory.by_token(made.secret) is None


def test_a_sessions_secret_is_no_token(engine: Engine, account: int, directory: Directory) -> None:
    secret, _ = signed_in(engine, directory)
    assert directory.by_token(secret) is None


def test_screens(engine: Engine, directory: Directory) -> None:
    made = access.create_wall(engine, CONSOLE, "lobby")
    screen = directory.by_session(walls.enter(engine, made.secret))
    assert (screen.name, screen.role, screen.means, screen.id) == ("lobby", "wall", "wall", made.id)
    access.revoke_wall(engine, CONSOLE, made.id)
    directory.poll()
    assert not directory.holds(screen)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE sessions SET expires_at = created_at", "UPDATE tokens SET expires_at = created_at"],
)
def test_what_has_expired_is_out(engine: Engine, account: int, sql: str) -> None:
    secret = sign_in(engine, "anna", PASSWORD, HOME)
    token = access.create_token(engine, CONSOLE, "t", Role.ADMIN, days=1).secret
    execute(engine, sql)
    found = Directory(engine).by_session(secret), Directory(engine).by_token(token)
    assert [one is None for one in found] == ["sessions" in sql, "tokens" in sql]


def test_expiry_needs_no_look(engine: Engine, account: int, directory: Directory) -> None:
    secret, anna = signed_in(engine, directory)
    key = next(iter(directory._held))
    held = directory._held[key]
    directory._held[key] = replace(held, expires_at=held.created_at - timedelta(hours=1))
    assert not directory.holds(anna)
    assert directory.by_session(secret) == anna  # another process may have let it go on


def test_who_is_known_costs_no_question(engine: Engine, directory: Directory) -> None:
    add(engine)
    secret, anna = signed_in(engine, directory)
    with executed(engine) as statements:
        for _ in range(100):
            assert directory.by_session(secret) == anna
            assert directory.holds(anna)
    assert statements == []


def test_a_look_without_news_asks_for_one_number(engine: Engine, directory: Directory) -> None:
    add(engine)
    signed_in(engine, directory)
    with executed(engine) as statements:
        directory.poll()
    assert not [said for said, _ in statements if "sessions" in said or "users" in said]


def test_secrets_of_nobody_leave_nothing_behind(engine: Engine, directory: Directory) -> None:
    for number in range(300):
        assert directory.by_session(f"guess {number}") is None
        assert directory.by_token(f"guess {number}") is None
    assert not directory._held
    assert not directory._keys
    assert not directory._used


@pytest.mark.parametrize("secret", ["", "\x00", "\udc80", "x" * 100_000, "' or 1=1 --"])
def test_whatever_is_sent_as_a_secret(engine: Engine, secret: str) -> None:
    directory = Directory(engine)
    assert directory.by_session(secret) is None
    assert directory.by_token(secret) is None


def test_no_more_are_held_than_there_is_room_for(
    engine: Engine, account: int, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    all_of_them = [signed_in(engine, directory) for _ in range(5)]
    assert len(directory._held) == len(directory._keys) == 3
    assert all(directory.by_session(secret) == actor for secret, actor in all_of_them)


def test_a_silent_database_lets_those_in_who_are_known_for_a_while(
    engine: Engine, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    directory = Directory(engine, clock)
    secret, anna = signed_in(engine, directory)
    stranger = sign_in(engine, "anna", PASSWORD, HOME)
    with monkeypatch.context() as patched:
        fall_silent(patched, engine)
        clock.now += module.BLIND_SECONDS
        assert directory.by_session(secret) == anna
        assert directory.holds(anna)
        assert not directory.is_blind
        clock.now += 1
        assert directory.is_blind
        assert not directory.holds(anna)
        with pytest.raises(AccessUnknownError):
            directory.by_session(secret)
    assert directory.by_session(secret) == anna
    assert directory.by_session(stranger) is not None


def test_a_database_that_was_never_reached_opens_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fall_silent(monkeypatch, engine)
    directory = Directory(engine)
    assert not directory.is_open
    assert not directory.holds(LOCAL)
    with pytest.raises(AccessUnknownError):
        directory.by_session("x")


def test_use_is_written_once_a_minute_and_lets_a_session_go_on(
    engine: Engine, account: int, directory: Directory
) -> None:
    secret = sign_in(engine, "anna", PASSWORD, HOME)
    token = access.create_token(engine, CONSOLE, "t", Role.DIALER, days=1).secret
    execute(engine, "UPDATE sessions SET seen_at = '2020-01-01T00:00:00.000Z'")
    before = one(engine, "SELECT expires_at FROM sessions")
    written = []
    for _ in range(2):
        with executed(engine) as statements:
            assert directory.by_session(secret)
            assert directory.by_token(token)
            directory.note()
        written.append([said.split()[1] for said, _ in statements if said.startswith("UPDATE")])
    assert written[0][-2:] == ["sessions", "tokens"]
    assert one(engine, "SELECT expires_at FROM sessions") > before
    assert one(engine, "SELECT used_at FROM tokens") is not None
    assert statements == []


def test_something_that_ends_while_it_is_read_is_not_held(
    engine: Engine, account: int, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is read, access ends and the look sees it, and only then would the row be held."""
    directory.poll()
    secret = sign_in(engine, "anna", PASSWORD, HOME)
    reading = module.reading

    @contextmanager
    def and_then_ending(of: Engine, seconds: float) -> Iterator[object]:
        with reading(of, seconds) as connection:
            yield connection
        monkeypatch.setattr(module, "reading", reading)
        access.disable_user(engine, CONSOLE, "anna")
        directory.poll()

    monkeypatch.setattr(module, "reading", and_then_ending)
    assert directory.by_session(secret) is None


def test_a_running_directory_sees_it_within_five_seconds(engine: Engine) -> None:
    assert module.POLL_SECONDS + module.READ_SECONDS < 5  # the wait and the look that follows it
    add(engine)
    directory = Directory(engine)
    directory.poll()
    _, anna = signed_in(engine, directory)
    out = threading.Event()
    directory.listen(lambda: None if directory.holds(anna) else out.set())
    directory.start()
    try:
        access.disable_user(engine, CONSOLE, "anna")
        assert out.wait(WAIT_SECONDS)
    finally:
        directory.stop()
