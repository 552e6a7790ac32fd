"""Tokens of programs as rows. Whoever changes one goes through `data/commands/access.py`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from data.accounts import revision
from data.accounts.names import label
from data.accounts.secret import fresh, hash_of, prefix_of
from data.accounts.users import as_json
from data.authority import campaigns_of
from data.domain.access import Role
from data.domain.errors import DashboardError
from data.schema.tables import tokens

ROLES = (Role.DIALER, Role.SUPERVISOR, Role.MANAGER, Role.ADMIN)
KIND = "cdt_"
MOST = 10_000


class NoSuchTokenError(DashboardError):
    """There is no such token."""


@dataclass(frozen=True, slots=True)
class Token:
    """A program's way in; of its secret only the beginning."""

    id: int
    name: str
    prefix: str
    role: Role
    campaigns: frozenset[int] | None
    created_by: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def everyone(connection: Connection) -> Sequence[Token]:
    """All tokens, the newest first, 10,000 at most."""
    wanted = select(tokens).order_by(tokens.c.id.desc()).limit(MOST)
    return [_token(row) for row in connection.execute(wanted)]


def with_id(connection: Connection, token_id: int) -> Token:
    """Raises NoSuchTokenError."""
    row = connection.execute(select(tokens).where(tokens.c.id == token_id).limit(1)).one_or_none()
    if row is None:
        raise NoSuchTokenError
    return _token(row)


def new_secret() -> str:
    """The secret of a token to be made."""
    return fresh(KIND)


def add(
    connection: Connection,
    name: str,
    role: Role,
    secret: str,
    now: datetime,
    *,
    life: timedelta,
    by: str,
    campaigns: Iterable[int] | None = None,
) -> int:
    """Add a token. Gives its id. Raises BadNameError."""
    row = {"name": label(name), "role": role.value, "campaigns": as_json(campaigns)}
    row |= {"prefix": prefix_of(secret, KIND), "hash": hash_of(secret), "created_by": by}
    added = insert(tokens).values(**row, created_at=now, expires_at=now + life)
    return int(connection.execute(added.returning(tokens.c.id)).scalar_one())


def revoke(connection: Connection, token_id: int, now: datetime) -> bool:
    """End a token at once; whether it was in force."""
    in_force = (tokens.c.id == token_id, tokens.c.revoked_at.is_(None))
    if connection.execute(update(tokens).where(*in_force).values(revoked_at=now)).rowcount == 0:
        return False
    revision.count_up(connection)
    return True


def _token(row: Row[Any]) -> Token:
    return Token(
        row.id,
        row.name,
        row.prefix,
        Role(row.role),
        campaigns_of(row.campaigns),
        row.created_by,
        row.created_at,
        row.expires_at,
        row.used_at,
        row.revoked_at,
    )
