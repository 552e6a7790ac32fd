"""A million moves taken along: how soon, how fast, in what memory, and what viewers notice."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import psutil
from sqlalchemy import Engine, text

from data.database import open_engine
from data.history.sums import add_up
from data.log_tail import tail_for
from tests.bench.databases import KINDS
from tests.bench.delays import Spread
from tests.bench.dialer import Shift
from tests.bench.guest import Visit
from tests.bench.parts.history import COLD_MS, FIRST, fill
from tests.bench.process import answer, running, task
from tests.bench.result import Result
from tests.bench.serving import Served, dashboard
from tests.bench.workbench import Workbench
from tests.data.history.months import by_months

MOVES = 1_000_000
CONTACTS = 2_000
VIEWERS = 50
CHANGES_PER_SECOND = 5
PATH = "/api/v1/reports/transitions?campaign=all&format={}"
FIRST_BYTE_SECONDS = 1.0
ROWS_PER_SECOND = 100_000
MORE_MB = 50
XLSX_SECONDS = 120
CACHED_MS = 20
READINGS = 9
INSTANT = "%Y-%m-%dT%H:%M:%SZ"
SLOWER = 2.0
LOOK_SECONDS = 0.05
LONGEST_SECONDS = 600
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """One file: seconds to its first byte and to its last, its size, and the most that the server
    and the process that wrote it had in memory."""

    first_byte: float
    seconds: float
    size: int
    server_mb: float
    writer_mb: float


def measure(bench: Workbench) -> Iterator[Result]:
    """Each database, each format; then with viewers of a live campaign beside it."""
    moves = bench.length(MOVES, 50_000)
    for kind in KINDS:
        url = bench.databases.fresh(kind, CONTACTS, campaigns=1)
        _fill(url, kind, moves)
        with dashboard(url, bench.redis_url) as served:
            yield from _charts(served, kind, moves)
            yield from _files(served, kind, moves)
            yield from _beside(bench, served, url, kind)


def _fill(url: str, kind: str, moves: int) -> None:
    engine = open_engine(url)
    by_months(engine, 13)
    _campaigns(engine)
    fill(engine, kind, 0, moves, moves, campaigns=10)
    add_up(engine, tail_for(engine))
    engine.dispose()


def _campaigns(engine: Engine) -> None:
    """Those that the moves are of, beside the first."""
    with engine.execution_options(write=True).begin() as connection:
        for number in range(2, 11):
            statement = "INSERT INTO campaigns (name, mode, status) VALUES (:name, 'preview', :s)"
            connection.execute(text(statement), {"name": f"Old {number}", "s": "finished"})


def _charts(served: Served, kind: str, moves: int) -> Iterator[Result]:
    """Thirty days that are over, as the page asks for them."""
    end = FIRST + timedelta(days=30)
    path = f"/api/v1/campaigns/3/history?from={FIRST:{INSTANT}}&to={end:{INSTANT}}&tz=UTC"
    cold, *cached = [_asked_ms(served, path) for _ in range(1 + READINGS)]
    what = f"A chart of 30 days of {moves:,} moves over HTTP, {kind}"
    yield Result(f"{what}: cold", cold, "ms", at_most=COLD_MS)
    yield Result(f"{what}: cached", median(cached), "ms", at_most=CACHED_MS)


def _asked_ms(served: Served, path: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=LONGEST_SECONDS)
    began = time.perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    took = 1000 * (time.perf_counter() - began)
    connection.close()
    if response.status != http.client.OK:
        raise ChildProcessError(f"{response.status} for a chart: {body[:500]!r}")
    return took


def _files(served: Served, kind: str, moves: int) -> Iterator[Result]:
    idle = _mb(served.process)
    for format in ("csv", "xlsx"):
        taken = _taken(served, format)
        what = f"{moves:,} moves as {format.upper()}, {kind}"
        is_csv = format == "csv"
        first = FIRST_BYTE_SECONDS if is_csv else None
        yield Result(f"{what}: first byte", taken.first_byte, "s", at_most=first)
        if is_csv:
            speed = moves / taken.seconds
            yield Result(f"{what}: speed", speed, "rows/s", at_least=ROWS_PER_SECOND)
        else:
            yield Result(f"{what}: whole", taken.seconds, "s", at_most=XLSX_SECONDS)
        yield Result(f"{what}: size", taken.size / MB, "MB")
        more = max(0.0, taken.server_mb - idle)
        yield Result(f"{what}: more memory of the server", more, "MB", at_most=MORE_MB)
        yield Result(f"{what}: memory of its writer", taken.writer_mb, "MB")


def _beside(bench: Workbench, served: Served, url: str, kind: str) -> Iterator[Result]:
    """What viewers wait for a change, without a report and while one is written all the time."""
    shift = Shift(url, bench.redis_url, CHANGES_PER_SECOND, 1, bench.length(30.0, 8.0))
    visit = Visit("stream", served.port, VIEWERS)
    before = _delays(shift, visit)
    with _taking_again_and_again(served):
        meanwhile = _delays(shift, visit)
    what = f"Viewers × {VIEWERS}, {kind}"
    yield Result(f"{what}: delay p95 without a report", before.p95, "ms")
    yield Result(f"{what}: delay p95 during one", meanwhile.p95, "ms")
    ratio = meanwhile.p95 / before.p95
    yield Result(f"{what}: delay p95, during one to without", ratio, "×", at_most=SLOWER)


def _delays(shift: Shift, visit: Visit) -> Spread:
    with running(*task("crowd", visit)) as crowd:
        assert crowd.stdout is not None
        if crowd.stdout.readline() != "ready\n":
            raise ChildProcessError("the viewers could not join")
        with running(*task("dialer", shift)) as dialer:
            commits = answer(dialer, shift.seconds + 60)
        return Spread(**answer(crowd, 60, json.dumps(commits) + "\n")["delay"])


@contextmanager
def _taking_again_and_again(served: Served) -> Iterator[None]:
    over = threading.Event()
    errors: list[Exception] = []

    def take() -> None:
        try:
            while not over.is_set():
                _taken(served, "csv", over)
        except Exception as error:  # noqa: BLE001 - it is raised below
            errors.append(error)

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(LONGEST_SECONDS)
    if errors:
        raise errors[0]


def _taken(served: Served, format: str, over: threading.Event | None = None) -> Taken:
    """Take a file; where it is `over` the rest is left."""
    with _watched(served.process) as most:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=LONGEST_SECONDS)
        began = time.perf_counter()
        connection.request("GET", PATH.format(format))
        response = connection.getresponse()
        size = len(response.read(1))
        first_byte = time.perf_counter() - began
        if response.status != http.client.OK:
            raise ChildProcessError(f"{response.status} for a report: {response.read()[:500]!r}")
        while not (over and over.is_set()) and (piece := response.read(MB)):
            size += len(piece)
        seconds = time.perf_counter() - began
        connection.close()
    return Taken(first_byte, seconds, size, most["server"], most["writer"])


@contextmanager
def _watched(process: psutil.Process) -> Iterator[dict[str, float]]:
    """The most memory, in MB, of the server and of any process that it has begun meanwhile."""
    most = {"server": 0.0, "writer": 0.0}
    already = {child.pid for child in process.children(recursive=True)}
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOK_SECONDS):
            most["server"] = max(most["server"], _mb(process))
            others = [one for one in process.children(recursive=True) if one.pid not in already]
            most["writer"] = max([most["writer"], *map(_mb, others)])

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def _mb(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss / MB)
    except psutil.NoSuchProcess:
        return 0.0
