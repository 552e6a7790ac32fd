"""The frame in a real browser: languages, themes, pausing, and pages that are slow to come."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import wait_until
from tests.live.places import loaded
from tests.live.windows import fresh, window
from tests.server import Server

LIVE = fresh("live")


@pytest.fixture
def page(browser: Browser, server: Server, write: Callable[..., None]) -> Iterator[Page]:
    """The overview with one campaign of 40 contacts."""
    write(*loaded(40))
    with window(browser, server.url, color_scheme="light") as opened:
        expect(opened.get_by_role("link", name="Spring")).to_be_visible()
        yield opened


def hold(route: Route) -> None:
    """A server that never answers."""


def test_the_language_is_chosen_and_remembered(page: Page, server: Server) -> None:
    page.get_by_label("Name").fill("spr")
    page.get_by_role("link", name="Čeština").press("Enter")
    expect(page.get_by_role("heading", name="Kampaně")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/?q=spr")
    expect(page.get_by_role("row", name="Spring")).to_contain_text("Probíhá")
    page.get_by_role("link", name="Spring").click()
    expect(page).to_have_title("Spring · Kampaně")
    page.goto(f"{server.url}/nowhere")
    expect(page).to_have_title("Taková stránka neexistuje · Kampaně")
    page.goto(f"{server.url}/?lang=en")
    expect(page.get_by_role("heading", name="Campaigns")).to_be_visible()


def test_the_page_in_use_says_which_language_the_next_one_speaks(
    page: Page, server: Server
) -> None:
    other = page.context.new_page()
    other.goto(f"{server.url}/?lang=cs")
    expect(other.get_by_role("heading", name="Kampaně")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.get_by_role("link", name="Spring").click()
    expect(page.get_by_role("heading", name="Funnel: contacts reached")).to_be_visible()


def test_the_theme_button_says_where_it_leads(page: Page) -> None:
    page.get_by_role("button", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Light theme")).to_be_visible()


def test_paused_nothing_moves_and_nothing_is_green(
    page: Page, server: Server, write: Callable[..., None]
) -> None:
    page.get_by_role("button", name="Pause updates").press("Enter")
    expect(page.locator(".freshness .word")).to_have_text("Paused")
    assert page.locator(LIVE).count() == 0
    write("UPDATE contacts SET state = 'calling' WHERE id <= 9")
    expect(page.locator('.freshness[data-state="offline"]')).to_be_visible()
    expect(page.locator(".band")).to_contain_text("Updates are paused.")
    expect(page.locator('#c7 [data-cell="waiting"]')).to_have_text("40")
    server.wait_until(lambda: server.get("/api/v1/campaigns/7")["counts"]["calling"] == 9)
    page.get_by_role("link", name="Spring").click()
    expect(page.locator('[data-testid="count-calling"]')).to_have_text("9")
    expect(page.locator(".freshness .word")).to_have_text("Paused")
    write("UPDATE contacts SET state = 'calling' WHERE id <= 12")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator('[data-testid="count-calling"]')).to_have_text("12")
    expect(page.locator('[data-testid="count-calling"]')).to_have_text("9")
    page.get_by_role("button", name="Resume updates").press("Enter")
    expect(page.locator('[data-testid="count-calling"]')).to_have_text("12")
    page.wait_for_selector(LIVE)


def test_a_page_that_does_not_come_says_so_and_comes_in_the_end(page: Page) -> None:
    page.route("**/_dash-update-component*", hold)
    page.get_by_role("link", name="Spring").click()
    expect(page.locator(".freshness .word")).to_have_text("Opening")
    assert page.locator(LIVE).count() == 0
    expect(page.locator("main")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".band")).to_contain_text("The page cannot be opened yet")
    page.unroute("**/_dash-update-component*", hold)
    expect(page.get_by_role("heading", name="Spring")).to_be_visible()
    page.wait_for_selector(LIVE)


def test_a_page_whose_own_stream_is_silent_is_not_live(page: Page) -> None:
    page.wait_for_selector(LIVE)
    page.route("**/live/campaigns/7*", hold)
    page.get_by_role("link", name="Spring").click()
    page.wait_for_selector(".campaign")
    for _ in range(3):
        page.go_back()
        page.go_forward()
    page.wait_for_selector(".campaign")
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector(LIVE)
    page.evaluate("dashboardLive.freshness.tick()")
    assert page.locator(LIVE).count() == 0


def test_the_state_of_the_badge_is_announced_and_its_age_is_not(page: Page) -> None:
    said = page.locator(".freshness [role=status]")
    expect(said).to_have_text("Live")
    page.evaluate(
        """() => {
          const node = document.querySelector(".freshness [role=status]");
          globalThis.told = [node.textContent];
          const note = () => globalThis.told.push(node.textContent);
          new MutationObserver(note).observe(node, {childList: true});
          globalThis.ticks = 0;
          new MutationObserver(() => { ticks++; }).observe(
            document.querySelector(".freshness"), {attributeFilter: ["data-age-ms"]});
        }"""
    )
    wait_until(page, "ticks >= 8")
    told = page.evaluate("globalThis.told")
    assert set(told) <= {"Live", "Delayed", "Stale"}  # on a busy machine numbers may be late
    assert all(before != after for before, after in pairwise(told))
    assert page.locator(".freshness .age").get_attribute("role") is None


def test_on_paper_it_is_light_without_controls_and_dated(page: Page) -> None:
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(":is(.tool, .sift, nav):visible")).to_have_count(0)
    expect(page.locator(".printed")).to_be_visible()
    expect(page.locator(".printed")).to_contain_text("Numbers are from")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(20, 24, 31)"
