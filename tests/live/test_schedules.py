"""Scheduled reports in a real browser: asked for, written by the program, taken, ended."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import Engine, update

from data import clock, schedule_book
from data.domain.calendar import arrears, next_due
from data.door import writing
from data.schema.tables import schedules
from tests.data.accounts.people import add_campaigns
from tests.data.sql import execute, rows
from tests.live.checks import take_picture, wrong_as_seen
from tests.live.test_access import told
from tests.live.windows import window
from tests.server import Server

WORDS = "Whoever asked for it may not have it any more: the schedule was ended."


@pytest.fixture
def mia(server: Server, engine: Engine) -> dict[str, str]:
    """A manager who is signed in, and two campaigns that the server knows."""
    add_campaigns(engine, 1, 2)
    headers = server.sign_in("mia", "manager")
    server.wait_until(lambda: len(server.get("/api/v1/campaigns", headers)["campaigns"]) == 2)
    return headers


@pytest.fixture
def page(browser: Browser, server: Server, mia: dict[str, str]) -> Iterator[Page]:
    """The page, opened by the manager."""
    with window(browser, f"{server.url}/reports", mia, reduced_motion="reduce") as opened:
        ready(opened)
        yield opened


def ready(page: Page) -> None:
    expect(page.locator("#schedules")).to_have_attribute("data-state", "ready")


def row(page: Page, name: str) -> Locator:
    return page.locator(".schedule-row", has=page.get_by_text(name, exact=True))


def asked_for(page: Page, name: str) -> Locator:
    """The dialog, with a name in it."""
    page.get_by_role("button", name="Add a schedule…").click()
    dialog = page.get_by_role("dialog", name="Add a schedule")
    dialog.get_by_label("Name").fill(name)
    return dialog


def make_due(engine: Engine) -> None:
    """As if the newest schedule had been there when it was due last."""
    with writing(engine) as connection:
        (schedule,) = schedule_book.everyone(connection)
        now = clock.now(connection)
        begin = next_due(schedule.wish.recurrence, now - timedelta(days=3)).at
        (due,) = arrears(schedule.wish.recurrence, begin, now, 1).dues
        connection.execute(update(schedules).values(next_at=due.at))


def test_a_report_is_asked_for_by_keyboard_written_taken_and_ended(
    page: Page, engine: Engine, server: Server
) -> None:
    expect(page.locator(".schedules-none")).to_be_visible()
    dialog = asked_for(page, "Of one")
    dialog.get_by_label("Only these").check()
    submit = dialog.get_by_role("button", name="Add the schedule")
    expect(submit).to_be_disabled()
    dialog.get_by_label("Find a campaign").fill("2")
    dialog.get_by_label("Campaign 2").check()
    dialog.get_by_label("Time zone").fill("Europe/Prague")
    submit.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    mine = row(page, "Of one")
    expect(mine).to_contain_text("Daily at 06:00 (Europe/Prague) · Summary, CSV · campaigns 2")
    expect(mine.locator(".schedule-mark")).to_have_text("No report yet")
    make_due(engine)
    server.wait_until(lambda: rows(engine, "SELECT 1 FROM report_files WHERE status = 'done'"))
    page.reload()
    ready(page)
    with page.expect_download() as taken:
        mine.locator(".schedule-dates a").click()
    assert re.fullmatch(r"summary-\d{4}-\d\d-\d\d\.csv", taken.value.suggested_filename)
    assert "Campaign 2" in taken.value.path().read_text("utf-8")
    server.wait_until(lambda: told(engine)[0][1] == "schedule.download")
    mine.get_by_role("button", name="End…").click()
    ending = page.get_by_role("dialog", name="End Of one")
    ending.get_by_role("textbox").fill("nobody reads it")
    ending.get_by_role("button", name="End the schedule").click()
    expect(page.locator(".schedules-ended > summary")).to_have_text("Ended: 1")
    assert told(engine) == [("mia", "schedule.end", "schedule Of one", "nobody reads it")]


def test_what_cannot_be_is_said_and_what_was_typed_stays(page: Page) -> None:
    dialog = asked_for(page, "On Mars")
    dialog.get_by_label("Time zone").fill("Mars/Olympus")
    dialog.get_by_role("button", name="Add the schedule").click()
    expect(dialog.get_by_role("alert")).to_have_text(
        "Nothing was added: timezone must be one such as Europe/Prague."
    )
    expect(dialog.get_by_label("Name")).to_have_value("On Mars")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".schedule-row")).to_have_count(0)


@pytest.mark.parametrize(
    ("width", "height", "theme", "language"),
    [(1440, 900, "light", "en"), (390, 844, "dark", "cs")],
)
def test_as_it_is_seen(
    browser: Browser,
    server: Server,
    engine: Engine,
    mia: dict[str, str],
    width: int,
    height: int,
    theme: str,
    language: str,
) -> None:
    fill(engine)
    size = {"width": width, "height": height}
    look = {"viewport": size, "color_scheme": theme, "reduced_motion": "reduce"}
    with window(browser, f"{server.url}/reports?lang={language}", mia, **look) as opened:
        ready(opened)
        marks = opened.locator(".schedules-list:not(.schedules-ended-list) .schedule-mark")
        expect(marks).to_have_count(4)
        tones = [marks.nth(at).get_attribute("data-tone") for at in range(4)]
        assert tones == ["critical", "warn", "warn", "critical"]
        take_picture(opened.locator("#schedules"), f"schedules-{theme}-{width}")
        assert wrong_as_seen(opened, language) == {}


def fill(engine: Engine) -> None:
    """One that failed, one that came late, one that never came, one that was stopped."""
    for id, (name, error) in enumerate(
        [("Failed", None), ("Late", None), ("Overdue", None), ("Of who left", WORDS)], 1
    ):
        execute(
            engine,
            "INSERT INTO schedules (id, name, kind, format, every, local_time, timezone, language,"
            " receivers, created_by, means, created_at, next_at, ended_at, error) VALUES (:id,"
            " :name, 'summary', 'csv', 'day', '06:00', 'UTC', 'en', '[]', 'root', 'console',"
            " '2026-01-01T00:00:00.000Z', :next, :ended, :error)",
            id=id, name=name, error=error, next=f"299{id}-01-01T06:00:00.000Z",
            ended="2990-01-01T06:00:00.000Z" if error else None,
        )  # fmt: skip
    for id, status, begun, error in (
        (1, "failed", "06:00:10", "No space left on device."),
        (2, "done", "09:00:00", None),
        (3, "waiting", None, None),
    ):
        execute(
            engine,
            "INSERT INTO report_files (schedule_id, due_at, start_at, end_at, status, next_at,"
            " begun_at, done_at, size, manifest, error) VALUES (:id, '2026-05-02T06:00:00.000Z',"
            " '2026-05-01T00:00:00.000Z', '2026-05-02T00:00:00.000Z', :status,"
            " '2999-01-01T00:00:00.000Z', :begun, :begun, 2048, :manifest, :error)",
            id=id, status=status, begun=begun and f"2026-05-02T{begun}.000Z", error=error,
            manifest='{"rows": 12, "hash": "abc"}' if status == "done" else None,
        )  # fmt: skip
