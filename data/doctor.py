"""The doctor: one line for each thing that has to be right."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from redis.exceptions import RedisError
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import SQLAlchemyError

from data import clock, schedule_book
from data.broker import connect
from data.database import open_engine
from data.domain.errors import DashboardError, reason_of
from data.embedded import find_server
from data.history import partitions
from data.log_tail import floor, tail_for
from data.schema.migrate import newest_revision, revision_of, trigger_names
from data.schema.tables import sums_head
from data.settings import Settings

SAFE_SQLITE = (3, 51, 3)  # before it, a reset of the write-ahead log could corrupt the file
CLOCK_SECONDS = 2.0
OVERDUE = timedelta(minutes=15)

_TRIGGERS = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1000"),
    "postgresql": text(
        "SELECT DISTINCT tgname FROM pg_trigger"
        " WHERE tgenabled <> 'D' AND NOT tgisinternal LIMIT 1000"
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; a warning is `ok` all the same."""

    ok: bool
    subject: str
    detail: str


def examine(
    settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> list[Finding]:
    """Check settings, database, migrations, triggers, history, its months, clock, Redis and
    reports, in this order."""
    engine = open_engine(settings.database)
    checks: dict[str, Callable[[], str]] = {
        "settings": lambda: _settings(settings),
        "database": lambda: _database(engine),
        "migrations": lambda: _on(engine, _migrations),
        "triggers": lambda: _on(engine, _triggers),
        "history": lambda: _on(engine, _history),
        "months": lambda: _on(engine, _months),
        "clock": lambda: _clock(engine, now()),
        "redis": lambda: _redis(settings),
        "reports": lambda: _on(engine, _reports),
    }
    try:
        return [_checked(subject, check) for subject, check in checks.items()]
    finally:
        engine.dispose()


def sqlite_warning() -> str:
    """What is to be said of the SQLite that is installed; nothing of one that is recent enough."""
    old = tuple(map(int, sqlite3.sqlite_version.split("."))) < SAFE_SQLITE
    return f"{'.'.join(map(str, SAFE_SQLITE))} or later is safer" if old else ""


def _checked(subject: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(True, subject, check())
    except (DashboardError, SQLAlchemyError, RedisError, OSError) as error:
        return Finding(False, subject, reason_of(error))


def _on(engine: Engine, check: Callable[[Connection], str]) -> str:
    with engine.connect() as connection:
        return check(connection)


def _settings(settings: Settings) -> str:
    place = "embedded" if not settings.database_url else "given"
    return f"database {place}, {len(settings.secret)} characters of secret key"


def _database(engine: Engine) -> str:
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            return f"PostgreSQL {connection.execute(text('SHOW server_version')).scalar_one()}"
        found = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if found != "ok":
        raise DashboardError(f"the file is damaged: {found}")
    advice = sqlite_warning()
    return f"SQLite {sqlite3.sqlite_version}{f' (warning: {advice})' if advice else ''}"


def _migrations(connection: Connection) -> str:
    found, wanted = revision_of(connection), newest_revision()
    if found != wanted:
        raise DashboardError(f"at {found}, expected {wanted}: run app.py migrate")
    return f"at {found}"


def _triggers(connection: Connection) -> str:
    wanted = trigger_names(connection.dialect.name)
    missing = wanted - set(connection.execute(_TRIGGERS[connection.dialect.name]).scalars())
    if missing:
        raise DashboardError(f"missing {', '.join(sorted(missing))}: run app.py migrate")
    return f"all {len(wanted)} in place"


def _history(connection: Connection) -> str:
    at = connection.execute(select(sums_head.c.at).limit(1)).scalar_one()
    kept = floor.read(connection).at
    age = (
        f"added up {(clock.now(connection) - at).total_seconds():.0f} s ago"
        if at
        else "not added up yet"
    )
    return f"{age}, {f'single moves since {kept:%Y-%m-%d}' if kept else 'all single moves kept'}"


def _months(connection: Connection) -> str:
    """How PostgreSQL keeps them; what is wrong about them stops nobody, but an open one."""
    if connection.dialect.name != "postgresql":
        return "one table"
    there = partitions.parts(connection)
    if unguarded := [part.name for part in there if not part.guarded]:
        raise DashboardError(f"anybody may write into {', '.join(unguarded)}: run app.py migrate")
    missing = [
        f"{one.first:%Y-%m}" for one in partitions.missing(connection, clock.now(connection))
    ]
    advice = [f"there is none for {', '.join(missing)} yet"] if missing else []
    if partitions.has_strays(connection):
        advice.append(f"{partitions.OTHER} holds transitions of none")
    said = f"{len(there)} tables"
    return f"{said} (warning: {'; '.join(advice)})" if advice else said


def _clock(engine: Engine, now: datetime) -> str:
    tail = tail_for(engine)
    with tail.open(engine) as connection, connection.begin():
        apart = abs((tail.look(connection).as_of - now).total_seconds())
    if apart > CLOCK_SECONDS:
        raise DashboardError(f"the database's clock and this one are {apart:.1f} s apart")
    return f"{apart:.1f} s from the database's"


def _reports(connection: Connection) -> str:
    """Reports that nobody has written: a server that runs makes up for them by itself."""
    late, since = schedule_book.overdue(connection, clock.now(connection), OVERDUE)
    if since is None:
        return f"{schedule_book.count_active(connection)} scheduled, none overdue"
    return f"{late} overdue (warning: since {since:%Y-%m-%d %H:%M} UTC; does a server run?)"


def _redis(settings: Settings) -> str:
    if not settings.redis_url:
        return f"embedded: {find_server().name}"
    with connect(settings.redis_url) as client:
        client.ping()
    return "answers"
