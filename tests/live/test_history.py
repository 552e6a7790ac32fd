"""The history of a campaign in a real browser: what its tables say is what the API told."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, text

from data import clock
from tests.data.history.log import Row, write_log
from tests.live.checks import take_picture, wrong_as_seen
from tests.live.windows import window
from tests.server import Server

SERIES = ("attempts", "connects", "successes", "closed", "abandoned", "dial_failures")
ASKED = "**/api/v1/campaigns/1/history?*"


@pytest.fixture
def filled(engine: Engine, server: Server) -> str:
    """A server on two campaigns with calls on each of the last ten days."""
    with engine.execution_options(write=True).begin() as connection:
        now = clock.now(connection)
        connection.execute(
            text(
                "INSERT INTO campaigns (id, name, mode, timezone) VALUES"
                " (1, 'Spring', 'predictive', 'Europe/Prague'),"
                " (2, 'Winter', 'predictive', 'Europe/Prague')"
            )
        )
    rows = []
    for number in range(240):
        at = now - timedelta(hours=number, minutes=1)
        ends = ("call_in_progress", "canceled_by_client", "retry_scheduled")[number % 3]
        rows += [
            Row(1 + number % 2, number, None, "initial", at, None, 0, None, 0),
            Row(1 + number % 2, number, "initial", "calling", at, 9.0, 1, 0, 1),
            Row(1 + number % 2, number, "calling", ends, at, 21.0, 1, 1, 3),
        ]
    write_log(engine, rows)
    server.wait_until(lambda: server.status("/api/v1/campaigns/1/history") == 200)
    return f"{server.url}/campaigns/1"


def ready(page: Page) -> None:
    page.wait_for_selector('#history[data-state="ready"]')


def opened(page: Page, address: str) -> Any:
    """What the API told the page first."""
    with page.expect_response(ASKED) as told:
        page.goto(address)
        page.locator("#history").scroll_into_view_if_needed()
    ready(page)
    return told.value.json()


def table(page: Page, card: str) -> list[list[str]]:
    """The rows of the table behind a chart, opened by keyboard."""
    summary = page.locator(f".card-{card} summary")
    if page.locator(f".card-{card} details[open]").count() == 0:
        summary.focus()
        page.keyboard.press("Enter")
    rows = page.locator(f".card-{card} .twin tbody tr")
    expect(rows).not_to_have_count(0)
    return rows.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.innerText))")


def test_the_table_says_what_the_api_told(page: Page, filled: str) -> None:
    opened(page, filled)
    with page.expect_response(ASKED) as told:
        page.get_by_role("button", name="7 days").focus()
        page.keyboard.press("Enter")
    body = told.value.json()
    ready(page)
    assert page.url.endswith("?range=7d")
    assert body["bucket"] == "PT1H"
    shown = [[cell or "–" for cell in row] for row in table(page, "history-moves")]
    assert len(shown) == len(body["labels"])
    for number, row in enumerate(shown):
        assert row[1:] == [f"{body['series'][name][number]:,}" for name in SERIES]
        assert body["labels"][number][11:16] in row[0]
    for name in SERIES:
        button = page.locator(f'[data-series="{name}"] .history-total')
        expect(button).to_have_text(f"{sum(body['series'][name]):,}")
    assert body["totals"]["attempts"] > 70
    rate = body["totals"]["connect_rate"]
    expect(page.locator(".history-fraction")).to_have_text(
        f"{rate['numerator']} / {rate['denominator']}"
    )
    states = table(page, "history-states")
    waiting = [body["states"][code] for code in ("initial", "retry_scheduled")]
    assert [row[1] for row in states] == [str(sum(pair)) for pair in zip(*waiting, strict=True)]
    page.wait_for_selector("#history-moves[data-drawn]")
    expect(page.locator(".card-history-answers tbody tr")).to_have_count(7)


def test_a_choice_is_kept_compared_and_told_when_it_fails(page: Page, filled: str) -> None:
    opened(page, f"{filled}?range=yesterday&show=connects")
    expect(page.locator('[data-series="connects"]')).to_have_attribute("aria-pressed", "true")
    with page.expect_response(ASKED) as told:
        page.get_by_label("Compare with").select_option("yesterday")
    body = told.value.json()
    expect(page.locator(".card-history-moves .history-legend")).to_have_text(
        "Dotted: one day earlier, by local time"
    )
    rows = table(page, "history-moves")
    found = [row[-1] for row in rows]
    unknown = ["–" if n is None else str(n) for n in body["compare"]["series"]["connects"]]
    assert found == unknown
    page.get_by_label("Compare with").select_option("campaign")
    with page.expect_response(ASKED) as told:
        page.get_by_role("combobox", name="Campaign", exact=True).select_option("2")
    assert told.value.json()["compare"]["aligned_by"] == "time since start"
    page.get_by_role("button", name="Own range").click()
    for label, time in (("From", "2026-03-29T02:30"), ("To", "2026-03-30T00:00")):
        page.locator(".history-own").get_by_label(label).fill(time)
    expect(page.get_by_text("clocks in Europe/Prague never show 2026-03-29T02:30")).to_be_visible()
    expect(page.locator(".history-cards")).to_be_hidden()
    assert "range=own&from=2026-03-29T02:30" in page.url
    page.get_by_role("button", name="Yesterday").click()
    ready(page)
    opened(page, page.url)
    expect(page.get_by_role("button", name="Yesterday")).to_have_attribute("aria-pressed", "true")
    page.route(ASKED, lambda route: route.abort())
    page.get_by_role("button", name="30 days", exact=True).click()
    expect(page.get_by_text("The history could not be read: the server does not")).to_be_visible()
    page.unroute(ASKED)
    page.get_by_role("button", name="Try again").click()
    ready(page)


def test_nothing_is_read_before_it_is_near_nor_again_by_itself(page: Page, filled: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(filled)
    page.wait_for_selector('#history[data-zone="Europe/Prague"]', state="attached")
    assert [url for url in asked if "/history?" in url] == []
    page.locator("#history").scroll_into_view_if_needed()
    ready(page)
    page.locator('[data-series="closed"]').click()
    expect(page.locator('[data-series="closed"]')).to_have_attribute("aria-pressed", "true")
    assert len([url for url in asked if "/history?" in url]) == 1
    assert len([url for url in asked if "/live/" in url]) == 1


@pytest.mark.parametrize(
    ("theme", "language", "width"), [("light", "en", 1440), ("dark", "cs", 390)]
)
def test_as_it_is_seen(
    browser: Browser, filled: str, theme: str, language: str, width: int
) -> None:
    size = {"width": width, "height": 844}
    with window(browser, viewport=size, color_scheme=theme, reduced_motion="reduce") as page:
        opened(page, f"{filled}?lang={language}&range=hour&compare=yesterday")
        for card in ("moves", "rate", "states"):
            page.locator(f"#history-{card}").scroll_into_view_if_needed()
            page.wait_for_selector(f"#history-{card}[data-drawn]")
        table(page, "history-rate")
        take_picture(page.locator("#history"), f"history-{width}-{theme}-{language}")
        assert wrong_as_seen(page, language) == {}
