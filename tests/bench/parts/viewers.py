"""Many viewers of one campaign: the delay to each, and what they cost the server."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from tests.bench.databases import POSTGRES
from tests.bench.delays import Mark, Spread
from tests.bench.dialer import Shift
from tests.bench.guest import Visit
from tests.bench.process import answer, running, task
from tests.bench.result import Result
from tests.bench.serving import Served, dashboard, peer
from tests.bench.workbench import Workbench

CONTACTS = 10_000
CHANGES_PER_SECOND = 5
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """So many viewers, and what is asked of the dashboard with them; None: nothing."""

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
PEER_SIZES = SIZES[:3]  # with 200 its server is full


def measure(bench: Workbench) -> Iterator[Result]:
    """Each size in turn: on the dashboard, and before that on its peer."""
    url = bench.databases.fresh(POSTGRES, CONTACTS)
    seconds = bench.length(30.0, 8.0)
    shift = Shift(url, bench.redis_url, CHANGES_PER_SECOND, 1, seconds)
    theirs = _burdens(peer, "poll", shift, PEER_SIZES)
    ours = _burdens(dashboard, "stream", shift, SIZES)
    for size, burden in ours.items():
        yield from _results(size, burden, theirs.get(size))


def _burdens(
    serve: Callable[[str, str], AbstractContextManager[Served]],
    way: str,
    shift: Shift,
    sizes: tuple[Size, ...],
) -> Mapping[Size, Burden]:
    with serve(shift.url, shift.redis_url) as served:
        return {
            size: _burden(served, shift, Visit(way, served.port, size.viewers)) for size in sizes
        }


def _burden(served: Served, shift: Shift, visit: Visit) -> Burden:
    with running(*task("crowd", visit)) as crowd:
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


def _results(size: Size, our: Burden, their: Burden | None) -> Iterator[Result]:
    rows = (
        ("delay p50", "ms", lambda burden: burden.delay.p50, None),
        ("delay p95", "ms", lambda burden: burden.delay.p95, size.delay_ms),
        ("delay p99", "ms", lambda burden: burden.delay.p99, None),
        ("share of a core", "%", lambda burden: burden.core_percent, size.core_percent),
        ("server's memory", "MB", lambda burden: burden.memory_mb, size.memory_mb),
    )
    what = f"Viewers × {size.viewers:,}, 5 changes/s"
    for name, unit, figure, at_most in rows:
        theirs = figure(their) if their else None
        yield Result(f"{what}: {name}", figure(our), unit, theirs, at_most=at_most)
    yield Result(f"{what}: different last states", our.last_states, "", at_most=1)
