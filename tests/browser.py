"""Chromium for the tests: the system's own, asking nothing of anybody else."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

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


def value(page: Page, testid: str) -> int:
    """The whole number that an element of the page carries."""
    return int(page.get_attribute(f'[data-testid="{testid}"]', "data-value") or "")
