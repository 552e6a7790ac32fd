"""Signing in and out in a real browser: people, screens on the wall, what ends with a session."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from data import clock
from data.accounts import passwords, revision, users, walls
from data.domain.access import Role
from data.door import writing
from tests.live.windows import fresh, window
from tests.server import Server

LIVE = fresh("live")
PASSWORD = "correct horse battery"


@pytest.fixture
def ana(engine: Engine) -> int:
    """The id of a supervisor who has a password."""
    with writing(engine) as connection:
        kept = passwords.hashed(PASSWORD)
        now = clock.now(connection)
        user_id = users.add(connection, "ana", Role.SUPERVISOR, now, password=kept)
        revision.count_up(connection)
    return user_id


@pytest.fixture
def closed(server: Server, ana: int) -> str:
    """The address of a server that knows that there is an account."""
    server.wait_until(lambda: server.status("/api/v1/campaigns") == 401)
    return server.url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with window(browser) as opened:
        yield opened


def sign_in(page: Page, password: str = PASSWORD) -> None:
    """By keyboard alone, as the page stands."""
    page.wait_for_selector("input:focus")
    page.keyboard.type("ana")
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def violations(page: Page) -> list[str]:
    return [rule["id"] for rule in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_login_is_for_everybody(page: Page, closed: str, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    for language, heading in (("en", "Sign in"), ("cs", "Přihlášení")):
        page.goto(f"{closed}/login?lang={language}")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert page.get_attribute("html", "lang") == language
        assert violations(page) == []
    sign_in(page, "a wrong password")
    expect(page.get_by_role("alert")).to_contain_text("není správné")
    assert violations(page) == []


def test_a_page_leads_to_the_login_and_the_login_back(page: Page, closed: str) -> None:
    page.goto(f"{closed}/alerts?lang=en")
    expect(page.get_by_label("User name")).to_be_focused()
    sign_in(page, "a wrong password")
    expect(page.get_by_role("alert")).to_have_text("The name or the password is wrong.")
    expect(page.get_by_label("User name")).to_have_value("ana")
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Alerts")).to_be_visible()
    page.wait_for_selector(LIVE)
    expect(page.locator(".signed-in")).to_have_text("ana")
    (session,) = [cookie for cookie in page.context.cookies() if cookie["name"] == "session"]
    assert (session["httpOnly"], session["sameSite"]) == (True, "Strict")
    assert "session" not in page.evaluate("document.cookie")


def test_signing_out_ends_it_everywhere(page: Page, closed: str) -> None:
    page.goto(f"{closed}/?lang=en")
    sign_in(page)
    page.wait_for_selector(LIVE)
    other = page.context.new_page()
    other.goto(f"{closed}/alerts")
    other.wait_for_selector(LIVE)
    page.get_by_role("button", name="Sign out ana").press("Enter")
    page.wait_for_url("**/login")
    other.wait_for_url("**/login?next=%2Falerts")
    page.goto(closed)
    page.wait_for_url("**/login?next=%2F")


def test_who_is_disabled_sees_no_more(page: Page, closed: str, ana: int, engine: Engine) -> None:
    page.goto(f"{closed}/?lang=en")
    sign_in(page)
    page.wait_for_selector(LIVE)
    with writing(engine) as connection:
        users.change(connection, ana, disabled_at=clock.now(connection))
        revision.count_up(connection)
    page.wait_for_url("**/login?next=%2F*")


def test_a_role_is_offered_what_it_may_do(page: Page, closed: str) -> None:
    page.goto(f"{closed}/campaigns/1?lang=en")
    sign_in(page)
    page.wait_for_selector("body[data-role=supervisor]")
    page.wait_for_selector("main > *")
    assert page.locator('[data-testid="cancel-campaign"]').count() == 0


def test_a_screen_comes_in_by_its_link_and_leaves_when_that_is_revoked(
    page: Page, closed: str, server: Server, engine: Engine
) -> None:
    token = walls.new_secret()
    with writing(engine) as connection:
        now = clock.now(connection)
        wall_id = walls.add(connection, "hall", token, now, by="the tests")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{closed}/wall?lang=en#token={token}")
    page.wait_for_selector("#wall")
    page.wait_for_selector(LIVE, state="attached")
    expect(page).to_have_url(f"{closed}/wall?lang=en")
    assert [url for url in asked if token in url.partition("#")[0]] == []
    assert page.evaluate("history.length") <= 2
    status = page.evaluate("fetch('/api/v1/campaigns').then((answer) => answer.status)")
    assert status == 403
    with engine.connect() as connection:
        server.wait_until(lambda: seen(connection, wall_id))
    with writing(engine) as connection:
        walls.revoke(connection, wall_id, clock.now(connection))
    expect(page.locator(".band")).to_contain_text("signed out")
    expect(page).to_have_url(f"{closed}/wall?lang=en")


def test_a_link_that_opens_nothing_says_so(page: Page, closed: str) -> None:
    page.goto(f"{closed}/wall?lang=en#token=cdw_nothing")
    expect(page.get_by_role("status")).to_contain_text("This link opens no wall")
    expect(page).not_to_have_url(re.compile("token"))
    assert violations(page) == []
    page.goto(f"{closed}/wall")
    page.wait_for_url("**/login?next=%2Fwall")


def seen(connection: Any, wall_id: int) -> bool:
    """Whether a screen of the wall has said how far behind it is."""
    connection.rollback()
    screens = walls.everyone(connection)[0].screens
    return any(screen.behind_ms is not None for screen in screens)
