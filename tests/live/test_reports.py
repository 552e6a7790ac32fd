"""What the page shows, and what the file says that is taken from it at the same instant."""

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data.domain.metrics import KPIS
from data.domain.states import CODES, OTHER
from tests.browser import value
from tests.live.places import loaded
from tests.server import Server

Write = Callable[..., None]
# These are of the last minutes: between the page and the file a minute may end.
OF_MINUTES = ("dial_failures", "attempts_per_minute", "closed_per_minute")


@pytest.fixture
def spring(write: Write, server: Server) -> str:
    """A campaign in which everything has happened to somebody, and nothing happens any more."""
    write(*loaded(40), "UPDATE campaigns SET name = 'Jarní obnova'")
    for number, state in enumerate(CODES):
        write(
            f"UPDATE contacts SET state = 'calling' WHERE id > {2 * number}",
            f"UPDATE contacts SET state = 'call_in_progress' WHERE id > {2 * number + 5}",
            f"UPDATE contacts SET state = '{state}' WHERE id > {2 * number + 1}",
        )
    write(
        "UPDATE contacts SET state = 'hypnotized' WHERE id = 3",
        "UPDATE contacts SET state = 'success' WHERE id BETWEEN 20 AND 25",
    )
    server.wait_until(lambda: counts(server).get("success", 0) >= 6)
    return f"{server.url}/campaigns/7"


def counts(server: Server) -> Mapping[str, int]:
    known: Mapping[str, int] = server.get("/api/v1/campaigns/7")["counts"]
    return known


def shown(page: Page, spring: str, server: Server) -> Mapping[tuple[str, str], float]:
    """Every count, step of the funnel and key figure that the page shows."""
    page.goto(spring)
    success = counts(server)["success"]
    page.wait_for_selector(f'[data-testid="count-success"][data-value="{success}"]')
    states = {("state", code): float(value(page, f"count-{code}")) for code in (*CODES, OTHER)}
    table = page.locator('[data-testid="funnel"] table').inner_text()
    steps = [float(word) for word in table.split() if word.isdigit()]
    funnel = {("funnel", str(step)): count for step, count in enumerate(steps)}
    figures = {
        ("figure", kpi.key): float(said)
        for kpi in KPIS
        if kpi.key not in OF_MINUTES
        and kpi.applies_to("predictive")
        and (place := page.locator(f'[data-testid="kpi-{kpi.key}"]')).count()
        and (said := place.get_attribute("data-value"))
    }
    assert len(funnel) == 5
    assert len(figures) > 10
    return states | funnel | figures


def taken(page: Page, server: Server, format: str) -> Path:
    """The file of the summary, as somebody takes it from the page of reports."""
    page.goto(f"{server.url}/reports?kind=summary&campaign=7&format={format}")
    expect(page.locator("#reports")).to_have_attribute("data-state", "ready")
    with page.expect_download() as download:
        page.locator(".reports-download").click()
    assert download.value.suggested_filename.endswith(f".{format}")
    path: Path = download.value.path()
    return path


def of_csv(path: Path) -> tuple[dict[tuple[str, str], float], dict[str, Any]]:
    """The values of the campaign's own rows, and what the file says of itself."""
    *lines, last = path.read_text("utf-8-sig").splitlines()
    rows = [row for row in csv.DictReader(lines) if row["Campaign no."] == "7"]
    values = {(row["Section"], row["Key"]): row["Value"] for row in rows}
    manifest = json.loads(last.removeprefix("# manifest "))
    return {key: float(text) for key, text in values.items() if text}, manifest


def of_json(path: Path) -> tuple[dict[tuple[str, str], float], dict[str, Any]]:
    whole = json.loads(path.read_text("utf-8"))
    keys = [column["key"] for column in whole["columns"]]
    rows = [dict(zip(keys, row, strict=True)) for row in whole["rows"]]
    rows = [row for row in rows if row["campaign_id"] == 7]
    values = {(row["section"], row["key"]): row["value"] for row in rows}
    return {key: told for key, told in values.items() if told is not None}, whole["manifest"]


@pytest.mark.parametrize(("format", "read"), [("csv", of_csv), ("json", of_json)])
def test_the_file_says_what_the_page_showed(
    page: Page, spring: str, server: Server, format: str, read: Callable[[Path], Any]
) -> None:
    seen = shown(page, spring, server)
    told, manifest = read(taken(page, server, format))
    assert {key: told.get(key) for key in seen} == {
        key: pytest.approx(number, abs=1e-6) for key, number in seen.items()
    }
    totals = {code: count for (part, code), count in seen.items() if part == "state"}
    assert manifest["totals"] == totals
    assert sum(totals.values()) == 40
