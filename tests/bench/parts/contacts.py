"""A page of a million contacts, for each filter and order: the first one, one within, the last."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, text

from data.contacts.pages import Page, page, still
from data.database import open_engine, reading
from data.domain.contact_filter import (
    ORDERS,
    ContactFilter,
    ContactQuery,
    Key,
    Order,
    Position,
)
from tests.bench.databases import KINDS, POSTGRES, SQLITE
from tests.bench.result import Result
from tests.bench.workbench import Workbench

CONTACTS = 1_000_000
STEP = 50_000
LIMIT = 100
READINGS = 3
TARGET_MS = 150
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
FILTERS = {
    "no filter": ContactFilter(),
    "one state": ContactFilter(states=("success",)),
    "rare state": ContactFilter(states=("bcw",)),
    "unknown states": ContactFilter(states=("other",)),
    "six states": ContactFilter(
        states=("initial", "calling", "acw", "call_in_progress", "retry_scheduled", "other")
    ),
    "an operator": ContactFilter(operator="Operator 7"),
    "a rare operator": ContactFilter(operator="Newcomer"),
    "no such operator": ContactFilter(operator="Nobody"),
    "end of a number": ContactFilter(text="5123"),
    "end of a name": ContactFilter(text="977"),
    "text of half": ContactFilter(text="ada"),
    "text of none": ContactFilter(text="zzz"),
    "external id": ContactFilter(text="C0004"),
    "dwell": ContactFilter(min_dwell=3_600 * 24 * 30),
    "dwell of none": ContactFilter(min_dwell=3_600 * 24 * 3_000),
    "attempts": ContactFilter(min_attempts=3, max_attempts=4),
    "attempts of few": ContactFilter(min_attempts=40),
    "rare together": ContactFilter(
        states=("initial",), operator="Operator 7", text="ada", min_dwell=60, min_attempts=1
    ),
}
# By their number, so that both databases hold the same ones.
_CONTACTS = """
  INSERT INTO contacts (id, campaign_id, phone, name, external_id, state, state_since, attempts,
    operator, funnel_step, version)
  WITH RECURSIVE numbers(n) AS (
    SELECT CAST(:first AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
  SELECT n, 1, '+420 ' || (600000000 + n * 7919 % 99999989),
    CASE WHEN n % 2 = 0 THEN 'Ada ' ELSE 'Emil ' END || 'Novak ' || (n * 31 % 9973), 'C' || n,
    CASE WHEN n % 90000 = 1 THEN 'bcw' WHEN n % 300000 = 2 THEN 'hypnotized'
      WHEN n % 20000 = 3 THEN 'calling' WHEN n % 10 < 4 THEN 'initial'
      WHEN n % 10 < 7 THEN 'success' WHEN n % 10 < 9 THEN 'retry_scheduled' ELSE 'dial_failed' END,
    {since}, CASE WHEN n % 250000 = 5 THEN 50 WHEN n % 10 < 4 THEN 0 ELSE 1 + n * 13 % 7 END,
    CASE WHEN n % 200000 = 7 THEN 'Newcomer' WHEN n % 10 >= 4 THEN 'Operator ' || (n % 41) END, 0, 1
  FROM numbers
"""
_SECONDS_AGO = "(n * 104729 % 5000011)"
_SINCE = {
    POSTGRES: f"CAST('2026-01-05 12:00Z' AS timestamptz) - {_SECONDS_AGO} * interval '1 second'",
    SQLITE: f"strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-05 12:00', '-' || {_SECONDS_AGO}"
    " || ' seconds')",
}
_TRIGGERS = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
_BESIDE: Mapping[str, Key] = {  # what stands in the middle of each order
    "id": (CONTACTS // 2,),
    "since": (NOW - timedelta(days=29), CONTACTS // 2),
    "attempts": (3, CONTACTS // 2),
}


def measure(bench: Workbench) -> Iterator[Result]:
    """For each filter the slowest reading of all its pages, three of each."""
    contacts = bench.length(CONTACTS, 20_000)
    for kind in KINDS:
        engine = open_engine(bench.databases.fresh(kind, 0))
        _fill(engine, kind, contacts)
        for name, filter in FILTERS.items():
            took = [ms for order in ORDERS.values() for ms in _pages_ms(engine, filter, order)]
            what = f"Page of {contacts:,} contacts, {name}, any order: slowest, {kind}"
            yield Result(what, max(took), "ms", at_most=TARGET_MS)
        engine.dispose()


def _fill(engine: Engine, kind: str, contacts: int) -> None:
    """Contacts with a past, which only a database without its triggers takes."""
    begun = engine.execution_options(write=True).begin()
    with begun as connection, _unguarded(connection, kind):
        for first in range(1, contacts + 1, STEP):
            part = {"first": first, "last": min(contacts, first + STEP - 1)}
            connection.execute(text(_CONTACTS.format(since=_SINCE[kind])), part)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if kind == POSTGRES else "SELECT 1"))


@contextmanager
def _unguarded(connection: Connection, kind: str) -> Iterator[None]:
    triggers = [] if kind == POSTGRES else connection.execute(_TRIGGERS).all()
    begin = [f"DROP TRIGGER {name}" for name, _ in triggers]
    end = [sql for _, sql in triggers]
    if kind == POSTGRES:
        begin = ["ALTER TABLE contacts DISABLE TRIGGER USER"]
        end = ["ALTER TABLE contacts ENABLE TRIGGER USER"]
    for statement in begin:
        connection.exec_driver_sql(statement)
    yield
    for statement in end:
        connection.exec_driver_sql(statement)


def _pages_ms(engine: Engine, filter: ContactFilter, order: Order) -> Iterator[float]:
    """Of the first page, one in the middle and the last one."""
    query = ContactQuery(1, filter, order)
    backwards = ContactQuery(1, filter, Order(order.by, not order.descending))
    end = _page(engine, backwards, NOW).after
    starts = [NOW, Position(_BESIDE[order.by], NOW), *([end] if end else [])]
    for start in starts:
        yield max(_ms(engine, query, start) for _ in range(READINGS))


def _ms(engine: Engine, query: ContactQuery, start: Position | datetime) -> float:
    began = time.perf_counter()
    _page(engine, query, start)
    return 1000 * (time.perf_counter() - began)


def _page(engine: Engine, query: ContactQuery, start: Position | datetime) -> Page:
    with reading(still(engine)) as connection:
        return page(connection, query, LIMIT, start)
