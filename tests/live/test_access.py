"""The page of who has access in a real browser: seen, done by keyboard, secrets shown once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import Engine

from tests.data.accounts.people import add_campaigns
from tests.data.sql import rows
from tests.live.checks import take_picture, wrong_as_seen
from tests.live.windows import do, window
from tests.server import Server

SCREENS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def people(server: Server, engine: Engine) -> dict[str, str]:
    """An administrator who is signed in, beside a manager, two tokens and a wall."""
    add_campaigns(engine, 7)
    server.sign_in("mia", "manager", [7])
    server.token("dialer 1", "dialer")
    server.token("reports", "manager", [7, 8])
    server.wall("lobby")
    return server.sign_in("anna", "admin")


@pytest.fixture
def page(browser: Browser, server: Server, people: dict[str, str]) -> Iterator[Page]:
    """The page, opened by the administrator."""
    with window(browser, f"{server.url}/access", people, reduced_motion="reduce") as opened:
        expect(opened.locator("#access")).to_have_attribute("data-state", "ready")
        yield opened


def row(page: Page, name: str) -> Locator:
    return page.locator(".access-row", has=page.get_by_text(name, exact=True))


def told(engine: Engine) -> list[tuple[str, ...]]:
    return rows(engine, "SELECT actor, action, subject, reason FROM audit ORDER BY id DESC LIMIT 1")


def test_a_user_is_disabled_and_let_in_again_by_keyboard(page: Page, engine: Engine) -> None:
    mia = row(page, "mia")
    expect(mia).to_contain_text("Manager · campaigns 7")
    mia.get_by_role("button", name="Disable…").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Disable mia")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("left the company")
    page.keyboard.press("Tab")
    dialog.get_by_role("button", name="Disable the user").focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(mia.locator(".access-mark")).to_have_text("Disabled")
    assert told(engine) == [("anna", "user.disable", "user mia", "left the company")]
    do(mia.get_by_role("button", name="Let in again…"), "is back", "Let the user in")
    expect(mia.locator(".access-mark")).to_have_count(0)


def test_another_role_leaves_the_campaigns_as_they_are(page: Page) -> None:
    mia = row(page, "mia")
    mia.get_by_role("button", name="Change role…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Supervisor").check()
    dialog.get_by_role("textbox").fill("a new job")
    dialog.get_by_role("button", name="Change the role").click()
    expect(mia).to_contain_text("Supervisor · campaigns 7")


def test_a_token_is_made_shown_once_used_and_revoked(page: Page, server: Server) -> None:
    do(page.get_by_role("button", name="Make a token…"), "dialer 2", "Make the token")
    secret = page.locator(".access-secret-text")
    expect(secret).to_have_text(re.compile("^cdt_"))
    headers = {"Authorization": f"Bearer {secret.text_content()}"}
    assert server.fetch("/api/v1/commands", headers)[0] == 200
    made = row(page, "dialer 2")
    do(made.get_by_role("button", name="Revoke…"), "lost", "Revoke the token")
    expect(made.locator(".access-mark")).to_have_text("Revoked")
    server.wait_until(lambda: server.fetch("/api/v1/commands", headers)[0] == 401)
    page.reload()
    expect(page.locator("#access")).to_have_attribute("data-state", "ready")
    expect(secret).to_be_hidden()


def test_a_wall_is_made_and_its_link_signs_a_screen_in(
    page: Page, browser: Browser, server: Server
) -> None:
    do(page.get_by_role("button", name="Make a wall…"), "canteen", "Make the wall")
    shown = page.locator(".access-secret-text")
    expect(shown).to_have_text(re.compile(f"^{re.escape(server.url)}/wall#token=cdw_"))
    link = shown.text_content() or ""
    screen = browser.new_context().new_page()
    screen.goto(link)
    expect(screen.locator(".wall")).to_be_visible()
    made = row(page, "canteen")
    page.reload()
    expect(made).to_contain_text("Screen 3 · seen")
    do(made.get_by_role("button", name="Revoke…"), "gone", "Revoke the wall")
    expect(made.locator(".access-mark")).to_have_text("Revoked")
    screen.context.close()


def test_a_manager_is_not_shown_it(browser: Browser, server: Server) -> None:
    mia = server.sign_in("mia", "manager")
    with window(browser, f"{server.url}/access", mia) as opened:
        expect(opened.get_by_text("This page is not for you")).to_be_visible()
    for noun in ("users", "tokens", "walls"):
        assert server.fetch(f"/api/v1/{noun}", mia)[0] == 403


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "cs")])
def test_as_it_is_seen(
    browser: Browser, server: Server, people: dict[str, str], name: str, theme: str, language: str
) -> None:
    look = {"viewport": SCREENS[name], "color_scheme": theme, "reduced_motion": "reduce"}
    with window(browser, f"{server.url}/access?lang={language}", people, **look) as page:
        expect(page.locator("#access")).to_have_attribute("data-state", "ready")
        take_picture(page, f"access-filled-{name}-{theme}-{language}", full_page=True)
        assert wrong_as_seen(page, language) == {}
