"""What a span costs grows with the span, and not with what lies before it and after it."""

import itertools
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, text

from data.history.past import Past, Span
from data.history.sums import add_up
from data.log_tail import tail_for
from tests.data.history.log import unguarded

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
START = BEGAN + timedelta(days=3, seconds=33)
DAYS = 10
APART = 300  # seconds from one transition to the next
_ROWS = """
  INSERT INTO transitions (campaign_id, contact_id, from_state, to_state, at, dwell_seconds,
    attempt, from_step, to_step)
  WITH RECURSIVE numbers(n) AS (
    SELECT CAST(:first AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
  SELECT 1 + n % 2, n, 'initial', 'calling', {at}, 1.5, 1, 0, 1 FROM numbers
"""
_AT = {
    "postgresql": "CAST(:began AS timestamptz) + n * interval '5 minutes'",
    "sqlite": "strftime('%Y-%m-%dT%H:%M:%fZ', :began, (5 * n) || ' minutes')",
}
_TOUCHED = text("SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_xact_user_tables")


def fill(engine: Engine, first: int, days: int) -> None:
    last = first + days * 86_400 // APART - 1
    with unguarded(engine) as connection:
        given = {"began": f"{BEGAN:%Y-%m-%d %H:%M:%S}", "first": first, "last": last}
        connection.execute(text(_ROWS.format(at=_AT[engine.dialect.name])), given)
    assert add_up(engine, tail_for(engine))
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def work_of(engine: Engine, campaigns: list[int] | None, span: Span, level: int) -> int:
    """What the database touches: rows of PostgreSQL, steps of SQLite's machine."""
    with Past.of(engine, tail_for(engine)) as past:
        before = touched(past.connection)
        past.moves(campaigns, span, level)
        past.dwells(campaigns, span, level)
        return touched(past.connection) - before


steps = itertools.count()


def touched(connection: Connection) -> int:
    driver = connection.connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        return int(connection.execute(_TOUCHED).scalar_one())
    driver.set_progress_handler(lambda: next(steps) and 0, 10)
    return next(steps)


@pytest.mark.parametrize("campaigns", [[2], None])
def test_a_span_costs_the_same_in_a_log_of_any_length(
    engine: Engine, campaigns: list[int] | None
) -> None:
    fill(engine, 0, DAYS)
    spans = {
        15: Span(START, START + timedelta(hours=9)),
        60: Span(START, START + timedelta(days=4)),
        1440: Span(START, START + timedelta(days=5)),
    }
    short = {level: work_of(engine, campaigns, span, level) for level, span in spans.items()}
    fill(engine, DAYS * 86_400 // APART, 5 * DAYS)
    for level, span in spans.items():
        assert work_of(engine, campaigns, span, level) <= 1.5 * short[level], level
    everything = work_of(engine, campaigns, Span(BEGAN, None), 1)
    assert everything > 3 * max(short.values())
