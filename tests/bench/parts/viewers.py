"""Many viewers of one campaign: the delay to each, and what they cost the server."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.crowd import Visit
from tests.bench.databases import POSTGRES
from tests.bench.delays import Mark, Spread
from tests.bench.dialer import Shift
from tests.bench.process import answer, running, task
from tests.bench.result import Result
from tests.bench.serving import Served, dashboard
from tests.bench.workbench import Workbench

CONTACTS = 10_000
CHANGES_PER_SECOND = 5
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """So many viewers, and what is asked of the server with them; None: nothing."""

    viewers: int
    delay_ms: float | None = None
    core_percent: float | None = None
    memory_mb: float | None = None


@dataclass(frozen=True, slots=True)
class Burden:
    """What was measured with one size of crowd."""

    delay: Spread
    last_states: int
    core_percent: float
    memory_mb: float


SIZES = (
    Size(1),
    Size(50),
    Size(200),
    Size(500, delay_ms=80, core_percent=20, memory_mb=300),
    Size(2_000, delay_ms=250),
)


def measure(bench: Workbench) -> Iterator[Result]:
    """Each size in turn, on one server."""
    url = bench.databases.fresh(POSTGRES, CONTACTS)
    seconds = bench.length(30.0, 8.0)
    shift = Shift(url, bench.redis_url, CHANGES_PER_SECOND, 1, seconds)
    with dashboard(url, bench.redis_url) as served:
        for size in SIZES:
            yield from _results(size, _burden(served, shift, size))


def _burden(served: Served, shift: Shift, size: Size) -> Burden:
    with running(*task("crowd", Visit(served.port, size.viewers))) as crowd:
        assert crowd.stdout is not None
        if crowd.stdout.readline() != "ready\n":
            raise ChildProcessError("the viewers could not join")
        commits, core_percent = _worked(served, shift)
        memory_mb = served.process.memory_info().rss / MB
        seen = answer(crowd, 60, json.dumps(commits) + "\n")
    return Burden(Spread(**seen["delay"]), seen["last_states"], core_percent, memory_mb)


def _worked(served: Served, shift: Shift) -> tuple[list[Mark], float]:
    """A dialer's commits, and the share of a core that the server used meanwhile."""
    began, cpu = time.monotonic(), served.cpu_seconds()
    with running(*task("dialer", shift)) as dialer:
        commits = answer(dialer, shift.seconds + 30)
    return commits, 100 * (served.cpu_seconds() - cpu) / (time.monotonic() - began)


def _results(size: Size, burden: Burden) -> Iterator[Result]:
    what = f"{size.viewers:,} viewers, 5 changes/s"
    yield Result(f"{what}: delay p50", burden.delay.p50, "ms")
    yield Result(f"{what}: delay p95", burden.delay.p95, "ms", at_most=size.delay_ms)
    yield Result(f"{what}: delay p99", burden.delay.p99, "ms")
    yield Result(f"{what}: share of a core", burden.core_percent, "%", at_most=size.core_percent)
    yield Result(f"{what}: server's memory", burden.memory_mb, "MB", at_most=size.memory_mb)
    yield Result(f"{what}: different last states", burden.last_states, "", at_most=1)
