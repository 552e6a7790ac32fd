"""The entries of the blacklist as rows: added once a number, lifted, listed a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from data.blacklist.hashing import number_hash
from data.domain.errors import DashboardError
from data.domain.masking import masked_phone, masked_text
from data.domain.phone import END, plain_number
from data.schema.tables import blacklist

LIST_LIMIT = 200
LONGEST_TEXT = 64


class NoNumberError(DashboardError):
    """This is no phone number: 7 to 17 digits are expected, with + or 00 and signs between them."""


class NoSuchEntryError(DashboardError):
    """There is no such entry on the blacklist."""


class LiftedError(DashboardError):
    """The entry was lifted already."""


class Source(StrEnum):
    """Where an entry comes from."""

    MANUAL = "manual"
    API = "api"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class BlacklistEntry:
    """A number that is not to be called, as people may see it; `masked` is None where only the
    hash of an erased person's number is left."""

    id: int
    masked: str | None
    reason: str
    source: str
    added_by: str
    added_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None
    lifted_reason: str | None


_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:hash, 0))")
_COLUMNS = [blacklist.c[name] for name in BlacklistEntry.__dataclass_fields__]


@dataclass(frozen=True, slots=True)
class Number:
    """What is kept of a number: its hash, and with it the number itself unless it is erased."""

    hash: str
    phone: str | None = None

    @classmethod
    def of(cls, secret: str, phone: str) -> "Number":
        """The number with its hash. Raises NoNumberError."""
        hashed = number_hash(secret, phone)
        if hashed is None:
            raise NoNumberError
        return cls(hashed, plain_number(phone))


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a number is on the list, where that comes from, who did it, and when."""

    reason: str
    source: Source
    by: str
    at: datetime


def add(connection: Connection, number: Number, cause: Cause) -> tuple[int, bool]:
    """The id of the number's entry, and whether it is new. Two who add it together make one."""
    row = {
        "number_hash": number.hash,
        "phone": number.phone,
        "masked": masked_phone(number.phone),
        "reason": masked_text(cause.reason),
        "source": cause.source.value,
        "added_by": cause.by,
        "added_at": cause.at,
    }
    _wait_for_others(connection, number.hash)
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = dialect.insert(blacklist).values(row).on_conflict_do_nothing()
    added: int | None = connection.execute(new.returning(blacklist.c.id)).scalar_one_or_none()
    if added is not None:
        return added, True
    return _active_id(connection, number.hash), False


def _wait_for_others(connection: Connection, number_hash: str) -> None:
    """Let one at a time add a number. On PostgreSQL the second of two inserts at once would write a
    row and give it up, which counts as a change of which the audit was not told."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ALONE, {"hash": number_hash})


def lift(connection: Connection, entry_id: int, reason: str, by: str, now: datetime) -> str:
    """Take an entry off, and give its hash. Raises NoSuchEntryError or LiftedError."""
    lifted = (
        update(blacklist)
        .where(blacklist.c.id == entry_id, blacklist.c.lifted_at.is_(None))
        .values(lifted_by=by, lifted_at=now, lifted_reason=masked_text(reason))
        .returning(blacklist.c.number_hash)
    )
    hashed: str | None = connection.execute(lifted).scalar_one_or_none()
    if hashed is None:
        entry(connection, entry_id)
        raise LiftedError
    return hashed


def relist(connection: Connection, entry_id: int) -> None:
    """Put an entry back that was lifted by mistake, unless its number was added again since."""
    hashed = kept_number(connection, entry_id).hash
    if not listed(connection, [hashed]):
        back = {"lifted_by": None, "lifted_at": None, "lifted_reason": None}
        connection.execute(update(blacklist).where(blacklist.c.id == entry_id).values(back))


def entry(connection: Connection, entry_id: int) -> BlacklistEntry:
    """One entry. Raises NoSuchEntryError."""
    wanted = select(*_COLUMNS).where(blacklist.c.id == entry_id).limit(1)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise NoSuchEntryError
    return BlacklistEntry(*row)


def kept_number(connection: Connection, entry_id: int) -> Number:
    """The number of an entry. Raises NoSuchEntryError."""
    columns = (blacklist.c.number_hash, blacklist.c.phone)
    wanted = select(*columns).where(blacklist.c.id == entry_id).limit(1)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise NoSuchEntryError
    return Number(*row)


def listed(connection: Connection, hashes: Sequence[str], *, hold: bool = False) -> frozenset[str]:
    """Those of the hashes that are on the list now; with `hold` they stay on it until the end of
    the transaction."""
    wanted = (
        select(blacklist.c.number_hash)
        .where(blacklist.c.number_hash.in_(hashes), blacklist.c.lifted_at.is_(None))
        .limit(len(hashes))
    )
    found = connection.execute(wanted.with_for_update(read=True) if hold else wanted)
    return frozenset(found.scalars())


def is_empty(connection: Connection) -> bool:
    """Whether no number is on the list now."""
    wanted = select(blacklist.c.id).where(blacklist.c.lifted_at.is_(None)).limit(1)
    return connection.execute(wanted).first() is None


@dataclass(frozen=True, slots=True)
class Query:
    """Which entries: `text` is the end of a number of 3 digits or more, a whole number however
    spelled (which finds an erased one too), or part of a reason or of a person's name. `active`
    says whether they are on the list now; `before` is the id where the page before has ended."""

    text: str = ""
    active: bool | None = None
    before: int | None = None


def page(connection: Connection, secret: str, query: Query, limit: int) -> Sequence[BlacklistEntry]:
    """The entries, the newest first."""
    wanted = select(*_COLUMNS).order_by(blacklist.c.id.desc()).limit(min(limit, LIST_LIMIT + 1))
    if query.before is not None:
        wanted = wanted.where(blacklist.c.id < query.before)
    if query.active is not None:
        lifted = blacklist.c.lifted_at
        wanted = wanted.where(lifted.is_(None) if query.active else lifted.is_not(None))
    if query.text:
        wanted = wanted.where(or_(*_fits(query.text, secret)))
    return [BlacklistEntry(*row) for row in connection.execute(wanted)]


def _fits(text: str, secret: str) -> Sequence[ColumnElement[bool]]:
    fits = [
        func.lower(column).contains(text.lower(), autoescape=True)
        for column in (blacklist.c.reason, blacklist.c.added_by)
    ]
    digits = "".join(sign for sign in text if sign not in " -./()+")
    if digits.isascii() and digits.isdigit() and len(digits) >= END:
        fits.append(blacklist.c.phone.endswith(digits))
    if hashed := number_hash(secret, text):
        fits.append(blacklist.c.number_hash == hashed)
    return fits


def _active_id(connection: Connection, hashed: str) -> int:
    wanted = select(blacklist.c.id).where(
        blacklist.c.number_hash == hashed, blacklist.c.lifted_at.is_(None)
    )
    found: int = connection.execute(wanted.limit(1)).scalar_one()
    return found
