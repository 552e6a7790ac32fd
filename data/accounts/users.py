"""Users as rows. Whoever changes one goes through `data/commands/access.py`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from data.accounts.names import BadNameError, login_name
from data.authority import campaigns_of
from data.domain.access import Role
from data.domain.errors import DashboardError
from data.schema.tables import users

ROLES = (Role.SUPERVISOR, Role.MANAGER, Role.ADMIN)
MOST = 10_000


class NoSuchUserError(DashboardError):
    """There is no such user."""


class NameTakenError(DashboardError):
    """There is a user of this name already."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account. `password` is its hash, None where only `subject`, somebody else's
    name for the person, opens it."""

    id: int
    name: str
    role: Role
    campaigns: frozenset[int] | None
    created_at: datetime
    disabled_at: datetime | None
    password: str | None
    subject: str | None


def everyone(connection: Connection) -> Sequence[User]:
    """All users by name, the first 10,000."""
    wanted = select(users).order_by(users.c.name).limit(MOST)
    return [_user(row) for row in connection.execute(wanted)]


def exist(connection: Connection) -> bool:
    """Whether anybody has an account, disabled ones too."""
    return connection.execute(select(users.c.id).limit(1)).first() is not None


def named(connection: Connection, name: str, *, lock: bool = False) -> User | None:
    """The user of a name however it is typed; None for nobody. `lock` holds the row."""
    try:
        wanted = select(users).where(users.c.name == login_name(name)).limit(1)
    except BadNameError:
        return None
    row = connection.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    return _user(row) if row else None


def with_id(connection: Connection, user_id: int) -> User:
    """Raises NoSuchUserError."""
    row = connection.execute(select(users).where(users.c.id == user_id).limit(1)).one_or_none()
    if row is None:
        raise NoSuchUserError
    return _user(row)


def known_as(connection: Connection, subject: str) -> User | None:
    """The user whom somebody else vouches for under this name; None for nobody."""
    row = connection.execute(select(users).where(users.c.subject == subject).limit(1)).one_or_none()
    return _user(row) if row else None


def add(
    connection: Connection,
    name: str,
    role: Role,
    now: datetime,
    *,
    password: str | None = None,
    subject: str | None = None,
    campaigns: Iterable[int] | None = None,
) -> int:
    """Add a user, with the hash of a password. Gives the id. Raises NameTakenError and
    BadNameError."""
    if named(connection, name):
        raise NameTakenError
    row = {"name": login_name(name), "role": role.value, "campaigns": as_json(campaigns)}
    row |= {"password": password, "subject": subject}
    added = insert(users).values(**row, created_at=now).returning(users.c.id)
    return int(connection.execute(added).scalar_one())


def change(connection: Connection, user_id: int, **values: Any) -> None:
    """Set columns of a user."""
    connection.execute(update(users).where(users.c.id == user_id).values(**values))


def as_json(campaigns: Iterable[int] | None) -> str | None:
    """Campaigns as a column holds them; None for all."""
    return None if campaigns is None else json.dumps(sorted(set(campaigns)))


def _user(row: Row[Any]) -> User:
    return User(
        row.id,
        row.name,
        Role(row.role),
        campaigns_of(row.campaigns),
        row.created_at,
        row.disabled_at,
        row.password,
        row.subject,
    )
