"""A large campaign is canceled while dialers call and its worker is killed: how fast, what they
feel of it, and that nothing is lost."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from data.database import open_engine
from data.feed import LiveFeed
from data.log_tail import tail_for
from tests.bench.databases import POSTGRES, SQLITE
from tests.bench.delays import Spread
from tests.bench.parts.flood import miscounted
from tests.bench.process import wait_until
from tests.bench.result import Result
from tests.bench.workbench import Workbench
from tests.data.operations import checks
from tests.data.operations.crew import Run, cancel_under_fire
from tests.data.operations.scenes import campaign

CAMPAIGN, OTHER = 1, 2  # the other one goes on, so that dialers write as before
OTHERS = 5_000
WARM_UP_SECONDS = 5.0
LONGEST_MS = 50.0


@dataclass(frozen=True, slots=True)
class Case:
    """What is measured, and the targets: contacts a second, and seconds of the fence and of all."""

    kind: str
    contacts: int
    dialers: int
    kills: int
    runs: int
    at_least: float | None = None
    fence: float | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A run, and what the live feed beside it found wrong."""

    run: Run
    drifts: int
    wrong: int


CASES = (
    Case(POSTGRES, 200_000, dialers=4, kills=3, runs=3, at_least=8_000),
    Case(SQLITE, 50_000, dialers=1, kills=3, runs=3, at_least=8_000),
    Case(POSTGRES, 1_000_000, dialers=4, kills=0, runs=1, fence=1.0, total=120.0),
)
QUICK = (
    Case(POSTGRES, 20_000, dialers=4, kills=1, runs=1),
    Case(SQLITE, 5_000, dialers=1, kills=1, runs=1),
)


def measure(bench: Workbench) -> Iterator[Result]:
    """Each run on a database of its own. Raises AssertionError where an invariant is broken."""
    for case in bench.length(CASES, QUICK):
        seen = [_seen(bench, case) for _ in range(case.runs)]
        what = f"Cancel {case.contacts:,} contacts, dialers: {case.dialers}, kills: {case.kills}"
        yield from _results(f"{what}, {case.kind}", case, seen)


def _seen(bench: Workbench, case: Case) -> Seen:
    url = bench.databases.fresh(case.kind, case.contacts)
    engine = open_engine(url)
    campaign(engine, {"initial": OTHERS}, id=OTHER)
    with _followed(url) as feed:
        run = cancel_under_fire(
            url, case.dialers, CAMPAIGN, OTHER, kills=case.kills, warm_up=WARM_UP_SECONDS
        )
        ended = time.monotonic()
        wait_until(lambda: feed.latest is not None and feed.latest.at > ended, 60, "a look")
        seen = Seen(run, feed.health().drifts, miscounted(feed, url))
    checks.hold(engine)
    checks.fence_holds(engine)
    engine.dispose()
    return seen


@contextmanager
def _followed(url: str) -> Iterator[LiveFeed]:
    engine = open_engine(url)
    feed = LiveFeed(engine, tail_for(engine))
    try:
        feed.start()
        yield feed
    finally:
        feed.stop()
        engine.dispose()


def _results(what: str, case: Case, seen: Sequence[Seen]) -> Iterator[Result]:
    runs = [one.run for one in seen]
    rate = median(run.moved / run.took for run in runs)
    before = median(Spread.of(run.before).p99 for run in runs)
    during = median(Spread.of(run.during).p99 for run in runs)
    yield Result(f"{what}: contacts", rate, "/s", at_least=case.at_least)
    yield Result(f"{what}: fence, slowest", max(run.fence for run in runs), "s", at_most=case.fence)
    total = max(run.took for run in runs)
    yield Result(f"{what}: until none waits, slowest", total, "s", at_most=case.total)
    yield Result(f"{what}: dialer's p99 before", before, "ms")
    bound = min(LONGEST_MS, 2 * before)
    yield Result(f"{what}: dialer's p99 meanwhile", during, "ms", at_most=bound)
    drifts, wrong = sum(one.drifts for one in seen), sum(one.wrong for one in seen)
    yield Result(f"{what}: audits that differ", drifts, "", at_most=0)
    yield Result(f"{what}: contacts counted wrong at the end", wrong, "", at_most=0)
