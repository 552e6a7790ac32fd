"""What the pages forbid themselves, in a real browser: nothing that they do is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import wait_until
from tests.live.places import EVERYWHERE, visit

# The policy is the server's own; a browser tells the page of each thing that it refused.
_LISTEN = """
globalThis.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.add_init_script(_LISTEN)
    opened = context.new_page()
    yield opened
    context.close()


def refused(page: Page) -> Any:
    return page.evaluate("refused")


def console(page: Page) -> list[str]:
    """What the browser writes into its console from now on: a refusal in a worker stands there."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.parametrize("place", [*EVERYWHERE, "/login", "/wall/enter"])
def test_nothing_that_a_page_does_is_refused(page: Page, filled: str, place: str) -> None:
    said = console(page)
    if place in EVERYWHERE:
        visit(page, filled, place, "en")
    else:
        page.goto(filled + place)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(1500)
    assert refused(page) == []
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)
    assert refused(page) == []
    assert [text for text in said if "Security" in text or "Error" in text] == []


def test_the_table_and_the_flow_of_a_campaign_are_drawn(page: Page, filled: str) -> None:
    visit(page, filled, "/campaigns/1", "en")
    page.locator("#contacts").scroll_into_view_if_needed()
    page.wait_for_selector(".ag-row")
    page.locator(".flow, #flow, [id*=flow]").first.scroll_into_view_if_needed()
    page.wait_for_selector(".sankey")
    assert refused(page) == []


def test_what_is_not_ours_is_refused(page: Page, filled: str) -> None:
    """The listener hears: or the tests above would prove nothing."""
    visit(page, filled, "/", "en")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "globalThis.owned = true";
          document.body.append(script);
          const image = new Image();
          image.src = "http://127.0.0.1:9/x.png";
          try { setTimeout("globalThis.owned = true", 0); } catch {}
        }"""
    )
    wait_until(page, "refused.length >= 3")
    assert page.evaluate("globalThis.owned") is None
    assert {text.split()[0] for text in refused(page)} == {
        "img-src",
        "script-src",
        "script-src-elem",
    }
