"""The doctor: one line for each thing that has to be right."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from redis.exceptions import RedisError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from data.broker import connect
from data.database import open_engine
from data.domain.errors import DashboardError, reason_of
from data.embedded import find_server
from data.log_tail import tail_for
from data.schema.migrate import newest_revision, revision_of, trigger_names
from data.settings import Settings

SAFE_SQLITE = (3, 51, 3)  # before it, a reset of the write-ahead log could corrupt the file
CLOCK_SECONDS = 2.0

_TRIGGERS = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1000"),
    "postgresql": text("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' LIMIT 1000"),
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
    """Check settings, database, migrations, triggers, clock and Redis, in this order."""
    engine = open_engine(settings.database)
    checks: dict[str, Callable[[], str]] = {
        "settings": lambda: _settings(settings),
        "database": lambda: _database(engine),
        "migrations": lambda: _on(engine, _migrations),
        "triggers": lambda: _on(engine, _triggers),
        "clock": lambda: _clock(engine, now()),
        "redis": lambda: _redis(settings),
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


def _clock(engine: Engine, now: datetime) -> str:
    tail = tail_for(engine)
    with tail.open(engine) as connection, connection.begin():
        apart = abs((tail.look(connection).as_of - now).total_seconds())
    if apart > CLOCK_SECONDS:
        raise DashboardError(f"the database's clock and this one are {apart:.1f} s apart")
    return f"{apart:.1f} s from the database's"


def _redis(settings: Settings) -> str:
    if not settings.redis_url:
        return f"embedded: {find_server().name}"
    with connect(settings.redis_url) as client:
        client.ping()
    return "answers"
