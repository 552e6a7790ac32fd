"""Chromium for the tests: the system's own, asking nothing of anybody else."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Error, Page, Request, expect, sync_playwright

WAIT_SECONDS = 60  # long enough for a machine that is busy with much else
expect.set_options(timeout=WAIT_SECONDS * 1000)

# The first draws pages alike, and has no windows and menus that take their time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ENDLESS = {"eventsource", "ping"}
# Two frames on: whether nothing moves that comes to an end.
DRAWN = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  return document.getAnimations().every(({playState, effect}) =>
    playState !== "running" || effect.getComputedTiming().iterations === Infinity);
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed at the end."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "The browser tests need Chromium: install the package 'chromium'."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def wait_until(page: Page, expression: str, arg: Any = None, seconds: float = WAIT_SECONDS) -> None:
    """Wait until something holds on a page, or on the one that takes its place. The library's own
    way evaluates a text inside the page, which our pages forbid."""
    end = time.monotonic() + seconds
    while not _holds(page, expression, arg):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(20)


def _holds(page: Page, expression: str, arg: Any) -> bool:
    try:
        return bool(page.evaluate(expression, arg))
    except Error:  # another page is being opened
        return False


@contextmanager
def loading(page: Page) -> Iterator[None]:
    """What is done within makes the page load something; it is there and drawn at the end."""
    asked: set[Request] = set()

    def begin(request: Request) -> None:
        if request.resource_type not in ENDLESS:
            asked.add(request)

    def end(request: Request) -> None:
        asked.discard(request)

    listeners = {"request": begin, "requestfinished": end, "requestfailed": end}
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    yield
    deadline = time.monotonic() + WAIT_SECONDS
    while not (page.evaluate(DRAWN) and not asked and page.evaluate(DRAWN) and not asked):
        assert time.monotonic() < deadline, [request.url for request in asked]
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


def value(page: Page, testid: str) -> int:
    """The whole number that an element of the page carries."""
    return int(page.get_attribute(f'[data-testid="{testid}"]', "data-value") or "")
