"""A page of a million contacts, for each filter and order: the first one, one within, the last."""

from datetime import UTC, datetime

from sqlalchemy import text

from data.domain.contact_filter import ContactFilter
from tests.bench.databases import POSTGRES

CONTACTS = 1_000_000
STEP = 50_000
LIMIT = 100
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
    "last word": ContactFilter(text="novak 77"),
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
}
_SINCE_SQLITE = (
    f"strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-05 12:00', '-' || {_SECONDS_AGO} || ' seconds')"
)
_TRIGGERS = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
