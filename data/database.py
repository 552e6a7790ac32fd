"""The engine: how each database is opened, and what every connection is told."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool

from data.deadline import deadline
from data.domain import dwell

CONNECT_SECONDS = 5
BUSY_SECONDS = 5
WAL_RETRY_SECONDS = 0.01
STATEMENT_SECONDS = 30
READ_SECONDS = 5.0

_CHANGED = text(
    "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
)


def open_engine(url: str) -> Engine:
    """An engine for a SQLite or PostgreSQL URL; nothing is connected yet."""
    return _open_sqlite(url) if url.startswith("sqlite") else _open_postgres(url)


@contextmanager
def reading(engine: Engine, seconds: float = READ_SECONDS) -> Iterator[Connection]:
    """A connection to read with for a person who waits. Raises DeadlineError when it takes long."""
    with engine.connect() as connection, deadline(connection, seconds):
        yield connection


def changed_rows(connection: Connection) -> int:
    """A number that rises with every row that the transaction inserts, updates or deletes."""
    driver = connection.connection.dbapi_connection
    if isinstance(driver, sqlite3.Connection):
        return driver.total_changes
    return int(connection.execute(_CHANGED).scalar_one())


@contextmanager
def native_text(connection: Connection) -> Iterator[None]:
    """Within it SQLite's driver decodes texts itself: many rows take half the time. What is not
    UTF-8 is an OperationalError of the driver then."""
    driver = connection.connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    usual, driver.text_factory = driver.text_factory, str
    try:
        yield
    finally:
        driver.text_factory = usual


def _open_postgres(url: str) -> Engine:
    given = make_url(url).query.get("options", "")
    return create_engine(
        url,
        hide_parameters=True,  # errors would hold people's names and numbers
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 5_000,
            # A cached plan from a quiet table would scan the whole log later on.
            "prepare_threshold": None,
            "application_name": "campaign-dashboard",
            "options": f"{given} -c jit=off -c timezone=UTC"
            f" -c statement_timeout={STATEMENT_SECONDS}s",
        },
    )


def _open_sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkout", _check_file)
    return engine


def file_of(connection: sqlite3.Connection) -> tuple[int, int] | None:
    """Which file stands at the connection's path now; None where none does.

    A connection to a file that was replaced goes on reading the old one without a word.
    """
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _check_file(connection: sqlite3.Connection, record: Any, _: Any) -> None:
    if file_of(connection) != record.info["file"]:
        raise DisconnectionError


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    # The driver would begin late, and never for a read: `_begin_sqlite` does it instead.
    connection.isolation_level = None
    # What others wrote by hand need not be UTF-8; one such name must not stop every number.
    connection.text_factory = lambda text: text.decode(errors="replace")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("dwell_bucket", 1, _bucket, deterministic=True)
    record.info["file"] = file_of(connection)


def _bucket(seconds: float | None) -> int | None:
    return None if seconds is None else dwell.bucket_of(seconds)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on. Raises OperationalError when the file stays locked."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            # Two that turn a new file together: SQLite refuses one at once and never waits here.
            if time.monotonic() > give_up:
                raise
            time.sleep(WAL_RETRY_SECONDS)


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that turns from reading to writing can fail at once as "locked".
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
