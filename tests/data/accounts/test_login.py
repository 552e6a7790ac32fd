"""Signing in: one answer for all that is wrong, ever slower, and nobody locked out by others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain

import pytest
from sqlalchemy import Engine

from data import clock
from data.accounts import passwords
from data.accounts.directory import Directory
from data.accounts.login import LoginRefusedError, TooManyTriesError, sign_in, sign_out
from data.commands import access
from tests.data.accounts.people import CONSOLE, HOME, PASSWORD, add, audited, revision
from tests.data.sql import execute, one, read, rows

ELSEWHERE = "198.51.100.1"


@pytest.fixture(autouse=True)
def now(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The one instant at which all happens, however long a machine takes from try to try."""
    instant = read(engine, clock.now)
    monkeypatch.setattr(clock, "now", lambda _: instant)
    return instant


def fail(engine: Engine, name: str = "anna", address: str = ELSEWHERE, times: int = 1) -> list[str]:
    """What is answered to wrong passwords."""
    answers = []
    for _ in range(times):
        with pytest.raises((LoginRefusedError, TooManyTriesError)) as error:
            sign_in(engine, name, "a wrong password", address)
        answers.append(type(error.value).__name__)
    return answers


def later(engine: Engine, seconds: int) -> None:
    """Let time pass for what was counted."""
    moment = {
        "sqlite": "strftime('%Y-%m-%dT%H:%M:%fZ', last_at, :back)",
        "postgresql": "last_at + cast(:back AS interval)",
    }[engine.dialect.name]
    execute(engine, f"UPDATE login_failures SET last_at = {moment}", back=f"-{seconds} seconds")


def test_signing_in_and_out(engine: Engine, account: int) -> None:
    secret = sign_in(engine, "Anna", PASSWORD, HOME)
    anna = Directory(engine).by_session(secret)
    assert (anna.name, anna.role, anna.campaigns) == ("anna", "admin", None)
    sign_out(engine, anna)
    assert Directory(engine).by_session(secret) is None
    assert audited(engine)[1:] == [
        ("anna", "session.begin", "user anna", "done"),
        ("anna", "session.end", "user anna", "done"),
    ]


def test_secrets_are_kept_as_hashes_only(engine: Engine, account: int) -> None:
    secret = sign_in(engine, "anna", PASSWORD, HOME)
    assert len(secret) >= 43
    hash, password = (
        one(engine, "SELECT hash FROM sessions"),
        one(engine, "SELECT password FROM users"),
    )
    assert len(hash) == 64
    assert secret not in hash + password
    assert PASSWORD not in hash + password


def test_each_sign_in_has_its_own_session_and_ends_the_browsers_old_one(engine: Engine) -> None:
    add(engine)
    first = sign_in(engine, "anna", PASSWORD, HOME)
    before = revision(engine)
    second = sign_in(engine, "anna", PASSWORD, HOME, first)
    assert second != first
    assert Directory(engine).by_session(first) is None
    assert Directory(engine).by_session(second) is not None
    assert revision(engine) > before


def test_a_cookie_that_somebody_planted_is_never_the_session(engine: Engine, account: int) -> None:
    assert sign_in(engine, "anna", PASSWORD, HOME, "planted") != "planted"
    assert Directory(engine).by_session("planted") is None


@pytest.mark.parametrize(
    ("name", "password"),
    [("anna", "a wrong password"), ("nobody", PASSWORD), ("an\x00na", PASSWORD), ("", ""),
     ("anna\u200b", PASSWORD), ("x" * 10_000, PASSWORD), ("anna", "x" * 100_000),
     ("anna\udc80", PASSWORD), ("anna", "\udc80" * 12), ("vouched", PASSWORD), ("out", PASSWORD)],
)  # fmt: skip
def test_all_that_is_wrong_has_one_answer(engine: Engine, name: str, password: str) -> None:
    for known in ("anna", "out", "vouched"):
        add(engine, known)
    access.disable_user(engine, CONSOLE, "out")
    execute(engine, "UPDATE users SET password = NULL WHERE name = 'vouched'")
    with pytest.raises(LoginRefusedError) as error:
        sign_in(engine, name, password, HOME)
    assert str(error.value) == "The name or the password is wrong."
    assert execute(engine, "SELECT count(*) FROM sessions") == 0


def test_what_is_refused_is_written_down_without_what_was_typed(engine: Engine) -> None:
    add(engine)
    fail(engine, "anna")
    fail(engine, "My Secret 123456")
    assert audited(engine)[1:] == [
        ("stranger", "session.begin", "user anna", "refused"),
        ("stranger", "session.begin", None, "refused"),
    ]
    for table in ("audit", "login_failures"):
        kept = str(rows(engine, f"SELECT * FROM {table}")).lower()
        assert "my secret" not in kept
        assert "wrong password" not in kept


