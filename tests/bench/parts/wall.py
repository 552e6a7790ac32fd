"""A screen on the wall at ten times the usual rate: what it keeps of all that it was told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import linear_regression, median

from playwright.sync_api import CDPSession, Page

from tests.bench.chromium import opened
from tests.bench.databases import SQLITE
from tests.bench.dialer import Shift
from tests.bench.process import answer, running, task
from tests.bench.result import Result
from tests.bench.serving import dashboard
from tests.bench.workbench import Workbench
from tests.browser import chromium

COMMITS_PER_SECOND = 50
CAMPAIGNS = 2
ROTATE_SECONDS = 5
SETTLED_SECONDS = 10
LOOKS = 30
MB_PER_MINUTE = 1
MB = 1_000_000
_TURNS = """() => {
  window.turns = 0;
  const note = () => (window.turns += 1);
  const wall = document.getElementById("wall");
  new MutationObserver(note).observe(wall, { attributeFilter: ["data-stream"] });
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """What the page keeps after everything else was thrown away."""

    minutes: float
    heap_mb: float
    nodes: float
    listeners: float


def measure(bench: Workbench) -> Iterator[Result]:
    """A wall that goes round two campaigns while a dialer works in one of them."""
    seconds = bench.length(600.0, 60.0)
    contacts = round((seconds + SETTLED_SECONDS) * COMMITS_PER_SECOND)
    url = bench.databases.fresh(SQLITE, contacts, CAMPAIGNS)
    shift = Shift(url, bench.redis_url, COMMITS_PER_SECOND, 1, seconds + SETTLED_SECONDS)
    with dashboard(url, bench.redis_url) as served, chromium() as browser, opened(browser) as page:
        wall = served.page.replace("/campaigns/1", f"/wall?rotate={ROTATE_SECONDS}")
        page.goto(wall)
        page.wait_for_selector("#wall[data-campaign='1']")
        page.evaluate(_TURNS)
        with running(*task("dialer", shift)) as dialer:
            looks = _looks(page, seconds)
            answer(dialer, shift.seconds + 60)
        turns = page.evaluate("window.turns")
    yield from _results(looks, seconds, turns)


def _looks(page: Page, seconds: float) -> list[Look]:
    """So many looks in so many seconds, after the page has settled."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.wait_for_timeout(1000 * SETTLED_SECONDS)
    looks = []
    for _ in range(LOOKS):
        looks.append(_look(session))
        page.wait_for_timeout(1000 * seconds / LOOKS)
    return looks


def _look(session: CDPSession) -> Look:
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    found = {metric["name"]: metric["value"] for metric in metrics}
    heap = found["JSHeapUsedSize"] / MB
    return Look(found["Timestamp"] / 60, heap, found["Nodes"], found["JSEventListeners"])


def _results(looks: Sequence[Look], seconds: float, turns: int) -> Iterator[Result]:
    what = f"Wall, {seconds / 60:g} min at {COMMITS_PER_SECOND} changes/s, {turns} turns"
    slope = linear_regression([look.minutes for look in looks], [look.heap_mb for look in looks])
    yield Result(f"{what}: heap grows per minute", slope.slope, "MB", at_most=MB_PER_MINUTE)
    yield Result(f"{what}: heap at the end", looks[-1].heap_mb, "MB")
    for name in ("nodes", "listeners"):
        more = _more([getattr(look, name) for look in looks])
        yield Result(f"{what}: {name} more in the second half", more, "", at_most=0)


def _more(numbers: Sequence[float]) -> float:
    """How much higher the second half lies. Texts that are empty for a while come and go."""
    half = len(numbers) // 2
    return median(numbers[half:]) - median(numbers[:half])
