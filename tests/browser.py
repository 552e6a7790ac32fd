"""Chromium for the tests: the system's own, asking nothing of anybody else."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

WAIT_SECONDS = 60  # long enough for a machine that is busy with much else
expect.set_options(timeout=WAIT_SECONDS * 1000)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed at the end."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "The browser tests need Chromium: install the package 'chromium'."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def wait_until(page: Page, expression: str, arg: Any = None, seconds: float = WAIT_SECONDS) -> None:
    """Wait until something holds on a page, or on the one that takes its place. The library's own
    way evaluates a text inside the page, which our pages forbid."""
    end = time.monotonic() + seconds
    while not _holds(page, expression, arg):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


def _holds(page: Page, expression: str, arg: Any) -> bool:
    try:
        return bool(page.evaluate(expression, arg))
    except Error:  # another page is being opened
        return False


def value(page: Page, testid: str) -> int:
    """The whole number that an element of the page carries."""
    return int(page.get_attribute(f'[data-testid="{testid}"]', "data-value") or "")