def test_twenty_wrong_passwords(engine: Engine, account: int) -> None:
    answers = fail(engine, times=20)
    assert answers == ["LoginRefusedError"] * 5 + ["TooManyTriesError"] * 15
    with pytest.raises(TooManyTriesError):  # the right one too, or else waiting told which is right
        sign_in(engine, "anna", PASSWORD, ELSEWHERE)


def test_the_delay_grows_and_has_an_end(engine: Engine, account: int) -> None:
    fail(engine, times=5)
    waits = []
    for _ in range(12):
        with pytest.raises(TooManyTriesError) as error:
            sign_in(engine, "anna", "a wrong password", ELSEWHERE)
        waits.append(error.value.seconds)
        later(engine, waits[-1])
        assert fail(engine) == ["LoginRefusedError"]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_it_is_forgotten_after_an_hour(engine: Engine, account: int) -> None:
    fail(engine, times=6)
    later(engine, 3601)
    assert sign_in(engine, "anna", PASSWORD, ELSEWHERE)


def test_many_at_once_are_no_way_around(engine: Engine, account: int) -> None:
    with ThreadPoolExecutor(10) as pool:
        answers = list(chain(*pool.map(lambda _: fail(engine), range(30))))
    assert answers.count("LoginRefusedError") <= 6


def test_guesses_elsewhere_do_not_keep_the_owner_out(engine: Engine, account: int) -> None:
    sign_in(engine, "anna", PASSWORD, HOME)
    for last in range(5):
        fail(engine, times=6, address=f"198.51.100.{last}")
    with pytest.raises(TooManyTriesError):
        sign_in(engine, "anna", PASSWORD, "192.0.2.1")
    assert sign_in(engine, "anna", PASSWORD, HOME)


def test_who_came_in_once_may_not_guess_at_will_from_there(engine: Engine, account: int) -> None:
    sign_in(engine, "anna", PASSWORD, HOME)
    assert "TooManyTriesError" in fail(engine, address=HOME, times=7)


def test_one_password_over_many_users(engine: Engine) -> None:
    answers = [fail(engine, f"user {number}")[0] for number in range(25)]
    assert answers[:20] == ["LoginRefusedError"] * 20
    assert "TooManyTriesError" in answers[20:]


def test_a_right_password_of_ones_own_does_not_buy_more_guesses(engine: Engine) -> None:
    add(engine, "mallory")
    answers = []
    for number in range(25):
        if number % 4 == 0:
            try:
                sign_in(engine, "mallory", PASSWORD, ELSEWHERE)
            except TooManyTriesError:
                break
        answers += fail(engine, f"user {number}")
    assert answers.count("LoginRefusedError") <= 21


def test_an_unknown_name_is_slowed_like_a_known_one(engine: Engine, account: int) -> None:
    known = fail(engine, "anna", times=7)
    unknown = fail(engine, "nobody", address="192.0.2.9", times=7)
    refused = [answers.count("LoginRefusedError") for answers in (known, unknown)]
    assert abs(refused[0] - refused[1]) <= 1


def test_one_network_of_ipv6_is_one_address(engine: Engine) -> None:
    for number in range(25):
        answers = fail(engine, f"user {number}", address=f"2001:db8::{number:x}")
    assert answers == ["TooManyTriesError"]


def test_what_is_forgotten_leaves_no_rows(engine: Engine) -> None:
    for number in range(5):
        fail(engine, f"user {number}", address=f"192.0.2.{number}")
    later(engine, 3601)
    fail(engine)
    assert execute(engine, "SELECT count(*) FROM login_failures") <= 3


def test_the_password_of_the_demo_opens_only_on_loopback(engine: Engine) -> None:
    assert access.add_demo_users(engine, CONSOLE)
    assert sign_in(engine, "admin", "demo", "127.0.0.1")
    with pytest.raises(LoginRefusedError):
        sign_in(engine, "admin", "demo", HOME)


def test_a_password_changed_meanwhile_opens_nothing(
    engine: Engine, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = passwords.matches

    def slow(password: str, kept: str | None) -> bool:
        right = matches(password, kept)
        access.change_password(engine, CONSOLE, "anna", "another long password")
        return right

    monkeypatch.setattr(passwords, "matches", slow)
    with pytest.raises(LoginRefusedError):
        sign_in(engine, "anna", PASSWORD, HOME)
    assert execute(engine, "SELECT count(*) FROM sessions") == 0
