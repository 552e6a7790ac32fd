"""Whom sessions and tokens belong to, as the database has it now; and when each was last used."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, or_, select, update

from data.accounts.sessions import until
from data.authority import campaigns_of
from data.domain.access import Actor, Means, Role
from data.schema.tables import UtcTime, sessions, tokens, users, walls


@dataclass(frozen=True, slots=True)
class Held:
    """An open session or a token in force, under the hash of its secret."""

    hash: str
    actor: Actor
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


Read = Callable[[Connection, Sequence[str], datetime], Sequence[Held]]


def of_sessions(connection: Connection, hashes: Sequence[str], now: datetime) -> Sequence[Held]:
    """The open ones among these sessions, of people and of screens."""
    wanted = (
        select(
            sessions,
            func.coalesce(users.c.name, walls.c.name).label("name"),
            users.c.role,
            func.coalesce(users.c.campaigns, walls.c.campaigns).label("campaigns"),
        )
        .outerjoin(users, users.c.id == sessions.c.user_id)
        .outerjoin(walls, walls.c.id == sessions.c.wall_id)
        .where(sessions.c.hash.in_(hashes), sessions.c.ended_at.is_(None))
        .where(sessions.c.expires_at > now)
        .where(users.c.disabled_at.is_(None), walls.c.revoked_at.is_(None))
        .where(or_(users.c.id.is_not(None), walls.c.id.is_not(None)))
        .limit(len(hashes))
    )
    return [_of_session(row) for row in connection.execute(wanted)]


def of_tokens(connection: Connection, hashes: Sequence[str], now: datetime) -> Sequence[Held]:
    """Those of these tokens that are in force."""
    wanted = (
        select(tokens)
        .where(tokens.c.hash.in_(hashes), tokens.c.revoked_at.is_(None))
        .where(tokens.c.expires_at > now)
        .limit(len(hashes))
    )
    return [_of_token(row) for row in connection.execute(wanted)]


def note(connection: Connection, used: Iterable[Held], now: datetime) -> Sequence[Held]:
    """Write down that they are used now, so that sessions of people go on. Gives them as they are
    then."""
    after = [_used(held, now) for held in used]
    for statement, means in ((_SESSIONS, (Means.SESSION, Means.WALL)), (_TOKENS, (Means.TOKEN,))):
        rows = [_row(held) for held in after if held.actor.means in means]
        if rows:
            connection.execute(statement, rows)
    return after


def _used(held: Held, now: datetime) -> Held:
    is_person = held.actor.means is Means.SESSION
    expires_at = until(held.created_at, now) if is_person else held.expires_at
    return Held(held.hash, held.actor, held.created_at, expires_at, now)


def _row(held: Held) -> dict[str, Any]:
    return {"the_hash": held.hash, "used": held.used_at, "expires": held.expires_at}


def _of_session(row: Row[Any]) -> Held:
    screen = row.wall_id is not None
    actor = Actor(
        row.name,
        Role.WALL if screen else Role(row.role),
        Means.WALL if screen else Means.SESSION,
        row.wall_id if screen else row.user_id,
        row.id,
        campaigns_of(row.campaigns),
    )
    return Held(row.hash, actor, row.created_at, row.expires_at, row.seen_at)


def _of_token(row: Row[Any]) -> Held:
    campaigns = campaigns_of(row.campaigns)
    actor = Actor(row.name, Role(row.role), Means.TOKEN, row.id, campaigns=campaigns)
    return Held(row.hash, actor, row.created_at, row.expires_at, row.used_at)


_SESSIONS = (
    update(sessions)
    .where(sessions.c.hash == bindparam("the_hash"), sessions.c.ended_at.is_(None))
    .values(
        seen_at=bindparam("used", type_=UtcTime), expires_at=bindparam("expires", type_=UtcTime)
    )
)
_TOKENS = (
    update(tokens)
    .where(tokens.c.hash == bindparam("the_hash"))
    .values(used_at=bindparam("used", type_=UtcTime))
)
