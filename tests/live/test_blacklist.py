"""The page of the blacklist: added to, searched, lifted, by hand and by keyboard; and a number
that is told for a while."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.live.windows import do
from tests.phone_numbers import raw_numbers
from tests.server import Server

NUMBER = "+420777123456"


@pytest.fixture
def page(page: Page, server: Server, write: Callable[..., None]) -> Page:
    """The page, with two campaigns whose contacts wait, and nobody on the list."""
    write(
        "INSERT INTO campaigns (id, name, mode, status) VALUES (1, 'A', 'preview', 'in_progress'),"
        " (2, 'B', 'preview', 'canceled')",
        "INSERT INTO contacts (campaign_id, phone, name, state) VALUES"
        f" (1, '{NUMBER}', 'Ada', 'initial'), (1, '777 123 456', 'Ada', 'retry_scheduled'),"
        f" (1, '{NUMBER}', 'Ada', 'success'), (2, '{NUMBER}', 'Ada', 'initial'),"
        " (1, '+420777000000', 'Ben', 'initial')",
    )
    page.goto(f"{server.url}/blacklist")
    expect(page.get_by_text("Nobody is on the blacklist.")).to_be_visible()
    return page


def add(page: Page, phone: str, reason: str) -> None:
    page.get_by_label("Phone number").fill(phone)
    do(page.get_by_role("button", name="Blacklist number…"), reason, "Blacklist number")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_added_looked_for_and_lifted(page: Page) -> None:
    page.get_by_label("Phone number").fill("00420 777 123 456")
    page.get_by_role("button", name="Blacklist number…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 waiting will be Blacklisted")
    dialog.get_by_role("button", name="Go back").click()
    expect(page.get_by_role("row")).to_have_count(0)
    add(page, "00420 777 123 456", "asked on the phone")
    add(page, "+442079460001", "court order")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").nth(1)).to_contain_text("+420 ••• ••• 456")
    assert raw_numbers(page.locator("main").text_content() or "") == []
    page.get_by_role("textbox", name="Search").fill("3456")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=3456$"))
    page.reload()
    expect(page.get_by_role("textbox", name="Search")).to_have_value("3456")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_test_id("lift-blacklist").click()
    expect(dialog).to_contain_text("+420 ••• ••• 456 · asked on the phone")
    dialog.get_by_label("Reason").fill("asked again")
    dialog.get_by_role("button", name="Lift from the blacklist").click()
    expect(page.get_by_text("No entry fits this search.")).to_be_visible()
    page.get_by_label("Show lifted ones").check()
    expect(page.locator("tbody tr")).to_contain_text("asked again")
    expect(page.get_by_test_id("lift-blacklist")).to_have_count(0)


def test_what_is_no_number(page: Page) -> None:
    page.get_by_role("button", name="Blacklist number…").click()
    expect(page.get_by_text("Write the number first.")).to_be_visible()
    page.get_by_label("Phone number").fill("call me")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("This is no phone number")
    expect(dialog.get_by_role("button", name="Blacklist number")).to_be_disabled()


def test_by_keyboard_alone(page: Page) -> None:
    press = page.keyboard.press
    page.get_by_label("Phone number").focus()
    page.keyboard.type(NUMBER)
    press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("asked")
    expect(dialog.get_by_role("button", name="Blacklist number")).to_be_enabled()
    press("Tab")
    press("Tab")
    press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_label("Show lifted ones").focus()
    press("Tab")
    expect(page.get_by_test_id("lift-blacklist")).to_be_focused()
    press("Enter")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    press("Escape")
    expect(page.get_by_test_id("lift-blacklist")).to_be_focused()


def test_pages_of_the_list(page: Page, write: Callable[..., None]) -> None:
    rows = ", ".join(
        f"('{number}', '+42077700{number:04}', '•••', 'r', 'manual', 'eva', '2030-01-01T00:00:00Z')"
        for number in range(120)
    )
    columns = "number_hash, phone, masked, reason, source, added_by, added_at"
    write(f"INSERT INTO blacklist ({columns}) VALUES {rows}")
    page.reload()
    more = page.get_by_role("button", name="Show more")
    for count in (50, 100, 120):
        expect(page.locator("tbody tr")).to_have_count(count)
        if count < 120:
            more.click()
    expect(more).to_be_hidden()


def test_texts_of_others_are_texts(page: Page) -> None:
    add(page, NUMBER, "<img src=x onerror=alert(1)> {time} {name} {{7*7}}")
    expect(page.locator("tbody tr")).to_contain_text("<img src=x onerror=alert(1)> {time} {name}")
    assert page.locator("tbody img").count() == 0


def test_a_number_is_told_for_a_while(page: Page, server: Server) -> None:
    page.clock.install()
    page.goto(f"{server.url}/campaigns/1/contacts/1")
    told = page.locator(".contact-revealed")
    expect(page.locator('[data-fact="phone"]')).to_have_text("+420 ••• ••• 456")
    assert "777123456" not in page.content()

    def reveal() -> None:
        do(page.get_by_role("button", name="Reveal number…"), "a complaint", "Reveal number")
        expect(told).to_contain_text(NUMBER)

    reveal()
    page.clock.run_for(31_000)
    expect(told).to_be_hidden()
    assert "777123456" not in page.content()
    reveal()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(told).to_be_hidden()
    reveal()
    page.get_by_role("button", name="Pause updates").click()
    expect(told).to_be_hidden()
    assert "777123456" not in page.content()


def test_an_erased_person_is_gone_from_the_page(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/campaigns/1/contacts/3")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada")
    do(page.get_by_role("button", name="Erase person…"), "asked to be forgotten", "Erase person")
    expect(page.get_by_role("heading", level=1)).to_have_text("No name")
    expect(page.locator('[data-fact="phone"]')).to_have_text("none")
    page.goto(f"{server.url}/blacklist")
    expect(page.locator("tbody tr")).to_contain_text("of an erased person")
