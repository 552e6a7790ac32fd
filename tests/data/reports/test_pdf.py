"""Pages of PDF as another library reads them: what stands on them, where, and what lies in them."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from dashboard.texts import LANGUAGES, speaking
from dashboard.texts import t as translated
from dashboard.theme import GROUPS, TONES
from data.domain.manifest import Manifest
from data.domain.metrics import KPIS
from data.domain.report import Format, Row
from data.domain.states import EVERY, FUNNEL_STEPS
from data.reports.kinds import KINDS
from data.reports.rows.summary import OF_SPAN
from data.reports.writers.colours import KIND_OF_STATES, KINDS_OF_STATES, OF_STATES
from data.reports.writers.paper import BOTTOM, FOOT, MARGIN, WIDTH, fitted, plain, width_of, wrapped
from tests.data.reports.fake import AT, written

NASTY = 'Příliš žluťoučký kůň & <img src=x onerror=alert(1)> "Кампания" \u4e2d'


def summary(id: int | None, name: str | None, count: int = 7) -> list[Row]:
    """The rows of a campaign, with all the key figures that there are."""
    states = [
        (id, name, "state", state.code, state.label, id and state.code, count, float(count),
         "count", None, None, state.meaning)
        for state in EVERY
    ]  # fmt: skip
    steps = [
        (id, name, "funnel", str(step), label, None, count * (5 - step), 1.0,
         "count", None, None, "x")
        for step, label in enumerate(FUNNEL_STEPS)
    ]  # fmt: skip
    figures = [
        (id, name, "figure", kpi.key, kpi.label, None, None, 0.0185 if count else None, kpi.unit,
         41 * count, 2270 * count, max(OF_SPAN.get(kpi.key, ""), kpi.definition, key=len))
        for kpi in KPIS
    ]  # fmt: skip
    return [*states, *steps, *figures]


def abandonment(id: int, name: str, days: int, rate: float | None = 0.02) -> list[Row]:
    """The rows of a campaign with so many days, and the two rates at the end."""
    ends = (0.03, "How it is counted.", "What is not counted.")
    each = [
        (id, name, "Day", f"day {number}", AT, AT + timedelta(days=1), 2, 100, rate, *ends)
        for number in range(days)
    ]
    totals = [
        (id, name, period, None, AT, AT + timedelta(days=1), 4, 100, 0.04, *ends)
        for period in ("24 hours", "30 days")
    ]
    return [*each, *totals]


def drawn(
    kind: str, rows: Sequence[Row], language: str = "en"
) -> tuple[PdfReader, Manifest, bytes]:
    """A file with these rows, opened."""
    with speaking(language):
        data, manifest = written(
            Format.PDF, rows, "Europe/Prague", 50, KINDS[kind], language, translated
        )
    return PdfReader(BytesIO(data)), manifest, data


def texts(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_a_page_for_each_campaign_and_one_for_all_together() -> None:
    rows = [*summary(1, "Spring"), *summary(2, NASTY), *summary(None, None, 14)]
    reader, manifest, _ = drawn("summary", rows)
    pages = texts(reader)
    assert len(pages) == 3
    for number, (page, name) in enumerate(
        zip(pages, ("Spring", NASTY[:-1], "All campaigns"), strict=True), 1
    ):
        told = (name, f"Page {number} of 3", manifest.hash, "2026-10-25 02:30:00 +02:00")
        for text in (*told, "Europe/Prague"):
            assert text in page
    assert "287 / 15,890" in pages[0]
    assert "Contacts that are in Success now." in pages[0]
    titles = [item["/Title"] for item in reader.outline]
    assert titles == ["Spring", plain(NASTY)[:80], "All campaigns"]


def test_one_campaign_alone_has_one_page() -> None:
    reader, *_ = drawn("summary", [*summary(1, "Spring"), *summary(None, None)])
    assert len(reader.pages) == 1


def test_a_campaign_without_a_contact_and_none_at_all() -> None:
    for rows in ([*summary(1, "Empty", 0), *summary(None, None, 0)], summary(None, None, 0)):
        reader, *_ = drawn("summary", rows)
        (page,) = texts(reader)
        assert "Loaded 0 –" in page
        assert "Progress –" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_stands_on_the_page_in_any_language(language: str) -> None:
    """The longest name, all figures there are: nothing runs into the foot or over an edge."""
    long = "Nejdelší název kampaně, jaký kdo vymyslel, a ještě kousek k tomu " * 9
    reader, *_ = drawn("summary", [*summary(1, long), *summary(None, None)], language)
    (page,) = reader.pages
    places = list(placed(page))
    assert len(places) > 100
    body = [y for _, y, text in places if y > FOOT]
    assert min(body) >= BOTTOM - 8
    assert min(x for x, *_ in places) >= MARGIN - 1
    assert max(x for x, *_ in places) <= WIDTH - MARGIN + 1
    shown = texts(reader)[0]
    with speaking(language):
        for kpi in KPIS:
            assert translated(kpi.label) in shown
        assert "…" in shown


def placed(page: Any) -> Iterator[tuple[float, float, str]]:
    """Where each text begins."""
    found: list[tuple[float, float, str]] = []

    def visit(text: str, _: Any, matrix: Sequence[float], *__: Any) -> None:
        if text.strip():
            found.append((matrix[4], matrix[5], text))

    page.extract_text(visitor_text=visit)
    return iter(found)


def test_three_hundred_campaigns_are_three_hundred_pages() -> None:
    rows = [row for id in range(300) for row in summary(id, f"Campaign {id}")]
    reader, *_ = drawn("summary", [*rows, *summary(None, None)])
    assert len(reader.pages) == 301
    assert "Page 300 of 301" in reader.pages[299].extract_text()


def test_the_regulator_sees_rates_limit_method_and_each_day() -> None:
    reader, *_ = drawn("abandonment", abandonment(1, NASTY, 12))
    (page,) = texts(reader)
    assert page.count("4.0 %") == 2
    assert page.count("over the limit of 3.0 %") == 2
    assert page.count("4 / 100") == 2
    assert "How it is counted." in page
    assert "What is not counted." in page
    assert [f"day {number} 2 100 2.0 %" in page for number in range(12)] == [True] * 12


def test_many_days_go_on_overleaf() -> None:
    reader, *_ = drawn("abandonment", [*abandonment(1, "Spring", 120), *abandonment(2, "Fall", 0)])
    pages = texts(reader)
    assert sum(page.count("2 100 2.0 %") for page in pages) == 120
    assert "Spring" in pages[1]
    assert "Fall" in pages[-1]
    assert "No call in this span." in pages[-1]
    for page in reader.pages:
        assert min(y for _, y, text in placed(page) if y > FOOT) >= BOTTOM - 8


def test_nothing_to_report_is_a_page_that_says_so() -> None:
    reader, *_ = drawn("abandonment", [], "cs")
    (page,) = texts(reader)
    assert "Není co vykázat" in page
    assert "Strana 1 z 1" in page


def test_the_rows_lie_in_it_and_nothing_that_runs() -> None:
    rows = [*summary(1, NASTY), *summary(None, None)]
    reader, manifest, data = drawn("summary", rows)
    ((name, (attached,)),) = reader.attachments.items()
    told = json.loads(attached)
    assert name == "summary.json"
    assert Manifest.of_plain(told["manifest"]) == manifest
    assert len(told["rows"]) == len(rows)
    for what in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/OpenAction"):
        assert what not in data


def test_letters_come_from_fonts_that_lie_in_it() -> None:
    reader, *_ = drawn("summary", summary(1, NASTY))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    used = [font.get_object() for font in fonts]
    assert {font["/Subtype"] for font in used} == {"/TrueType"}
    assert all("/FontFile2" in font["/FontDescriptor"] for font in used)


@pytest.mark.parametrize("text", ["", "a", "word " * 50, "x" * 500, "ab\u4e2d\u05d0\u05d1 ř" * 20])
def test_lines_are_no_wider_than_they_may_be(text: str) -> None:
    lines = wrapped(plain(text), 8, 120)
    assert all(width_of(line, 8) <= 120 for line in lines)
    assert width_of(fitted(text, 8, 60), 8) <= 60
    if "x" not in text:
        assert " ".join(lines) == plain(text).strip()


def test_what_is_read_from_right_to_left_is_drawn_so() -> None:
    assert plain("a \u05d0\u05d1 \u05d2 b\0\n") == "a \u05d2 \u05d1\u05d0 b  "


def test_colours_are_those_of_the_pages() -> None:
    lines = Path("assets/00-base.css").read_text().splitlines()
    css = dict(line.strip().split(": ", 1) for line in lines if ": light-dark(#" in line)
    light = {name: value.split("(")[1].split(",")[0] for name, value in css.items()}
    assert {code: light[f"--{tone}"] for code, tone in TONES.items()} == OF_STATES
    assert {code: group.label for group in GROUPS for code in group.codes} == KIND_OF_STATES
    assert list(KINDS_OF_STATES) == [group.label for group in GROUPS]
