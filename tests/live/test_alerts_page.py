"""The alerts page in a real browser: live, by keyboard, and a dialog that stays."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live.windows import window
from tests.server import Server

Write = Callable[..., None]

COUNT_UPDATES = """() => {
  window.updates = 0;
  const board = document.querySelector(".alerts .board");
  const count = (changes) => { window.updates += changes.length; };
  new MutationObserver(count).observe(board, { subtree: true, attributes: true, childList: true });
}"""
WAITING = '[data-testid="alert"][data-state="awaiting_free_operator"]'


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that is not very high."""
    with window(browser, viewport={"width": 1280, "height": 900}) as opened:
        yield opened


def test_an_alert_from_its_beginning_to_its_end(page: Page, server: Server, write: Write) -> None:
    page.goto(f"{server.url}/alerts")
    expect(page.get_by_text("All clear")).to_be_visible()
    write(
        "INSERT INTO campaigns (id, name, mode, status) "
        "VALUES (7, 'Spring', 'predictive', 'paused')",
        "INSERT INTO thresholds VALUES (7, 'awaiting_free_operator', 1, 600)",
        "INSERT INTO contacts (campaign_id, state) VALUES (7, 'initial')",
        "UPDATE contacts SET state = 'awaiting_free_operator'",
    )
    line = page.locator(WAITING)
    expect(line).to_have_attribute("data-severity", "warn")
    expect(line).to_contain_text("1 client waits over 1\u00a0s")
    expect(line.get_by_role("link", name="Spring")).to_have_attribute("href", "/campaigns/7")
    expect(page.get_by_text("Spring: Awaiting for free operator from 1")).to_be_visible()
    line.get_by_role("button", name="Acknowledge…").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 client waits over 1\u00a0s")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("called the floor lead")
    write("INSERT INTO contacts (campaign_id, state) VALUES (7, 'acw')")
    expect(page.get_by_text("unexpected move")).to_be_visible()
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("radio", name="15 minutes")).to_be_checked()
    dialog.get_by_role("button", name="Acknowledge").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("“called the floor lead”")).to_be_visible()
    expect(line).to_have_attribute("data-status", "acknowledged")
    line.get_by_role("button", name="Give back").click()
    expect(line).to_have_attribute("data-status", "firing")
    write("UPDATE contacts SET state = 'success'")
    expect(line).to_have_count(0)
    expect(page.locator('[data-testid="past-alert"]').first).to_contain_text("1 client waits")


def test_the_dialog_says_what_was_not_done_and_escape_closes_it(
    page: Page, server: Server, write: Write
) -> None:
    write(
        "INSERT INTO campaigns (id, name, mode, status) "
        "VALUES (7, 'Spring', 'predictive', 'paused')",
        "INSERT INTO contacts (campaign_id, state) VALUES (7, 'acw')",
    )
    page.goto(f"{server.url}/alerts")
    button = page.get_by_role("button", name="Snooze…")
    button.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_be_hidden()
    server.kill()
    dialog.get_by_role("button", name="Snooze").click()
    expect(dialog.get_by_role("alert")).to_contain_text("It was not done")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_a_hundred_updates_leave_the_dialog_as_it_is(
    page: Page, server: Server, write: Write
) -> None:
    for number in range(1, 31):
        write(
            "INSERT INTO campaigns (id, name, mode, status) "
            f"VALUES ({number}, 'Spring {number}', 'predictive', 'paused')",
            f"INSERT INTO contacts (campaign_id, state) VALUES ({number}, 'acw')",
        )
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{server.url}/alerts")
    lines = page.locator('[data-testid="alert"]')
    expect(lines).to_have_count(30)
    # One from the middle, by its campaign: whichever it is, the page is scrolled down to it.
    campaign = lines.nth(15).get_attribute("data-campaign")
    last = page.locator(f'[data-testid="alert"][data-campaign="{campaign}"]')
    last.evaluate("line => line.scrollIntoView({ block: 'center' })")
    last.get_by_role("button", name="Acknowledge…").click()
    dialog = page.get_by_role("dialog")
    about = dialog.locator(".dialog-about").text_content()
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("half a no")
    before = page.evaluate("window.scrollY")
    assert before > 0
    page.evaluate(COUNT_UPDATES)
    # In trouble once more they stand before or after: lines change what they show. Not the one that
    # is taken up, which would come back for getting worse.
    others = [id for id in range(1, 31) if id != int(campaign or 0)]
    number = 0
    while page.evaluate("window.updates") < 100:
        number += 1
        assert number < 400
        again = others[number % len(others)]
        write(f"INSERT INTO contacts (campaign_id, state) VALUES ({again}, 'bcw')")
        there = 1 + (number + len(others) - 1) // len(others)
        server.wait_until(lambda: server.get(f"/api/v1/campaigns/{again}")["total"] >= there)  # noqa: B023
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("textbox")).to_be_focused()
    expect(dialog.get_by_role("textbox")).to_have_value("half a no")
    assert dialog.locator(".dialog-about").text_content() == about
    assert page.evaluate("window.scrollY") == before
    page.keyboard.type("te")
    dialog.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("“half a note”")).to_be_visible()
    taken = page.locator('[data-testid="alert"][data-status="acknowledged"]')
    expect(taken).to_have_attribute("data-campaign", str(campaign))
