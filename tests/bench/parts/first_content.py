"""A campaign's page in a browser that has never seen it: how soon, and how much is sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.bench import chromium
from tests.bench.databases import SQLITE
from tests.bench.result import Result
from tests.bench.serving import Served, dashboard
from tests.bench.workbench import Workbench
from tests.browser import wait_until

CONTACTS = 10_000
SECONDS = 1.5
KILOBYTES = 800
SETTLED_MS = 1_000
NOTE = (Path(chromium.__file__).with_name("first_content.js")).read_text()
_TIMES = """() => [performance.getEntriesByName("first-contentful-paint")[0].startTime,
  firstNumberAt, performance.now()].map(ms => ms / 1000)"""


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening of the page: seconds to what is seen, and what came over the network."""

    content: float
    number: float
    charts: float
    kilobytes: float
    requests: int
    strangers: int


class Traffic:
    """What a page asks for and what comes, by Chromium's own account."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        self._arriving: dict[str, float] = {}
        self._arrived: dict[str, float] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.dataReceived", self._data)
        session.on("Network.loadingFinished", self._end)
        session.send("Network.enable")
        page.on("request", lambda request: self.addresses.append(request.url))

    @property
    def kilobytes(self) -> float:
        """All that came, compressed as it came; of a stream what it has sent so far."""
        return sum({**self._arriving, **self._arrived}.values()) / 1000

    def strangers(self, address: str) -> int:
        """How many requests went to any other host than the address's."""
        own = urlsplit(address).netloc
        hosts = (urlsplit(asked) for asked in self.addresses if not asked.startswith("data:"))
        return sum(host.netloc != own for host in hosts)

    def _data(self, event: Mapping[str, Any]) -> None:
        key = event["requestId"]
        self._arriving[key] = self._arriving.get(key, 0) + event["encodedDataLength"]

    def _end(self, event: Mapping[str, Any]) -> None:
        self._arrived[event["requestId"]] = event["encodedDataLength"]


def measure(bench: Workbench) -> Iterator[Result]:
    """Each opening in a new browser; the slowest counts."""
    times = bench.length(5, 2)
    url = bench.databases.fresh(SQLITE, CONTACTS)
    with dashboard(url, bench.redis_url) as served:
        yield from _results(_slowest([_opening(served) for _ in range(times)]), times)


def _opening(served: Served) -> Opening:
    with chromium.chromium() as browser, chromium.opened(browser) as page:
        traffic = Traffic(page)
        page.add_init_script(NOTE)
        page.goto(served.page)
        wait_until(page, chromium.DRAWN)
        content, number, charts = page.evaluate(_TIMES)
        page.wait_for_timeout(SETTLED_MS)
        strangers = traffic.strangers(served.page)
        return Opening(
            content, number, charts, traffic.kilobytes, len(traffic.addresses), strangers
        )


def _slowest(openings: Sequence[Opening]) -> Opening:
    return Opening(*map(max, zip(*map(astuple, openings), strict=True)))


def _results(opening: Opening, times: int) -> Iterator[Result]:
    what = f"Campaign page, cold, slowest of {times}"
    yield Result(f"{what}: first content", opening.content, "s", at_most=SECONDS)
    yield Result(f"{what}: first live number", opening.number, "s", at_most=SECONDS)
    yield Result(f"{what}: charts drawn", opening.charts, "s")
    yield Result(f"{what}: sent", opening.kilobytes, "kB", at_most=KILOBYTES)
    yield Result(f"{what}: requests", opening.requests, "")
    yield Result(f"{what}: requests to other hosts", opening.strangers, "", at_most=0)
