"""Walls: boards that many look at. A link signs screens in, for a year, to see and never to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, update

from data import audit, clock
from data.accounts import sessions as of_screens
from data.accounts.names import label
from data.accounts.secret import fresh, hash_of, prefix_of
from data.accounts.users import as_json
from data.audit import Entry
from data.authority import campaigns_of
from data.database import reading
from data.domain.access import Actor, Means, Role
from data.domain.errors import DashboardError
from data.door import writing
from data.schema.tables import sessions, walls

KIND = "cdw_"
MOST = 1_000
SEEN_EVERY = timedelta(seconds=20)
MOST_BEHIND_MS = 86_400_000


class NoSuchWallError(DashboardError):
    """There is no such wall."""


class NoSuchLinkError(DashboardError):
    """This link opens no wall, or no longer: ask an administrator for a new one."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen that is signed in: when it was last heard of, and how old its numbers were then."""

    id: int
    since: datetime
    seen_at: datetime
    behind_ms: int | None


@dataclass(frozen=True, slots=True)
class Wall:
    """A board and its screens, those seen last first; of its secret only the beginning."""

    id: int
    name: str
    prefix: str
    campaigns: frozenset[int] | None
    created_by: str
    created_at: datetime
    revoked_at: datetime | None
    screens: tuple[Screen, ...] = ()


def everyone(connection: Connection) -> Sequence[Wall]:
    """All walls with their screens, the newest wall first, 1,000 at most."""
    rows = connection.execute(select(walls).order_by(walls.c.id.desc()).limit(MOST)).all()
    screens = _screens(connection, [row.id for row in rows])
    return [_wall(row, screens.get(row.id, ())) for row in rows]


def with_id(connection: Connection, wall_id: int) -> Wall:
    """A wall without its screens. Raises NoSuchWallError."""
    row = connection.execute(select(walls).where(walls.c.id == wall_id).limit(1)).one_or_none()
    if row is None:
        raise NoSuchWallError
    return _wall(row)


def new_secret() -> str:
    """The secret in the link of a wall to be made."""
    return fresh(KIND)


def add(
    connection: Connection,
    name: str,
    secret: str,
    now: datetime,
    *,
    by: str,
    campaigns: Iterable[int] | None = None,
) -> int:
    """Add a wall. Gives its id. Raises BadNameError."""
    row = {"name": label(name), "campaigns": as_json(campaigns), "created_by": by}
    row |= {"prefix": prefix_of(secret, KIND), "hash": hash_of(secret)}
    added = insert(walls).values(**row, created_at=now).returning(walls.c.id)
    return int(connection.execute(added).scalar_one())


def revoke(connection: Connection, wall_id: int, now: datetime) -> bool:
    """Close its link and sign its screens out; whether it was in force."""
    in_force = (walls.c.id == wall_id, walls.c.revoked_at.is_(None))
    if connection.execute(update(walls).where(*in_force).values(revoked_at=now)).rowcount == 0:
        return False
    of_screens.end_of_wall(connection, wall_id, now)
    return True


def enter(engine: Engine, token: str) -> str:
    """Sign a screen in by the token of its link. Gives the secret of its session. Raises
    NoSuchLinkError."""
    with writing(engine) as connection:
        row = _by_token(connection, token)
        now = clock.now(connection)
        secret = of_screens.begin_screen(connection, row.id, now)
        actor = Actor(row.name, Role.WALL, Means.WALL, row.id)
        audit.append(connection, actor, [Entry("session.begin", subject=f"wall {row.name}")], now)
    return secret


def seen(engine: Engine, actor: Actor, behind_ms: int) -> None:
    """A screen says that it is there, and how old its numbers are. Written now and then only."""
    with reading(engine) as connection:
        wanted = select(sessions.c.seen_at, sessions.c.behind_ms)
        row = connection.execute(wanted.where(*_screen(actor)).limit(1)).one_or_none()
        now = clock.now(connection)
    told = row is not None and row.behind_ms is not None
    if row is None or (told and now - row.seen_at < SEEN_EVERY):
        return
    behind = max(0, min(behind_ms, MOST_BEHIND_MS))
    with writing(engine) as connection:
        noted = update(sessions).where(*_screen(actor)).values(seen_at=now, behind_ms=behind)
        connection.execute(noted)


def _screen(actor: Actor) -> tuple[Any, ...]:
    return (
        sessions.c.id == actor.session_id,
        sessions.c.wall_id.is_not(None),
        sessions.c.ended_at.is_(None),
    )


def _by_token(connection: Connection, token: str) -> Row[Any, Any]:
    given = (walls.c.hash == hash_of(token), walls.c.revoked_at.is_(None))
    wanted = select(walls.c.id, walls.c.name).where(*given).limit(1).with_for_update(read=True)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise NoSuchLinkError
    return row


def _screens(connection: Connection, wall_ids: Sequence[int]) -> Mapping[int, tuple[Screen, ...]]:
    wanted = (
        select(sessions)
        .where(sessions.c.wall_id.in_(wall_ids), sessions.c.ended_at.is_(None))
        .order_by(sessions.c.seen_at.desc())
        .limit(MOST * of_screens.SCREENS)
    )
    found: dict[int, tuple[Screen, ...]] = {}
    for row in connection.execute(wanted):
        screen = Screen(row.id, row.created_at, row.seen_at, row.behind_ms)
        found[row.wall_id] = (*found.get(row.wall_id, ()), screen)
    return found


def _wall(row: Row[Any], screens: tuple[Screen, ...] = ()) -> Wall:
    return Wall(
        row.id,
        row.name,
        row.prefix,
        campaigns_of(row.campaigns),
        row.created_by,
        row.created_at,
        row.revoked_at,
        screens,
    )
