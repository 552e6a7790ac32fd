"""Deeds in a real browser on a real server, by keyboard: canceling, removing, undoing."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect
from sqlalchemy import Engine

from tests.browser import wait_until
from tests.data.sql import one
from tests.live.places import loaded
from tests.live.windows import row, window
from tests.server import Server

Write = Callable[..., None]
CANCEL = '[data-testid="cancel-campaign"]'
REMOVE = '[data-testid="remove-contacts"]'
# The table grows as it is scrolled.
TO_THE_END = """index => {
  const rows = document.querySelector(".ag-body-viewport");
  rows.scrollTop = rows.scrollHeight;
  return rows.querySelector(`.ag-center-cols-container [row-index="${index}"]`) !== null;
}"""
SELECTED = re.compile("ag-row-selected")
PLAN: dict[str, Any] = {
    "token": "t1",
    "as_of": "2026-05-01T12:00:00Z",
    "kind": "cancel",
    "campaign_id": 7,
    "campaign_name": "Spring",
    "needs_approval": False,
    "fates": {"moved": {"initial": 395}, "asked": {}, "drains": {"calling": 5}, "untouched": {}},
    "counts": {"moved": 395, "asked": 0, "drains": 5, "untouched": 0},
}


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page on which nothing moves by itself."""
    with window(browser, reduced_motion="reduce") as opened:
        yield opened


@pytest.fixture
def spring(write: Write, server: Server) -> str:
    """The path of a campaign with 400 contacts, of which 5 are being called and 1 is in ACW."""
    write(
        *loaded(400),
        "UPDATE contacts SET state = 'calling' WHERE id <= 5",
        "UPDATE contacts SET state = 'acw' WHERE id = 6",
    )
    server.wait_until(lambda: server.status("/api/v1/campaigns/7") == 200)
    return f"{server.url}/campaigns/7"


def count(engine: Engine, condition: str) -> int:
    return int(one(engine, f"SELECT count(*) FROM {condition}"))


def visit(page: Page, address: str) -> None:
    """Opens a page and waits for what it shows."""
    page.goto(address)
    page.wait_for_selector("main > *")
    page.wait_for_selector('body[data-freshness="live"]')


def ask(page: Page, spring: str) -> Locator:
    """Opens the dialog that ends the campaign, by keyboard, and waits for its plan."""
    visit(page, spring)
    expect(page.locator(CANCEL)).to_be_visible()
    page.locator(CANCEL).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".deed-plan")).to_have_attribute("data-state", "ready")
    expect(dialog.get_by_role("textbox").first).to_be_focused()
    return dialog


def fill_in(dialog: Locator) -> None:
    """The reason, and the name of the campaign."""
    dialog.get_by_label("Reason").fill("by mistake")
    dialog.get_by_label("Type Spring").fill("Spring")


