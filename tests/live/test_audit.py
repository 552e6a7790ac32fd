"""The audit page in a real browser: by filter, on a phone, by keyboard, its chain checked."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from data.audit import Entry, Outcome
from tests.data.sql import execute
from tests.data.test_audit import WITHOUT_GUARDS
from tests.data.test_audit_list import add, fill
from tests.live.checks import take_picture, wrong_as_seen
from tests.live.windows import window
from tests.server import Server

ENTRIES = ".audit-entry"


@pytest.fixture
def filled(engine: Engine, server: Server) -> str:
    """A server on a database with some history, one campaign of which is known."""
    execute(engine, "INSERT INTO campaigns (id, name, mode) VALUES (7, 'Spring', 'predictive')")
    fill(engine)
    refused = {"refused": "Your role does not allow this."}
    cancel = Entry("campaign.cancel", 7, reason="the list is wrong", detail=refused)
    add(engine, 50, cancel, outcome=Outcome.REFUSED)
    server.wait_until(lambda: server.status("/api/v1/campaigns/7") == 200)
    return server.url


def test_who_did_what_in_words(page: Page, filled: str) -> None:
    page.goto(f"{filled}/audit")
    lines = page.locator(ENTRIES)
    expect(lines).to_have_count(7)  # without the 30 single contacts
    first = lines.first
    expect(first).to_have_attribute("data-outcome", "refused")
    expect(first.locator(".audit-refused")).to_have_text("Refused")
    expect(first).to_contain_text("“the list is wrong” · Refused: Your role does not allow this.")
    expect(first.get_by_role("link", name="Spring")).to_have_attribute("href", "/campaigns/7")
    expect(first.locator("time")).to_have_text("1 Mar 2026, 12:50:00")
    expect(lines.nth(2)).to_contain_text("Reveal a phone number")
    expect(page.get_by_text("+420 ••• ••• 456")).to_be_visible()
    expect(page.get_by_text("Times in UTC")).to_be_visible()


def test_filters_stand_in_the_address(page: Page, filled: str) -> None:
    page.goto(f"{filled}/audit")
    expect(page.locator(ENTRIES)).to_have_count(7)
    page.get_by_label("Outcome").select_option("refused")
    expect(page.locator(ENTRIES)).to_have_count(2)
    page.get_by_role("textbox", name="Who").fill("bora")
    expect(page.locator(ENTRIES)).to_have_count(1)
    expect(page).to_have_url(f"{filled}/audit?actor=bora&outcome=refused")
    page.reload()
    expect(page.locator(ENTRIES)).to_have_count(1)
    expect(page.get_by_role("textbox", name="Who")).to_have_value("bora")
    exported = "/api/v1/audit/export?actor=bora&outcome=refused&only=deeds&format=csv"
    expect(page.get_by_role("link", name="Export CSV")).to_have_attribute("href", exported)
    page.get_by_role("textbox", name="Who").fill("nobody")
    expect(page.get_by_text("No entry fits these filters.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(ENTRIES)).to_have_count(7)
    expect(page).to_have_url(f"{filled}/audit")
    page.get_by_label("From").fill("2026-03-01T12:30")
    expect(page.locator(ENTRIES)).to_have_count(3)
    expect(page).to_have_url(re.compile("from=2026-03-01T12%3A30%3A00.000Z"))
    page.get_by_role("textbox", name="Campaign").fill("x")
    expect(page.get_by_role("textbox", name="Campaign")).to_have_attribute("aria-invalid", "true")


def test_an_operation_shows_each_of_its_contacts_page_by_page(
    page: Page, filled: str, engine: Engine
) -> None:
    moved = [Entry("contact.cancel", 7, id, 5, to_state="initial") for id in range(100, 140)]
    add(engine, 55, *moved)
    page.goto(f"{filled}/audit?operation=5")
    expect(page.locator(ENTRIES)).to_have_count(2)
    page.get_by_role("link", name="Each contact").first.click()
    expect(page.locator(ENTRIES)).to_have_count(50)
    expect(page.get_by_label("Each contact of an operation")).to_be_checked()
    page.get_by_role("button", name="Show more").focus()
    page.keyboard.press("Enter")
    expect(page.locator(ENTRIES)).to_have_count(72)
    expect(page.locator(ENTRIES).nth(50).locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(ENTRIES).nth(50).locator("dl")).to_be_visible()
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()


def test_a_file_is_taken_and_that_is_written_down(page: Page, filled: str) -> None:
    page.goto(f"{filled}/audit?actor=bora")
    expect(page.locator(ENTRIES)).to_have_count(2)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Export CSV").click()
    assert re.fullmatch(r"audit-\d{4}-\d\d-\d\dT\d{6}Z\.csv", taken.value.suggested_filename)
    assert len(Path(taken.value.path()).read_text().splitlines()) == 4
    page.goto(f"{filled}/audit?action=audit")
    expect(page.locator(ENTRIES)).to_contain_text("Export the audit")


def test_the_chain_is_checked_on_demand(page: Page, filled: str, engine: Engine) -> None:
    page.goto(f"{filled}/audit")
    page.get_by_role("button", name="Check the chain").click()
    expect(page.get_by_text("Chain checked: 37 entries")).to_be_visible()
    unguarded = WITHOUT_GUARDS[engine.dialect.name]
    execute(engine, *unguarded, "UPDATE audit SET reason = 'eve' WHERE id = 3")
    page.get_by_role("button", name="Check the chain").click()
    expect(page.get_by_text("The chain is broken at entry 3")).to_be_visible()


def test_an_audit_that_cannot_be_read_says_so(page: Page, filled: str, server: Server) -> None:
    page.goto(f"{filled}/audit")
    expect(page.locator(ENTRIES)).to_have_count(7)
    page.route("**/api/v1/audit?*", lambda route: route.abort())
    page.get_by_label("Outcome").select_option("refused")
    expect(page.get_by_text("The audit could not be read: the server does not")).to_be_visible()
    page.unroute("**/api/v1/audit?*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(ENTRIES)).to_have_count(2)


@pytest.mark.parametrize(
    ("name", "width", "theme", "language"),
    [("desk", 1280, "light", "en"), ("phone", 390, "dark", "cs")],
)
def test_as_it_is_seen(
    browser: Browser, filled: str, name: str, width: int, theme: str, language: str
) -> None:
    size = {"width": width, "height": 844}
    look = {"viewport": size, "color_scheme": theme, "reduced_motion": "reduce"}
    with window(browser, f"{filled}/audit?lang={language}", **look) as page:
        expect(page.locator(ENTRIES)).to_have_count(7)
        page.locator("summary").nth(1).click()
        page.get_by_role("button", name=re.compile("Check the chain|Ověřit řetěz")).click()
        expect(page.locator(".audit-chain")).to_have_attribute("data-state", "checked")
        take_picture(page, f"audit-filled-{name}-{theme}-{language}", full_page=True)
        assert wrong_as_seen(page, language) == {}
