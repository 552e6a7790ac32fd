"""Signing in and out. Whatever is wrong, the answer is one and takes the same time."""

from datetime import datetime

from sqlalchemy import Connection, Engine

from data import audit, clock
from data.accounts import passwords, sessions, throttle, users
from data.accounts.throttle import Claim, TooManyTriesError
from data.accounts.users import User
from data.audit import Entry, Outcome
from data.domain.access import Actor, Means, Role
from data.domain.errors import DashboardError
from data.door import writing
from data.settings import is_loopback

__all__ = ["LoginRefusedError", "TooManyTriesError", "sign_in", "sign_out"]

# Nobody yet, so with the least of all roles.
STRANGER = Actor("stranger", Role.WALL, Means.SESSION)
BEGIN = "session.begin"


class LoginRefusedError(DashboardError):
    """The name or the password is wrong."""


def sign_in(
    engine: Engine, name: str, password: str, address: str, old_session: str | None = None
) -> str:
    """Begin a session, and give its secret; `old_session`, the secret that the browser had, ends.

    `address` is where the person is. Raises LoginRefusedError, whatever was wrong, and
    TooManyTriesError with the seconds to wait.
    """
    with writing(engine) as connection:
        claim = throttle.claim(connection, name, address, clock.now(connection))
        user = users.named(connection, name)
    right = passwords.matches(password, user.password if user else None)
    if not right or _is_misplaced(password, address):
        return _refuse(engine, user, address, claim)
    with writing(engine) as connection:
        now = clock.now(connection)
        user = _unchanged(connection, user)
        if user is not None:
            throttle.forgive(connection, claim, now)
            return _begin(connection, user, now, address, old_session)
    return _refuse(engine, user, address, claim)


def begin_vouched(
    connection: Connection, user: User, now: datetime, address: str, old_session: str | None
) -> str:
    """Begin a session of a user for whom somebody else vouches, in the caller's transaction. Raises
    LoginRefusedError for one who is disabled."""
    if user.disabled_at is not None:
        raise LoginRefusedError
    return _begin(connection, user, now, address, old_session)


def sign_out(engine: Engine, actor: Actor) -> None:
    """End the actor's own session, here and on open streams."""
    with writing(engine) as connection:
        now = clock.now(connection)
        if sessions.end(connection, actor.session_id, now):
            audit.append(connection, actor, [Entry("session.end", subject=_subject(actor))], now)


def _is_misplaced(password: str, address: str) -> bool:
    """Short passwords are the demo's, and the demo's alone: it is on loopback."""
    return passwords.is_short(password) and not is_loopback(address)


def _unchanged(connection: Connection, user: User | None) -> User | None:
    """The user as the row stands now; None where the password looked at is no longer theirs."""
    now = users.named(connection, user.name, lock=True) if user else None
    if now is None or user is None or now.disabled_at is not None:
        return None
    return now if now.password == user.password else None


def _begin(
    connection: Connection, user: User, now: datetime, address: str, old_session: str | None
) -> str:
    if old_session:
        sessions.end_by_secret(connection, old_session, now)
    secret = sessions.begin(connection, user.id, now)
    actor = Actor(user.name, user.role, Means.SESSION, user.id)
    entry = Entry(BEGIN, subject=_subject(actor), detail={"address": address[:64]})
    audit.append(connection, actor, [entry], now)
    return secret


def _refuse(engine: Engine, user: User | None, address: str, claim: Claim) -> str:
    """Write it down. Raises LoginRefusedError. A name that nobody has is not written: it may be a
    password."""
    failures = max(count.failures for count in claim.against)
    detail = {"address": address[:64], "failures": failures, "refused": str(LoginRefusedError())}
    entry = Entry(BEGIN, subject=f"user {user.name}" if user else None, detail=detail)
    with writing(engine) as connection:
        now = clock.now(connection)
        throttle.forget(connection, now)
        audit.append(connection, STRANGER, [entry], now, Outcome.REFUSED)
    raise LoginRefusedError


def _subject(actor: Actor) -> str:
    return f"{'wall' if actor.means is Means.WALL else 'user'} {actor.name}"
