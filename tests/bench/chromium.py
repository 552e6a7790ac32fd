"""A real Chromium, and what it says of when things were painted."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench.delays import NS_PER_MS, Mark
from tests.browser import wait_until

WATCH = Path(__file__).with_name("watch.js").read_text()
WAIT_MS = 20_000
DRAWN = """() => document.querySelector("[data-testid=funnel] .js-plotly-plot")?.data?.[0]?.x?.[0]
  && /\\d/.test(document.querySelector("[data-testid=count-calling]")?.textContent)"""
_REACHED = "value => ['number', 'funnel'].every(name => noted[name].at(-1)?.[0] >= value)"


@contextmanager
def opened(browser: Browser) -> Iterator[Page]:
    """An empty page of its own, with nothing cached."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        yield page


@contextmanager
def watched(browser: Browser, address: str) -> Iterator["Watched"]:
    """A campaign's page, drawn, with the watch on it."""
    with opened(browser) as page:
        page.goto(address)
        wait_until(page, DRAWN)
        page.evaluate(WATCH)
        yield Watched(page)


class Watched:
    """A page that notes when its number and its funnel were painted."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def seen(self, name: str, until: int) -> list[Mark]:
        """When each value of `number` or `funnel` was painted, in ns, once both show `until`."""
        wait_until(self._page, _REACHED, arg=until)
        marks = self._page.evaluate(f"noted.{name}")
        return [(value, at_ms * NS_PER_MS) for value, at_ms in marks]
