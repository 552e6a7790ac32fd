"""The months that PostgreSQL keeps transitions in: made ahead, and dropped as a whole.

What no month takes in goes into `transitions_other`, so none of this is ever in a writer's way: a
lock is waited for so shortly that nobody notices, and tried for again later. SQLite has none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from data.door import writing

AHEAD = 3  # this month and the next two
MOST = 10_000
SECONDS = 30.0
OTHER = "transitions_other"
_BUSY = ("55P03", "40P01", "23514")  # no lock in time; never one; a stray came in meanwhile
_LOCK = text("SELECT pg_try_advisory_xact_lock(7237989)")
_PATIENCE = text("SET LOCAL lock_timeout = '300ms'")
_PARTS = text(r"""
  SELECT quote_ident(c.relname),
    CAST(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'FROM \(''([^'']+)') AS timestamptz),
    CAST(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']+)') AS timestamptz),
    3 = (SELECT count(*) FROM pg_trigger WHERE tgrelid = c.oid AND tgenabled <> 'D' AND tgname IN
      ('transitions_update', 'transitions_part_insert', 'transitions_part_truncate'))
  FROM pg_inherits JOIN pg_class AS c ON c.oid = inhrelid
  WHERE inhparent = CAST('transitions' AS regclass) ORDER BY 3 NULLS LAST, 2 LIMIT :most
""")
_EVER = datetime.min.replace(tzinfo=UTC)
_STRAYS = text(f"SELECT EXISTS (SELECT 1 FROM {OTHER} WHERE at >= :first AND at < :last)")
_MAKE = (
    "CREATE TABLE {name} (LIKE transitions INCLUDING DEFAULTS)",
    "ALTER TABLE transitions ATTACH PARTITION {name}"
    " FOR VALUES FROM ('{first:%Y-%m-%d} 00:00+00') TO ('{last:%Y-%m-%d} 00:00+00')",
    "SELECT guard_transitions()",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of `transitions`, of `first` <= at < `last`; None is no bound. The one that has
    neither takes in what no other does. `guarded`: nobody writes into it by its own name."""

    name: str
    first: datetime | None
    last: datetime | None
    guarded: bool = True

    def ends_by(self, instant: datetime | None) -> bool:
        """Whether it takes in nothing from an instant on."""
        return instant is not None and self.last is not None and self.last <= instant

    def meets(self, other: "Part") -> bool:
        """Whether they are of a while in common."""
        if self.last is None or other.last is None:
            return False
        begins = max(self.first or _EVER, other.first or _EVER)
        return begins < min(self.last, other.last)


def parts(connection: Connection) -> Sequence[Part]:
    """All of them, the oldest first; none on SQLite."""
    if connection.dialect.name != "postgresql":
        return []
    return [Part(*row) for row in connection.execute(_PARTS, {"most": MOST})]


def ahead(now: datetime) -> list[Part]:
    """The months that there have to be."""
    starts = [month_of(now)]
    for _ in range(AHEAD):
        starts.append(_next(starts[-1]))
    return [Part(f"transitions_{first:%Y_%m}", first, last) for first, last in pairwise(starts)]


def missing(connection: Connection, now: datetime) -> list[Part]:
    """Those that there are not."""
    there = parts(connection)
    return [part for part in ahead(now) if not any(one.meets(part) for one in there)]


def has_strays(connection: Connection) -> bool:
    """Whether there are transitions that no month took in."""
    return bool(connection.execute(text(f"SELECT EXISTS (SELECT 1 FROM {OTHER})")).scalar_one())


def make_ahead(engine: Engine, now: datetime) -> list[Part]:
    """Make the months ahead, and give those that were made. Where transitions of a month lie with
    those of none already they stay there, and so do all others of it; where the table is in use it
    is tried again later."""
    with engine.connect() as connection:
        wanted = missing(connection, now) if engine.dialect.name == "postgresql" else []
    return [part for part in wanted if _briefly(engine, partial(_make, part))]


def drop(engine: Engine, part: Part, may: Callable[[Part, Connection], bool]) -> bool:
    """Drop a part with all that it holds, if it still may go once nobody else has it in hand;
    False where it may not, and while the table is in use."""
    return _briefly(engine, partial(_drop, part, may))


def month_of(instant: datetime) -> datetime:
    """The beginning of an instant's month, in UTC."""
    return instant.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _next(month: datetime) -> datetime:
    return month_of(month + timedelta(days=31))


def _drop(part: Part, may: Callable[[Part, Connection], bool], connection: Connection) -> bool:
    connection.execute(text(f"LOCK TABLE ONLY transitions, {part.name}"))
    if not may(part, connection):
        return False
    connection.execute(text(f"DROP TABLE {part.name}"))
    return True


def _make(part: Part, connection: Connection) -> bool:
    span = {"first": part.first, "last": part.last}
    if connection.execute(_STRAYS, span).scalar_one():
        return False
    for statement in _MAKE:
        connection.execute(text(statement.format(name=part.name, **span)))
    return True


def _briefly(engine: Engine, work: Callable[[Connection], bool]) -> bool:
    """Do what needs the whole table for itself; False where others have it."""
    try:
        with writing(engine, SECONDS) as connection:
            connection.execute(_PATIENCE)
            return bool(connection.execute(_LOCK).scalar_one()) and work(connection)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) not in _BUSY:
            raise
        return False
