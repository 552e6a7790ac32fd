"""From a dialer's commit to the painted pixel, of the dashboard and of its peer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from playwright.sync_api import Browser

from tests.bench.chromium import Watched, watched
from tests.bench.databases import KINDS
from tests.bench.delays import Spread, delays_ms
from tests.bench.dialer import Shift
from tests.bench.process import answer, running, task
from tests.bench.result import Result
from tests.bench.serving import Served, dashboard, peer
from tests.bench.workbench import Workbench
from tests.browser import chromium

CONTACTS = 10_000
FUNNEL_MS = 300
TIMES_BETTER = 10


@dataclass(frozen=True, slots=True)
class Load:
    """How much a dialer changes, and within how many ms 95 % of it is to be on the screen."""

    name: str
    rate: float
    batch: int
    number_ms: float


@dataclass(frozen=True, slots=True)
class Seen:
    """How long it took to the number and to the funnel, in ms."""

    number: Spread
    funnel: Spread


LOADS = (
    Load("5 changes/s", rate=5, batch=1, number_ms=60),
    Load("100 changes/s in batches of 10", rate=10, batch=10, number_ms=110),
)


def measure(bench: Workbench) -> Iterator[Result]:
    """Each load on each database: first the dashboard, then the peer on the same database."""
    seconds = bench.length(30.0, 8.0)
    with chromium() as browser:
        for kind in KINDS:
            shift = Shift(bench.databases.fresh(kind, CONTACTS), bench.redis_url, 0, 0, seconds)
            with dashboard(shift.url, shift.redis_url) as served:
                ours = [_seen(browser, served, shift, load) for load in LOADS]
            what = f"Change to pixel, {{}}, {kind}"
            for load, our in zip(LOADS, ours, strict=True):
                yield from _results(what.format(load.name), load, our)
            with peer(shift.url, shift.redis_url) as served:
                theirs = [_seen(browser, served, shift, load) for load in LOADS]
            for load, our, their in zip(LOADS, ours, theirs, strict=True):
                yield _compared(what.format(load.name), our, their)


def _seen(browser: Browser, served: Served, shift: Shift, load: Load) -> Seen:
    with watched(browser, served.page) as page:
        return _spreads(page, replace(shift, rate=load.rate, batch=load.batch))


def _spreads(page: Watched, shift: Shift) -> Seen:
    with running(*task("dialer", shift)) as dialer:
        commits = answer(dialer, shift.seconds + 30)
    last = commits[-1][0]
    return Seen(
        *(Spread.of(delays_ms(commits, page.seen(name, last))) for name in ("number", "funnel"))
    )


def _results(what: str, load: Load, our: Seen) -> Iterator[Result]:
    number, funnel = our.number, our.funnel
    yield Result(f"{what}: number p50", number.p50, "ms")
    yield Result(f"{what}: number p95", number.p95, "ms", at_most=load.number_ms)
    yield Result(f"{what}: funnel p95", funnel.p95, "ms", at_most=FUNNEL_MS)


def _compared(what: str, our: Seen, their: Seen) -> Result:
    """Beside the peer. A result of its own: the dashboard's stand where the peer's page fails."""
    return Result(
        f"{what}: number p95 beside the peer",
        our.number.p95,
        "ms",
        their.number.p95,
        times_better=TIMES_BETTER,
    )
