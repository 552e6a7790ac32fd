"""Windows of the browser, and what the tests of pages look for in them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from playwright.sync_api import Browser, Locator, Page

DESK = {"width": 1280, "height": 800}


@contextmanager
def window(
    browser: Browser, address: str = "", headers: Mapping[str, str] | None = None, **options: Any
) -> Iterator[Page]:
    """A page in a window of its own, opened by whoever sends these headers; an error of a script
    on it fails the test."""
    context = browser.new_context(**{"viewport": DESK} | options)
    cookies = SimpleCookie((headers or {}).get("Cookie"))
    context.add_cookies(
        [{"name": name, "value": one.value, "url": address} for name, one in cookies.items()]
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    if address:
        page.goto(address)
    yield page
    context.close()
    assert errors == []


def fresh(state: str) -> str:
    """The badge that says how old the numbers are."""
    return f'[data-testid="freshness"][data-state="{state}"]'


def shown(name: str, number: int) -> str:
    """An element that shows this number."""
    return f'[data-testid="{name}"][data-value="{number}"]'


def row(page: Page, index: int) -> Locator:
    """A row of the table of contacts."""
    return page.locator(f'.ag-center-cols-container .ag-row[row-index="{index}"]')


def do(begin: Locator, text: str, submit: str) -> None:
    """Press a button that opens a dialog, write into its only field, and submit it."""
    begin.click()
    dialog = begin.page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(text)
    dialog.get_by_role("button", name=submit).click()
