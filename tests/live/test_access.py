"""The page of who has access in a real browser: seen, done by keyboard, secrets shown once."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import Engine, text

from tests.live.checks import take_picture, wrong_as_seen
from tests.server import Server

SCREENS = {"desk": (1280, 900), "phone": (390, 844)}


@pytest.fixture
def people(server: Server, engine: Engine) -> dict[str, str]:
    """An administrator who is signed in, beside a manager, two tokens and a wall."""
    with engine.execution_options(write=True).begin() as connection:
        added = "INSERT INTO campaigns (id, name, mode) VALUES (7, 'Spring', 'predictive')"
        connection.execute(text(added))
    server.sign_in("mia", "manager", [7])
    server.token("dialer 1", "dialer")
    server.token("reports", "manager", [7, 8])
    server.wall("lobby")
    return server.sign_in("anna", "admin")


def open_as(browser: Browser, server: Server, headers: dict[str, str], **more: object) -> Page:
    context: BrowserContext = browser.new_context(reduced_motion="reduce", **more)  # type: ignore[arg-type]
    cookies = SimpleCookie(headers["Cookie"])
    context.add_cookies(
        [{"name": name, "value": one.value, "url": server.url} for name, one in cookies.items()]
    )
    return context.new_page()


@pytest.fixture
def page(browser: Browser, server: Server, people: dict[str, str]) -> Iterator[Page]:
    """The page, opened by the administrator; any error on it fails the test."""
    opened = open_as(browser, server, people, viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(f"{server.url}/access")
    expect(opened.locator("#access")).to_have_attribute("data-state", "ready")
    yield opened
    opened.context.close()
    assert errors == []


def row(page: Page, name: str) -> Locator:
    return page.locator(".access-row", has=page.get_by_text(name, exact=True))


def told(engine: Engine) -> list[tuple[str, ...]]:
    wanted = text("SELECT actor, action, subject, reason FROM audit ORDER BY id DESC LIMIT 1")
    with engine.connect() as connection:
        return [tuple(line) for line in connection.execute(wanted)]


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
    mia.get_by_role("button", name="Let in again…").click()
    dialog.get_by_role("textbox").fill("is back")
    dialog.get_by_role("button", name="Let the user in").click()
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
    page.get_by_role("button", name="Make a token…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("dialer 2")
    dialog.get_by_role("button", name="Make the token").click()
    secret = page.locator(".access-secret-text")
    expect(secret).to_have_text(re.compile("^cdt_"))
    headers = {"Authorization": f"Bearer {secret.text_content()}"}
    assert server.fetch("/api/v1/commands", headers)[0] == 200
    made = row(page, "dialer 2")
    made.get_by_role("button", name="Revoke…").click()
    dialog.get_by_role("textbox").fill("lost")
    dialog.get_by_role("button", name="Revoke the token").click()
    expect(made.locator(".access-mark")).to_have_text("Revoked")
    server.wait_until(lambda: server.fetch("/api/v1/commands", headers)[0] == 401)
    page.reload()
    expect(page.locator("#access")).to_have_attribute("data-state", "ready")
    expect(secret).to_be_hidden()


def test_a_wall_is_made_and_its_link_signs_a_screen_in(
    page: Page, browser: Browser, server: Server
) -> None:
    page.get_by_role("button", name="Make a wall…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("canteen")
    dialog.get_by_role("button", name="Make the wall").click()
    shown = page.locator(".access-secret-text")
    expect(shown).to_have_text(re.compile(f"^{re.escape(server.url)}/wall#token=cdw_"))
    link = shown.text_content() or ""
    screen = browser.new_context().new_page()
    screen.goto(link)
    expect(screen.locator(".wall")).to_be_visible()
    made = row(page, "canteen")
    page.reload()
    expect(made).to_contain_text("Screen 3 · seen")
    made.get_by_role("button", name="Revoke…").click()
    dialog.get_by_role("textbox").fill("gone")
    dialog.get_by_role("button", name="Revoke the wall").click()
    expect(made.locator(".access-mark")).to_have_text("Revoked")
    screen.context.close()


def test_a_manager_is_not_shown_it(browser: Browser, server: Server) -> None:
    mia = server.sign_in("mia", "manager")
    opened = open_as(browser, server, mia)
    opened.goto(f"{server.url}/access")
    expect(opened.get_by_text("This page is not for you")).to_be_visible()
    for noun in ("users", "tokens", "walls"):
        assert server.fetch(f"/api/v1/{noun}", mia)[0] == 403
    opened.context.close()


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "cs")])
def test_as_it_is_seen(
    browser: Browser, server: Server, people: dict[str, str], name: str, theme: str, language: str
) -> None:
    width, height = SCREENS[name]
    size = {"width": width, "height": height}
    page = open_as(browser, server, people, viewport=size, color_scheme=theme)
    page.goto(f"{server.url}/access?lang={language}")
    expect(page.locator("#access")).to_have_attribute("data-state", "ready")
    take_picture(page, f"access-filled-{name}-{theme}-{language}", full_page=True)
    wrong = wrong_as_seen(page, language)
    page.context.close()
    assert wrong == {}
