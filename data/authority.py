"""What somebody is allowed at this instant, read in the transaction that writes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from data.domain.access import Actor, ForbiddenError, Means, Role
from data.schema.tables import sessions, tokens, users


def renewed(connection: Connection, actor: Actor, now: datetime) -> Actor:
    """The actor with the role and the campaigns of this instant, which stay so until the end of
    the transaction. Raises ForbiddenError where access has ended meanwhile."""
    return _READERS[actor.means](connection, actor, now)


def absent(connection: Connection, actor: Actor, now: datetime) -> Actor:
    """The same of somebody who need not be signed in: a user by the id, whatever session it was.
    Raises ForbiddenError where access has ended."""
    return _ABSENT_READERS[actor.means](connection, actor, now)


def campaigns_of(text: str | None) -> frozenset[int] | None:
    """The campaigns that a column holds as JSON; None for all."""
    return None if text is None else frozenset(json.loads(text))


def _of_session(connection: Connection, actor: Actor, now: datetime) -> Actor:
    wanted = (
        select(users.c.role, users.c.campaigns)
        .join(sessions, sessions.c.user_id == users.c.id)
        .where(sessions.c.id == actor.session_id, users.c.id == actor.id)
        .where(sessions.c.ended_at.is_(None), sessions.c.expires_at > now)
        .where(users.c.disabled_at.is_(None))
        .limit(1)
        .with_for_update(read=True)
    )
    return _as_in(connection.execute(wanted).one_or_none(), actor)


def _of_user(connection: Connection, actor: Actor, _: datetime) -> Actor:
    wanted = (
        select(users.c.role, users.c.campaigns)
        .where(users.c.id == actor.id, users.c.disabled_at.is_(None))
        .limit(1)
        .with_for_update(read=True)
    )
    return _as_in(connection.execute(wanted).one_or_none(), actor)


def _of_token(connection: Connection, actor: Actor, now: datetime) -> Actor:
    wanted = (
        select(tokens.c.role, tokens.c.campaigns)
        .where(tokens.c.id == actor.id, tokens.c.revoked_at.is_(None), tokens.c.expires_at > now)
        .limit(1)
        .with_for_update(read=True)
    )
    return _as_in(connection.execute(wanted).one_or_none(), actor)


def _of_local(connection: Connection, actor: Actor, _: datetime) -> Actor:
    """Whoever reaches loopback is trusted until there is an account."""
    if connection.execute(select(users.c.id).limit(1)).first() is not None:
        raise ForbiddenError
    return actor


def _itself(_: Connection, actor: Actor, __: datetime) -> Actor:
    return actor


def _as_in(row: Row[Any, Any] | None, actor: Actor) -> Actor:
    if row is None:
        raise ForbiddenError
    return replace(actor, role=Role(row.role), campaigns=campaigns_of(row.campaigns))


_READERS: Mapping[Means, Callable[[Connection, Actor, datetime], Actor]] = {
    Means.SESSION: _of_session,
    Means.TOKEN: _of_token,
    Means.LOCAL: _of_local,
    Means.CONSOLE: _itself,
    Means.WALL: _itself,  # its role allows no deed
    Means.SYSTEM: _itself,
}
_ABSENT_READERS = {**_READERS, Means.SESSION: _of_user}
