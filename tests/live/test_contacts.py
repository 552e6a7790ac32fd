"""The table of contacts and the contact page in a real browser, while a dialer writes."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser import wait_until
from tests.live.places import loaded
from tests.live.windows import row, window
from tests.server import Server

Write = Callable[..., None]
ROW = ".ag-center-cols-container .ag-row"
SELECTED = re.compile("ag-row-selected")


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page that fails the test on any error or warning in its console."""
    told: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            told.append(message.text)

    with window(browser) as opened:
        opened.on("console", note)
        yield opened
    assert [line for line in told if "status of 404" not in line] == []


@pytest.fixture
def spring(write: Write, server: Server) -> str:
    """The path of a campaign with 400 contacts, of which 5 are being called."""
    write(*loaded(400), "UPDATE contacts SET state = 'calling' WHERE id <= 5")
    server.wait_until(lambda: server.status("/api/v1/campaigns/7") == 200)
    return f"{server.url}/campaigns/7"


def test_nothing_of_the_grid_is_loaded_before_its_card_is_near(page: Page, spring: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto(spring)
    page.wait_for_selector('[data-testid="count-initial"][data-value="395"]')
    page.wait_for_selector(".main-svg", state="attached")
    assert not [url for url in asked if "dash_ag_grid" in url or "/contacts" in url]
    page.locator("#contacts").scroll_into_view_if_needed()
    expect(row(page, 0)).to_contain_text("Ada Green 0")
    server = spring.removesuffix("/campaigns/7")
    assert [url for url in asked if not url.startswith((server, "data:"))] == []
    assert "777 123" not in page.content()


def test_the_filter_lives_in_the_address_and_the_count_is_told(page: Page, spring: str) -> None:
    page.goto(f"{spring}?state=calling&sort=-id#contacts")
    expect(row(page, 0)).to_contain_text("Ada Green 4")
    expect(page.locator(".contacts-count")).to_have_text("All that fit: 5")
    expect(page.locator(".contacts-chosen")).to_have_text("Calling")
    page.get_by_label("Search").fill("003")
    expect(page.locator(ROW)).to_have_count(1)
    expect(page.locator(".contacts-count")).to_have_text("All that fit: 1")
    expect(page).to_have_url(f"{spring}?state=calling&q=003&sort=-id#contacts")
    page.get_by_label("Search").fill("nobody")
    expect(page.get_by_text("No contact fits these filters.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(".contacts-count")).to_have_text("All that fit: 400")
    page.get_by_label("In state for, e.g. 5 m: at least").fill("soon")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=min_dwell]")).to_have_attribute("aria-invalid", "true")


def test_a_link_elsewhere_on_the_page_sets_the_filter_and_nothing_is_made_anew(
    page: Page, spring: str
) -> None:
    page.goto(f"{spring}#contacts")
    expect(row(page, 0)).to_contain_text("Ada Green 0")
    page.evaluate("document.querySelector('h1').dataset.old = ''")
    counted = page.locator(".contacts-count")
    page.locator(".card-states").get_by_role("link", name="Calling", exact=True).click()
    expect(counted).to_have_text("All that fit: 5")
    expect(page.locator("#contacts")).to_be_in_viewport(ratio=0.3)
    expect(page).to_have_url(f"{spring}?state=calling#contacts")
    page.locator(".card-states").get_by_role("link", name="Initial", exact=True).click()
    expect(counted).to_have_text("All that fit: 395")
    page.locator("#contacts-grid").get_by_role("columnheader", name="Attempts").click()
    page.wait_for_url("**/*?state=initial&sort=attempts#contacts")
    page.go_back()
    expect(counted).to_have_text("All that fit: 5")
    expect(page).to_have_url(f"{spring}?state=calling#contacts")
    expect(page.locator(".contacts-chosen")).to_have_text("Calling")
    page.go_back()
    expect(counted).to_have_text("All that fit: 400")
    page.go_forward()
    expect(counted).to_have_text("All that fit: 5")
    expect(page).to_have_url(f"{spring}?state=calling#contacts")
    page.get_by_label("Search").fill("003")
    expect(page).to_have_url(f"{spring}?state=calling&q=003#contacts")
    assert page.locator("h1[data-old]").count() == 1


def test_a_hundred_updates_leave_selection_scroll_focus_and_choice_alone(
    page: Page, spring: str, write: Write
) -> None:
    page.goto(f"{spring}#contacts")
    rows = page.locator(".ag-body-viewport")
    expect(row(page, 0)).to_contain_text("Ada Green 0")
    rows.evaluate("node => { node.scrollTop = 2000 }")
    cell = row(page, 62).locator('[col-id="state"]')
    cell.click()
    page.keyboard.press("Space")
    expect(row(page, 62)).to_have_class(SELECTED)
    answers: list[str] = []
    page.on("response", lambda answer: answers.append(answer.url))
    for number in range(100):
        write(f"UPDATE contacts SET state = 'retry_scheduled' WHERE id = {300 - number}")
    expect(cell).to_contain_text("Initial")
    write("UPDATE contacts SET state = 'calling' WHERE id = 63")
    expect(cell).to_contain_text("Calling")
    assert any("/contacts?" in url for url in answers)
    expect(row(page, 62)).to_have_class(SELECTED)
    assert rows.evaluate("node => node.scrollTop") == 2000
    focused = "row => document.activeElement.closest('.ag-row').getAttribute('row-index') === row"
    assert page.evaluate(focused, "62")
    page.keyboard.press("ArrowDown")
    wait_until(page, focused, "63")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ada Green 63")).to_be_visible()
    expect(page).to_have_url(f"{spring}/contacts/64")


def test_the_contact_page_follows_the_contact(page: Page, spring: str, write: Write) -> None:
    write("UPDATE contacts SET state = 'success', operator = '<b>ana</b>' WHERE id = 9")
    page.goto(f"{spring}/contacts/9")
    expect(page.get_by_role("heading", name="Ada Green 8")).to_be_visible()
    expect(page.locator(".timeline li")).to_have_count(2)
    expect(page.locator('[data-verdict="unexpected"]')).to_contain_text("Unexpected move")
    expect(page.locator(".contact-zone")).to_have_text("Times in Europe/Prague")
    expect(page.locator('[data-fact="operator"]')).to_have_text("<b>ana</b>")
    write("UPDATE contacts SET state = 'acw' WHERE id = 9")
    expect(page.locator(".timeline li")).to_have_count(3)
    expect(page.locator('[data-fact="state"]')).to_have_text("ACW")
    expect(page.locator('[data-fact="since"]')).to_contain_text("s")
    assert "777 123" not in page.content()
    write("DELETE FROM contacts WHERE id = 9")
    expect(page.get_by_text("There is no contact 9 in this campaign")).to_be_visible()


def test_a_contact_of_another_campaign_is_not_there(page: Page, spring: str, write: Write) -> None:
    write("INSERT INTO campaigns (id, name, mode) VALUES (8, 'Other', 'preview')")
    page.goto(f"{spring.removesuffix('7')}8/contacts/9")
    expect(page.get_by_text("There is no contact 9 in this campaign")).to_be_visible()
