"""The time machine in a browser: a moment with known counts, a replay from it, and back to now."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from data.domain.states import CODES
from tests.browser import value, wait_until
from tests.data.history.log import Row, write_log
from tests.live.windows import shown
from tests.server import Server

CONTACTS = 40
# A contact is called every 15 s, and each of them talks 30 s later.
BEGAN = datetime(2026, 1, 31, 13, 0, tzinfo=UTC)
CALLED = 15
TALKED = 30
TALKING = "count-call_in_progress"


@pytest.fixture
def campaign(engine: Engine, write: Callable[..., None], request: pytest.FixtureRequest) -> str:
    """The address of a campaign with a past of eleven minutes."""
    write(
        "INSERT INTO campaigns (id, name, mode, status, timezone, created_at) VALUES (7, 'Spring', "
        "'predictive', 'in_progress', 'Europe/Prague', '2026-01-31T12:00:00.000Z')"
    )
    write_log(engine, history())
    server: Server = request.getfixturevalue("server")
    return f"{server.url}/campaigns/7"


def history() -> list[Row]:
    rows = [Row(7, n, None, "initial", BEGAN, to_step=0) for n in range(CONTACTS)]
    for n in range(CONTACTS):
        called = BEGAN + timedelta(seconds=CALLED * (n + 1))
        talked = called + timedelta(seconds=TALKED)
        rows.append(Row(7, n, "initial", "calling", called, 1.0, 1, 0, 1))
        rows.append(Row(7, n, "calling", "call_in_progress", talked, float(TALKED), 1, 1, 3))
    return rows


def counts(at: datetime) -> dict[str, int]:
    """By state, what had happened before an instant."""
    passed = (at - BEGAN).total_seconds()
    called = sum(CALLED * (n + 1) < passed for n in range(CONTACTS))
    talked = sum(CALLED * (n + 1) + TALKED < passed for n in range(CONTACTS))
    loaded = {"initial": CONTACTS - called, "calling": called - talked, "call_in_progress": talked}
    return dict.fromkeys(CODES, 0) | loaded


def counted(page: Page) -> dict[str, int]:
    return {code: value(page, f"count-{code}") for code in CODES}


def at_of(url: str) -> datetime:
    """The instant in an address."""
    return datetime.fromisoformat(parse_qs(urlsplit(url).query)["at"][0])


def test_a_moment_a_replay_and_back(page: Page, campaign: str) -> None:
    at = BEGAN + timedelta(seconds=100)
    page.goto(f"{campaign}/past?at={at:%Y-%m-%dT%H:%M:%SZ}")
    page.wait_for_selector(shown("count-calling", 2))
    assert counted(page) == counts(at)
    assert page.inner_text("#past-moment") == "14:01:40, 31 Jan 2026, Europe/Prague"
    assert page.locator("h1:visible").inner_text() == "Spring"
    expect(page.get_by_test_id("freshness")).to_have_attribute("data-state", "past")
    page.locator("main").press("ArrowRight")
    page.wait_for_selector(shown(TALKING, 8))
    assert counted(page) == counts(at + timedelta(minutes=1))
    assert at_of(page.url) == at + timedelta(minutes=1)
    page.locator("main").press(" ")
    wait_until(page, "name => Number(document.getElementById(name).dataset.value) >= 12", TALKING)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_selector(".time-bar:not([data-playing])")
    paused = at_of(page.url)
    assert paused >= at + timedelta(minutes=2)
    assert counted(page) == counts(paused)
    page.get_by_role("link", name="Back to live").click()
    page.wait_for_selector('[data-testid="freshness"][data-state="live"]')
    page.wait_for_selector(shown("count-initial", 0))
    assert page.url == campaign
    page.get_by_role("link", name="Time machine").click()
    page.wait_for_selector(".time-bar:not([data-loading])")
    assert counts(at_of(page.url)) == counted(page)


def test_a_moment_that_no_clock_showed_and_those_that_are_not(page: Page, campaign: str) -> None:
    said = page.locator(".past-said")
    page.goto(f"{campaign}/past?at=2020-01-01T00:00:00Z")
    expect(said).to_have_text("The campaign was not there yet. This is where it begins.")
    page.get_by_label("Date and time in the campaign's zone").fill("2026-03-29T02:30:00")
    page.keyboard.press("Tab")
    expect(said).to_contain_text("Clocks were set forward: 02:30 did not exist.")
    expect(page.locator("#past-moment")).to_have_text("03:00:00, 29 Mar 2026, Europe/Prague")
    page.goto(f"{campaign}/past?at=2900-01-01T00:00:00Z")
    expect(said).to_have_text("That lies ahead. This is the newest moment there is.")
    page.goto(f"{campaign}/past?at=nonsense")
    expect(said).to_have_text("The address holds no time that can be read.")
    page.goto(f"{campaign.replace('/7', '/8')}/past")
    expect(page.locator("h1:visible")).to_have_text("There is no campaign 8")