def answers(page: Page, *responses: tuple[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Has the deed answered so, one after another, the last for ever; what was sent."""
    sent: list[dict[str, Any]] = []

    def answer(route: Route) -> None:
        asked = route.request
        if "dry_run" in asked.url:
            return route.fulfill(json=PLAN)
        sent.append({"key": asked.headers["idempotency-key"], **asked.post_data_json})
        status, body = responses[min(len(sent), len(responses)) - 1]
        return route.abort() if status == 0 else route.fulfill(status=status, json=body)

    page.route("**/api/v1/campaigns/7/cancel**", answer)
    return sent


def test_a_campaign_is_canceled_and_brought_back_by_keyboard_alone(
    page: Page, spring: str, write: Write, engine: Engine
) -> None:
    dialog = ask(page, spring)
    expect(dialog).to_contain_text("394 waiting will be canceled")
    expect(dialog).to_contain_text("5 calls will be let finish")
    expect(dialog).to_contain_text("1 in after-call work is untouched")
    submit = dialog.get_by_role("button", name="Cancel campaign")
    expect(submit).to_be_disabled()
    page.keyboard.type("wrong list")
    page.keyboard.press("Tab")
    page.keyboard.type("spring")
    expect(submit).to_be_disabled()
    page.keyboard.press("Control+A")
    page.keyboard.type("Spring")
    expect(submit).to_be_enabled()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#campaign-status")).to_have_text("Canceling")
    expect(page.locator("#campaign-left")).to_contain_text("calls left")
    expect(page.locator(CANCEL)).to_be_hidden()
    line = page.locator("#operations-strip-0")
    expect(line).to_have_attribute("data-stage", "draining")
    assert count(engine, "contacts WHERE state = 'calling'") == 5
    write("UPDATE contacts SET state = 'success' WHERE id <= 6")
    expect(page.locator("#campaign-status")).to_have_text("Canceled")
    assert count(engine, "contacts WHERE state = 'canceled_by_admin'") == 394
    line.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("textbox").first).to_be_focused()
    page.keyboard.type("it was the right one")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#campaign-status")).to_have_text("In progress")
    expect(page.locator('[data-testid="count-initial"]')).to_have_attribute("data-value", "394")
    assert count(engine, "operations") == 2


def test_every_screen_tells_of_it(page: Page, spring: str, write: Write) -> None:
    dialog = ask(page, spring)
    fill_in(dialog)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    server = spring.removesuffix("/campaigns/7")
    for place in ("/", "/alerts", "/campaigns/7/contacts/9"):
        visit(page, f"{server}{place}")
        expect(page.locator("#operations-strip-0")).to_contain_text("Cancel campaign · Spring")
    for place in ("/wall", "/wall/7"):
        visit(page, f"{server}{place}")
        expect(page.locator("#wall-operation")).to_contain_text("5 calls are let finish")
    visit(page, f"{server}/operations")
    page.get_by_role("link", name="Cancel campaign · Spring").click()
    expect(page.get_by_role("heading", name="Cancel campaign")).to_be_visible()
    expect(page.locator('[data-fact="reason"]')).to_have_text("by mistake")
    expect(page.locator(".operation-steps [aria-current]")).to_have_text("Lets calls finish")
    write("UPDATE contacts SET state = 'success' WHERE id <= 6")
    expect(page.locator(".page-head .operation-stage")).to_have_text("Done")
    visit(page, f"{server}/operations")
    expect(page.locator(".operations-past tbody tr")).to_have_count(1)
    expect(page.locator(".operations-none")).to_have_text("Nothing is going on.")


def test_chosen_contacts_are_removed_whatever_moves_meanwhile(
    page: Page, spring: str, write: Write, engine: Engine
) -> None:
    visit(page, f"{spring}#contacts")
    expect(row(page, 0)).to_contain_text("Ada Green 0")
    rows = page.locator(".ag-body-viewport")
    row(page, 7).locator('[col-id="state"]').click()
    page.keyboard.press("Space")
    expect(row(page, 7)).to_have_class(SELECTED)
    expect(page.locator(".chosen-said")).to_have_text("1 selected")
    last = row(page, 395)
    wait_until(page, TO_THE_END, 395)
    expect(last).to_contain_text("Ada Green 395")
    last.locator('[col-id="state"]').click()
    page.keyboard.press("Space")
    write("UPDATE contacts SET state = 'retry_scheduled' WHERE id BETWEEN 300 AND 350")
    expect(page.locator(REMOVE)).to_have_text("Remove 2 contacts…")
    rows.evaluate("node => { node.scrollTop = 0 }")
    expect(row(page, 7)).to_have_class(SELECTED)
    expect(row(page, 8)).not_to_have_class(SELECTED)
    page.locator(REMOVE).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 contacts will be removed")
    expect(dialog.get_by_role("radio", name="Keep the person")).to_be_focused()
    page.keyboard.press("Tab")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("asked to be left alone")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Remove 2 contacts")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator('[data-testid="count-removed"]')).to_have_attribute("data-value", "2")
    expect(page.locator(".chosen-said")).to_have_text("")
    assert count(engine, "contacts WHERE state = 'removed' AND id IN (8, 396)") == 2


def test_all_that_match_the_filter_shown_are_removed_and_erased(
    page: Page, spring: str, engine: Engine
) -> None:
    visit(page, f"{spring}?state=initial&q=Ada#contacts")
    button = page.locator(REMOVE)
    button.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("State Initial, Search “Ada”")
    expect(dialog).to_contain_text("394 contacts will be removed")
    dialog.get_by_role("radio", name="Erase the person").check()
    expect(dialog).to_contain_text("394 contacts will be removed")
    dialog.get_by_label("Reason").fill("the law asks for it")
    submit = dialog.get_by_role("button", name="Remove 394 contacts")
    expect(submit).to_be_disabled()
    dialog.get_by_label("Type Spring").fill("Spring")
    submit.click()
    expect(page.locator('[data-testid="count-removed"]')).to_have_attribute("data-value", "394")
    assert count(engine, "contacts WHERE name IS NULL AND phone IS NULL") == 394


def test_fifty_clicks_are_one_deed(page: Page, spring: str, engine: Engine) -> None:
    dialog = ask(page, spring)
    fill_in(dialog)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.evaluate("for (let n = 0; n < 50; n++) document.querySelector('.deed-submit').click()")
    expect(dialog).to_be_hidden()
    assert len([url for url in sent if url.endswith("/cancel")]) == 1
    assert count(engine, "operations") == 1


def test_without_an_answer_the_very_same_is_sent_again(page: Page, spring: str) -> None:
    sent = answers(page, (0, {}), (202, {"id": 1}))
    dialog = ask(page, spring)
    fill_in(dialog)
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("it is not known whether it was done")
    expect(dialog.get_by_label("Reason")).to_be_disabled()
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog).to_be_hidden()
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_when_there_are_more_by_then_it_asks_again(page: Page, spring: str) -> None:
    grown = {**PLAN, "token": "t2", "fates": {"moved": {"initial": 999}}}
    grown["counts"] = {**PLAN["counts"], "moved": 999}
    sent = answers(page, (409, {"detail": "It has grown.", "plan": grown}), (202, {"id": 1}))
    dialog = ask(page, spring)
    fill_in(dialog)
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("Meanwhile there are more than you were shown.")
    expect(dialog).to_contain_text("999 waiting will be canceled")
    expect(dialog.get_by_label("Reason")).to_have_value("by mistake")
    dialog.get_by_role("button", name="Cancel campaign").click()
    expect(dialog).to_be_hidden()
    assert [deed["token"] for deed in sent] == ["t1", "t2"]
    assert sent[0]["key"] != sent[1]["key"]


def test_what_was_refused_is_said_with_what_is_in_the_way(page: Page, spring: str) -> None:
    answers(page, (409, {"detail": "It is being canceled.", "operation_id": 3}))
    dialog = ask(page, spring)
    fill_in(dialog)
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Nothing was done: It is being canceled.")
    link = dialog.get_by_role("link", name="See what is going on")
    expect(link).to_have_attribute("href", "/operations/3")


def test_what_could_not_be_counted_can_be_counted_again(page: Page, spring: str) -> None:
    times: list[int] = []

    def fail_once(route: Route) -> None:
        times.append(1)
        if len(times) == 1:
            route.fulfill(status=503, json={"detail": "The database is busy."})
        else:
            route.fulfill(json=PLAN)

    page.route("**/cancel?dry_run=1", fail_once)
    visit(page, spring)
    page.locator(CANCEL).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("It could not be counted what would happen")
    fill_in(dialog)
    expect(dialog.locator(".deed-submit")).to_be_disabled()
    dialog.get_by_role("button", name="Count again").click()
    expect(dialog).to_contain_text("395 waiting will be canceled")
    expect(dialog.locator(".deed-submit")).to_be_enabled()


def test_a_hundred_updates_leave_the_dialog_as_it_is_and_escape_gives_the_focus_back(
    page: Page, spring: str, write: Write
) -> None:
    dialog = ask(page, spring)
    page.keyboard.type("half a rea")
    before = dialog.inner_html()
    for number in range(100):
        write(f"UPDATE contacts SET state = 'retry_scheduled' WHERE id = {10 + number}")
    write("UPDATE campaigns SET name = 'Autumn' WHERE id = 7")
    expect(page.locator("#campaign-name")).to_have_text("Autumn")
    counted = page.locator('[data-testid="count-retry_scheduled"]')
    expect(counted).to_have_attribute("data-value", "100")
    assert dialog.inner_html() == before
    expect(dialog.get_by_label("Reason")).to_be_focused()
    expect(dialog.get_by_label("Reason")).to_have_value("half a rea")
    expect(dialog.get_by_label("Type Spring")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(CANCEL)).to_be_focused()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_open_dialog_stands_in_nobodys_way(page: Page, spring: str, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    for width, language in ((1280, "en"), (390, "cs")):
        page.set_viewport_size({"width": width, "height": 800})
        ask(page, f"{spring}?lang={language}")
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found] == []
        wide = "document.querySelector('dialog[open]').scrollWidth - innerWidth"
        assert page.evaluate(wide) <= 0
