"""A year of history: what it costs to add up, and what a span of it costs to ask for."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from statistics import median

from sqlalchemy import Engine, text

from data.database import open_engine
from data.feed import LiveFeed
from data.history.past import Past, Span
from data.history.sums import add_up
from data.log_tail import tail_for
from tests.bench.databases import KINDS, POSTGRES, SQLITE
from tests.bench.result import Result
from tests.bench.workbench import Workbench
from tests.data.history.log import unguarded
from tests.data.history.months import NOW, by_months

TRANSITIONS = 10_000_000
STEP = 250_000
DAYS = 364
MONTHS = 13
CAMPAIGNS = 10
READINGS = 9
COLD_MS = 300
PATIENCE = 3_600.0
GROWTH = 1.5  # what a span costs of the whole may be so many times what it costs of a quarter
SPANS = {1: 15, 30: 60, DAYS: 1_440}  # days, and the minutes of a point
BEGAN = NOW - timedelta(days=DAYS)
FIRST = BEGAN + timedelta(days=40, seconds=33)  # spans begin here, within a minute
# The course of a contact again and again, evenly over the year, in all campaigns by turns.
_ROWS = """
  WITH RECURSIVE numbers(n) AS (
    SELECT CAST(:first AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
  INSERT INTO transitions (campaign_id, contact_id, from_state, to_state, at, dwell_seconds,
    attempt, from_step, to_step)
  SELECT 1 + n / 6 % {campaigns}, 1 + n / 6,
    CASE n % 6 WHEN 1 THEN 'initial' WHEN 2 THEN 'calling' WHEN 3 THEN 'retry_scheduled'
      WHEN 4 THEN 'calling' WHEN 5 THEN 'call_in_progress' END,
    CASE n % 6 WHEN 0 THEN 'initial' WHEN 2 THEN 'retry_scheduled' WHEN 4 THEN 'call_in_progress'
      WHEN 5 THEN 'success' ELSE 'calling' END,
    {at}, CASE WHEN n % 6 > 0 THEN 0.001 * (n * 7919 % 900000) END, n % 6 / 2,
    CASE n % 6 WHEN 0 THEN NULL WHEN 1 THEN 0 WHEN 5 THEN 3 ELSE 1 END,
    CASE n % 6 WHEN 0 THEN 0 WHEN 4 THEN 3 WHEN 5 THEN 4 ELSE 1 END
  FROM numbers
"""
_AT = {
    POSTGRES: "CAST(:began AS timestamptz) + n * CAST(:apart AS float8) * interval '1 second'",
    SQLITE: "strftime('%Y-%m-%dT%H:%M:%fZ', :began, (n * :apart) || ' seconds')",
}


def measure(bench: Workbench) -> Iterator[Result]:
    """Each database: a quarter of the year first, then all of it."""
    whole = bench.length(TRANSITIONS, 400_000)
    for kind in KINDS:
        engine = open_engine(bench.databases.fresh(kind, 0, CAMPAIGNS))
        by_months(engine, MONTHS)
        quarter: dict[int, float] = {}
        for begun, done in ((0, whole // 4), (whole // 4, whole)):
            fill(engine, kind, begun, done, whole)
            seconds = _seconds(partial(add_up, engine, tail_for(engine), PATIENCE))
            what = f"Adding up {done - begun:,} transitions at once, {kind}"
            yield Result(what, (done - begun) / seconds, "transitions/s")
            for days, level in SPANS.items():
                if days == DAYS and done < whole:
                    continue
                cold, again = _asked(engine, days, level)
                what = f"{days} days of {done:,} transitions, a point each {level} min, {kind}"
                yield Result(f"{what}: cold", cold, "ms", at_most=COLD_MS if days == 30 else None)
                yield Result(f"{what}: again", again, "ms")
                if days in quarter:
                    what = f"{days} days of the whole in {days} days of a quarter, {kind}"
                    yield Result(what, again / quarter[days], "×", at_most=GROWTH)
                quarter[days] = again
        what = f"Start at {whole:,} transitions, {kind}: first tick, from the sums"
        yield Result(what, _seconds(LiveFeed(engine, tail_for(engine)).tick), "s")
        engine.dispose()


def fill(
    engine: Engine, kind: str, begun: int, done: int, whole: int, campaigns: int = CAMPAIGNS
) -> None:
    """Put in the moves from one number to before another, of so many in the whole year."""
    given = {"began": BEGAN.isoformat() if kind == POSTGRES else f"{BEGAN:%Y-%m-%d %H:%M:%S}"}
    apart = {"apart": DAYS * 86_400 / whole}
    rows = text(_ROWS.format(campaigns=campaigns, at=_AT[kind]))
    for first in range(begun, done, STEP):
        part = {"first": first, "last": min(done, first + STEP) - 1}
        with unguarded(engine) as connection:
            connection.execute(rows, given | apart | part)
    if kind == POSTGRES:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("VACUUM ANALYZE"))


def _asked(engine: Engine, days: int, level: int) -> tuple[float, float]:
    """Milliseconds of the first reading on a new connection, and of those after it."""
    engine.dispose()
    start = FIRST if days < DAYS else BEGAN
    span = Span(start, start + timedelta(days=days))
    first, *others = [_seconds(lambda: _ask(engine, span, level)) for _ in range(READINGS)]
    return 1000 * first, 1000 * median(others)


def _ask(engine: Engine, span: Span, level: int) -> None:
    with Past.of(engine, tail_for(engine)) as past:
        assert past.moves([3], span, level)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
