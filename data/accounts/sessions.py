"""Sessions of people and of screens: begun by a sign-in, ended by a sign-out, or by time."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from data.accounts import revision
from data.accounts.secret import fresh, hash_of
from data.schema.tables import sessions

LIFE = timedelta(hours=16)  # longer than any shift; then everybody signs in anew
IDLE = timedelta(hours=2)  # without a request or an open page
SCREEN_LIFE = timedelta(days=365)
SCREENS = 100  # of one wall; the next one takes the place of the one not seen for longest
KEPT = timedelta(days=30)


def begin(connection: Connection, user_id: int, now: datetime) -> str:
    """A new session of a user. Gives its secret, which is kept nowhere."""
    old = (sessions.c.user_id == user_id, sessions.c.expires_at < now - KEPT)
    connection.execute(delete(sessions).where(*old))
    return _begin(connection, "user_id", user_id, now, IDLE)


def begin_screen(connection: Connection, wall_id: int, now: datetime) -> str:
    """A new session of a screen on a wall. Gives its secret."""
    of_wall = (sessions.c.wall_id == wall_id, sessions.c.ended_at.is_(None))
    wanted = select(sessions.c.id).where(*of_wall).order_by(sessions.c.seen_at.desc())
    surplus = connection.execute(wanted.offset(SCREENS - 1).limit(SCREENS)).scalars().all()
    if surplus:
        _end(connection, sessions.c.id.in_(surplus), now)
    return _begin(connection, "wall_id", wall_id, now, SCREEN_LIFE)


def until(created_at: datetime, now: datetime) -> datetime:
    """When a session ends that is used now."""
    return min(created_at + LIFE, now + IDLE)


def end(connection: Connection, session_id: int | None, now: datetime) -> bool:
    """End one; whether it was open."""
    return _end(connection, sessions.c.id == session_id, now)


def end_by_secret(connection: Connection, secret: str, now: datetime) -> bool:
    """End the session of a secret; whether there was one open."""
    return _end(connection, sessions.c.hash == hash_of(secret), now)


def end_of_user(connection: Connection, user_id: int, now: datetime) -> None:
    """End all that a user has open, everywhere."""
    _end(connection, sessions.c.user_id == user_id, now)
    revision.count_up(connection)


def end_of_wall(connection: Connection, wall_id: int, now: datetime) -> None:
    """Sign out all screens of a wall."""
    _end(connection, sessions.c.wall_id == wall_id, now)
    revision.count_up(connection)


def _begin(
    connection: Connection, owner: str, owner_id: int, now: datetime, life: timedelta
) -> str:
    secret = fresh()
    row = {"hash": hash_of(secret), "created_at": now, "seen_at": now, "expires_at": now + life}
    connection.execute(insert(sessions).values(**{owner: owner_id}, **row))
    return secret


def _end(connection: Connection, which: ColumnElement[bool], now: datetime) -> bool:
    ended = update(sessions).where(which, sessions.c.ended_at.is_(None)).values(ended_at=now)
    if connection.execute(ended).rowcount == 0:
        return False
    revision.count_up(connection)
    return True
