"""How long a start takes, with a checkpoint and without."""

import time
from collections.abc import Iterator

from sqlalchemy import TextClause, text

from data.database import open_engine
from data.feed import LiveFeed
from data.log_tail import tail_for
from tests.bench.databases import KINDS
from tests.bench.result import Result
from tests.bench.serving import dashboard
from tests.bench.workbench import Workbench

CONTACTS = 1_000_000
WITH_CHECKPOINT_SECONDS = 2
MISSED = 60_000
_FORGET = text("DELETE FROM checkpoints")
_WRITE_ON = text(f"""
  UPDATE contacts SET state = CASE state WHEN 'calling' THEN 'acw' ELSE 'calling' END
  WHERE id <= {MISSED}""")


def measure(bench: Workbench) -> Iterator[Result]:
    """The feed's first tick, and the whole process until `/readyz` says ready."""
    contacts = bench.length(CONTACTS, 100_000)
    for kind in KINDS:
        url = bench.databases.kept(kind, contacts)
        what = f"Start at {contacts:,} contacts, {kind}"
        _forget(url)
        yield Result(f"{what}: first tick without a checkpoint", _first_tick(url), "s")
        yield Result(
            f"{what}: first tick from a checkpoint",
            _first_tick(url),
            "s",
            at_most=WITH_CHECKPOINT_SECONDS,
        )
        _write_on(url)
        yield Result(
            f"{what}: first tick from a checkpoint, {MISSED:,} changes later",
            _first_tick(url),
            "s",
            at_most=WITH_CHECKPOINT_SECONDS,
        )
        _forget(url)
        yield Result(f"{what}: process ready without", _ready(url, bench.redis_url), "s")
        yield Result(
            f"{what}: process ready with",
            _ready(url, bench.redis_url),
            "s",
            at_most=WITH_CHECKPOINT_SECONDS,
        )


def _first_tick(url: str) -> float:
    """Seconds to the first snapshot; a checkpoint is there afterwards."""
    engine = open_engine(url)
    feed = LiveFeed(engine, tail_for(engine))
    began = time.perf_counter()
    feed.tick()
    seconds = time.perf_counter() - began
    feed.stop()
    engine.dispose()
    return seconds


def _ready(url: str, redis_url: str) -> float:
    """Seconds from the command to ready; a checkpoint is there afterwards."""
    began = time.perf_counter()
    with dashboard(url, redis_url):
        return time.perf_counter() - began


def _forget(url: str) -> None:
    _execute(url, _FORGET)


def _write_on(url: str) -> None:
    """What a dialer writes in 30 s, at its fastest, while nobody follows."""
    _execute(url, _WRITE_ON)


def _execute(url: str, statement: TextClause) -> None:
    engine = open_engine(url)
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(statement)
    engine.dispose()
