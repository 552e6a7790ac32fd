"""The pages in a real browser, on a serving program and a database that others write to."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from data.domain.states import CODES, OTHER
from tests.bench.parts.first_content import Traffic
from tests.browser import loading, value, wait_until
from tests.live.places import loaded
from tests.live.windows import fresh, shown
from tests.server import Server

Write = Callable[..., None]


@pytest.fixture
def spring(write: Write, server: Server) -> str:
    """The path of a campaign with 40 contacts."""
    write(*loaded(40))
    server.wait_until(lambda: server.status("/api/v1/campaigns/7") == 200)
    return f"{server.url}/campaigns/7"


def test_a_dialer_writes_one_column_and_the_page_shows_it(
    page: Page, spring: str, write: Write
) -> None:
    page.goto(spring)
    page.wait_for_selector(shown("count-initial", 40))
    write("UPDATE contacts SET state = 'calling' WHERE id <= 9")
    write("UPDATE contacts SET state = 'call_in_progress' WHERE id <= 4")
    write("UPDATE contacts SET state = 'success' WHERE id = 1")
    write("UPDATE contacts SET state = 'hypnotized' WHERE id = 2")
    page.wait_for_selector(shown("count-other", 1))
    counts = {state: value(page, f"count-{state}") for state in (*CODES, OTHER)}
    assert {state: number for state, number in counts.items() if number} == {
        "initial": 31,
        "calling": 5,
        "call_in_progress": 2,
        "success": 1,
        "other": 1,
    }
    assert value(page, "kpi-attempts") == 9
    table = page.locator('[data-testid="funnel"] table').inner_text()
    assert [word for word in table.split() if word.isdigit()] == ["40", "9", "4", "4", "1"]


def test_the_overview_follows_campaigns_that_come_and_change(
    page: Page, server: Server, write: Write
) -> None:
    page.goto(server.url)
    expect(page.get_by_text("docs/dialers.md")).to_be_visible()
    write("INSERT INTO campaigns (id, name, mode) VALUES (1, 'Ünïcode <b>', 'preview')")
    expect(page.get_by_role("link", name="Ünïcode <b>")).to_be_visible()
    write("INSERT INTO campaigns (id, name, mode) VALUES (2, NULL, 'progressive')")
    write("INSERT INTO contacts (campaign_id, phone, name) VALUES (2, NULL, NULL)")
    expect(page.get_by_role("link", name="Campaign 2")).to_be_visible()
    write("UPDATE campaigns SET status = 'paused' WHERE id = 2")
    expect(page.get_by_role("row", name="Campaign 2")).to_contain_text("Paused")
    page.get_by_role("link", name="Campaign 2").click()
    page.wait_for_selector(shown("count-initial", 1))
    expect(page).to_have_url(f"{server.url}/campaigns/2")


def test_nothing_is_wider_than_the_screen(page: Page, spring: str, write: Write) -> None:
    server = spring.removesuffix("/campaigns/7")
    write(
        f"UPDATE campaigns SET name = '{'W' * 200}'",
        "UPDATE contacts SET state = 'hypnotized' WHERE id <= 3",
        "INSERT INTO campaigns (id, name, mode) VALUES (8, 'Overdue invoices', 'progressive')",
        *["INSERT INTO contacts (campaign_id) SELECT 8 FROM contacts"] * 6,
    )
    for path in ("", "/campaigns/7"):
        page.goto(server + path)
        page.wait_for_selector(fresh("live"))
        page.wait_for_selector("text=WWWW")
        for width in (360, 390, 768, 1024, 1279, 1280, 1366, 1440, 1501, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            wait_until(page, "document.documentElement.scrollWidth <= innerWidth")


def test_a_campaign_that_is_deleted_by_hand_says_so(page: Page, spring: str, write: Write) -> None:
    page.goto(spring)
    page.wait_for_selector(shown("count-initial", 40))
    write("DELETE FROM contacts", "DELETE FROM campaigns")
    expect(page.get_by_text("There is no campaign 7")).to_be_visible()


def test_addresses_that_lead_nowhere(page: Page, server: Server) -> None:
    for path in ("/campaigns/abc", "/nowhere", "/campaigns/99999999999999999999"):
        page.goto(server.url + path)
        expect(page.get_by_role("heading", name="no such page")).to_be_visible()
    page.goto(f"{server.url}/campaigns/99")
    expect(page.get_by_text("There is no campaign 99")).to_be_visible()


def test_nothing_is_asked_of_anybody_else_and_little_of_us(page: Page, spring: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    traffic = Traffic(page)
    with loading(page):
        page.goto(spring)
        page.wait_for_selector(shown("count-initial", 40))
        page.wait_for_selector(".main-svg")
    assert 600 < traffic.kilobytes <= 780
    server = spring.removesuffix("/campaigns/7")
    assert [url for url in asked if not url.startswith(server)] == []
    assert sum("plotly" in url and ".min." in url for url in asked) == 1
    assert not any("async-plotly" in url for url in asked)
    paths = [url.removeprefix(server) for url in asked]
    made = next(i for i, path in enumerate(paths) if path.startswith("/_dash-update-component"))
    assert paths.index("/live/campaigns/7?lang=en") < made, paths
    assert paths.count("/live/campaigns/7?lang=en") == 1


def test_a_server_that_stops_and_returns(page: Page, spring: str, server: Server, write: Write):
    page.goto(spring)
    page.wait_for_selector(fresh("live"))
    page.wait_for_selector(shown("count-initial", 40))
    server.kill()
    page.wait_for_selector(fresh("offline"))
    expect(page.locator("body")).to_have_attribute("data-freshness", "offline")
    assert value(page, "count-initial") == 40
    write("UPDATE contacts SET state = 'calling' WHERE id <= 3")
    server.start()
    page.wait_for_selector(shown("count-calling", 3))
    page.wait_for_selector(fresh("live"))


def test_a_hidden_tab_lets_go_of_its_stream_and_catches_up(
    page: Page, spring: str, write: Write
) -> None:
    page.goto(spring)
    page.wait_for_selector(shown("count-initial", 40))
    _hide(page, hidden=True)
    write("UPDATE contacts SET state = 'calling' WHERE id <= 3")
    other = page.context.new_page()
    other.goto(spring)
    other.wait_for_selector(shown("count-calling", 3))
    assert value(page, "count-calling") == 0
    _hide(page, hidden=False)
    page.wait_for_selector(shown("count-calling", 3))
    page.wait_for_selector(fresh("live"))


def _hide(page: Page, *, hidden: bool) -> None:
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
          Object.defineProperty(document, "visibilityState",
            {value: hidden ? "hidden" : "visible", configurable: true});
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
