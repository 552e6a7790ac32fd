"""What keeping history costs a writer: the same writes with the triggers, and without any."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from statistics import median

from sqlalchemy import text

from data.database import open_engine
from tests.bench.databases import POSTGRES, SQLITE
from tests.bench.hammer import Blows
from tests.bench.process import answer, running, task
from tests.bench.result import Result
from tests.bench.workbench import Workbench

CONTACTS = 20_000
US_PER_SECOND = 1_000_000
CREWS = ((POSTGRES, 1), (POSTGRES, 4), (SQLITE, 1))
STATES = ("calling", "retry_scheduled", "acw")
_DROPS = {
    POSTGRES: text("""
      SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger
      WHERE NOT tgisinternal"""),
    SQLITE: text("SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'"),
}
_MOVE_ALL = text("UPDATE contacts SET state = :state")


def measure(bench: Workbench) -> Iterator[Result]:
    """Here the peer is the same database without triggers; the two take turns."""
    rounds, seconds = bench.length(9, 2), bench.length(1.5, 0.7)
    pairs = {kind: _pair(bench, kind) for kind, _ in CREWS}
    for kind, writers in CREWS:
        turns = [[_commit_us(url, writers, seconds) for url in pairs[kind]] for _ in range(rounds)]
        yield from _results(f"UPDATE and commit, writers: {writers}, {kind}", turns)
    for kind, urls in pairs.items():
        turns = [[_bulk_us(url, state) for url in urls] for state in STATES]
        yield from _results(f"UPDATE in bulk, each of {CONTACTS:,} contacts, {kind}", turns)


def _pair(bench: Workbench, kind: str) -> tuple[str, str]:
    """Two equal databases, one with triggers and one without."""
    kept, bare = bench.databases.fresh(kind, CONTACTS), bench.databases.fresh(kind, CONTACTS)
    engine = open_engine(bare)
    with engine.execution_options(write=True).begin() as connection:
        for drop in connection.execute(_DROPS[kind]).scalars().all():
            connection.execute(text(drop))
    engine.dispose()
    return kept, bare


def _commit_us(url: str, writers: int, seconds: float) -> float:
    """The time that each writer spends on a commit."""
    share = CONTACTS // writers
    orders = [Blows(url, 1 + share * number, share, seconds) for number in range(writers)]
    with ExitStack() as stack:
        hammers = [stack.enter_context(running(*task("hammer", order))) for order in orders]
        commits = sum(answer(hammer, seconds + 30) for hammer in hammers)
    return US_PER_SECOND * seconds * writers / commits


def _bulk_us(url: str, state: str) -> float:
    engine = open_engine(url)
    began = time.perf_counter()
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(_MOVE_ALL, {"state": state})
    took = time.perf_counter() - began
    engine.dispose()
    return US_PER_SECOND * took / CONTACTS


def _results(what: str, turns: Sequence[Sequence[float]]) -> Iterator[Result]:
    kept, bare = (median(column) for column in zip(*turns, strict=True))
    yield Result(f"{what}: with triggers (peer: without)", kept, "µs", bare)
    yield Result(f"{what}: cost of the triggers", kept - bare, "µs")
