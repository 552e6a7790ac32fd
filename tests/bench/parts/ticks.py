"""What a look at the database costs, by the number of contacts in it."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

from sqlalchemy import Engine, text

from data.database import open_engine
from data.feed import LiveFeed
from data.log_tail import tail_for
from tests.bench.databases import KINDS
from tests.bench.delays import Spread
from tests.bench.result import Result
from tests.bench.workbench import Workbench

SIZES = (10_000, 100_000, 1_000_000)
GROWTH = 1.5  # a tick at the largest size may cost so many times one at the smallest
CHANGES = 3
_CHANGE = text("UPDATE contacts SET state = 'calling' WHERE id = :id")


class Ticker:
    """A feed that is moved by hand, and a writer beside it."""

    def __init__(self, engine: Engine, feed: LiveFeed) -> None:
        self._engine = engine
        self._feed = feed
        self._changed = 0

    def changed_ms(self) -> float:
        """How long one tick takes after a few more contacts have moved."""
        first, self._changed = self._changed + 1, self._changed + CHANGES
        with self._engine.execution_options(write=True).begin() as connection:
            connection.execute(_CHANGE, [{"id": id} for id in range(first, self._changed + 1)])
        return self.tick_ms()

    def tick_ms(self) -> float:
        """How long one tick takes."""
        began = time.perf_counter()
        self._feed.tick()
        return 1000 * (time.perf_counter() - began)


def measure(bench: Workbench) -> Iterator[Result]:
    """Each database; its sizes take turns, so that whatever else runs disturbs all alike."""
    sizes = bench.length(SIZES, SIZES[:2])
    rounds = bench.length(300, 50)
    for kind in KINDS:
        with ExitStack() as stack:
            urls = {size: bench.databases.kept(kind, size) for size in sizes}
            tickers = {size: stack.enter_context(_ticker(url)) for size, url in urls.items()}
            idle = _spreads(tickers, Ticker.tick_ms, rounds)
            yield from _results(kind, idle, _spreads(tickers, Ticker.changed_ms, rounds))


@contextmanager
def _ticker(url: str) -> Iterator[Ticker]:
    engine = open_engine(url)
    feed = LiveFeed(engine, tail_for(engine))
    try:
        feed.tick()
        yield Ticker(engine, feed)
    finally:
        feed.stop()
        engine.dispose()


def _spreads(
    tickers: Mapping[int, Ticker], timed: Callable[[Ticker], float], rounds: int
) -> Mapping[int, Spread]:
    turns = [{size: timed(ticker) for size, ticker in tickers.items()} for _ in range(rounds)]
    return {size: Spread.of(turn[size] for turn in turns) for size in tickers}


def _results(kind: str, idle: Mapping[int, Spread], busy: Mapping[int, Spread]) -> Iterator[Result]:
    for size, spread in idle.items():
        yield Result(f"Idle tick, {size:,} contacts, {kind}: p50", spread.p50, "ms")
    for size, spread in busy.items():
        what = f"Tick after {CHANGES} changes, {size:,} contacts, {kind}"
        yield Result(f"{what}: p50", spread.p50, "ms")
        yield Result(f"{what}: p95", spread.p95, "ms")
    smallest, largest = min(busy), max(busy)
    growth = busy[largest].p50 / busy[smallest].p50
    what = f"Tick at {largest:,} contacts in ticks at {smallest:,}, {kind}"
    yield Result(what, growth, "×", at_most=GROWTH)
