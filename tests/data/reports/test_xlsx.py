"""A workbook as another library reads it: typed cells, no formula, and what says what is what."""

import json
import tempfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook, load_workbook

from data.domain.manifest import Manifest
from data.domain.report import Format, Row
from data.reports.kinds import KINDS
from data.reports.readers import opened
from data.reports.scratch import PREFIX
from data.reports.writers import xlsx
from data.reports.writers.xlsx import MANIFEST
from tests.data.reports.fake import AT, COLUMNS, MANY, ROWS, held, kind_of, written
from tests.searches import examples

PRAGUE = ZoneInfo("Europe/Prague")
SOME = settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))


def book_of(rows: list[Row], **others: Any) -> Workbook:
    return load_workbook(BytesIO(written(Format.XLSX, rows, **others)[0]))


@SOME
@given(MANY)
def test_no_cell_is_a_formula_and_text_is_text(rows: list[Row]) -> None:
    book = book_of(rows)
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    sheet = book.worksheets[0]
    for line, row in zip(sheet.iter_rows(min_row=2), held(rows, Format.XLSX), strict=False):
        assert len(line) <= len(COLUMNS)
        for place in (1, 2, 3, 8):
            value = line[place].value if place < len(line) else None
            assert isinstance(value, str) == (row[place] is not None)


def test_cells_are_what_they_mean() -> None:
    sheet = book_of(ROWS).worksheets[0]
    number, name, phone, state, at, stayed, share, value, label = sheet[2]
    assert (number.value, number.data_type) == (1, "n")
    assert (name.value, name.quotePrefix) == ("Ada", True)
    assert (phone.value, phone.data_type, phone.number_format) == ("+420 *** *** 123", "s", "@")
    assert (state.value, label.value) == ("calling", "Success")
    assert (at.value, at.is_date) == (AT.astimezone(PRAGUE).replace(tzinfo=None), True)
    assert (stayed.value, stayed.number_format) == (timedelta(seconds=1.25), "[h]:mm:ss.000")
    assert (share.value, share.number_format) == (0.5, "0.0%")
    assert value.value == 12.5
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:I{len(ROWS) + 1}"
    assert [cell.font.b for cell in sheet[1]] == [True] * len(COLUMNS)
    assert all(sheet.column_dimensions[letter].width >= 10 for letter in "ABCDEFGHI")


def test_an_hour_that_is_there_twice_is_told_by_its_offset() -> None:
    sheet = book_of(ROWS).worksheets[0]
    first, second = sheet["E2"], sheet["E3"]
    assert first.value == second.value == datetime(2026, 10, 25, 2, 30, 0, 123000)  # noqa: DTZ001
    assert first.number_format.endswith('"+02:00"')
    assert second.number_format.endswith('"+01:00"')


def test_a_text_that_looks_like_rich_text_brings_no_cell_along() -> None:
    inside = '<r><t>x</t></r></is></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="inlineStr"><is>'
    name = f"{inside}<r><t>y</t></r>"
    sheet = book_of([(1, name, *ROWS[0][2:])]).worksheets[0]
    assert sheet["B2"].value == name
    assert sheet["C2"].value == ROWS[0][2]


def test_sheets_say_what_is_what() -> None:
    data, manifest = written(Format.XLSX, ROWS)
    book = load_workbook(BytesIO(data))
    assert book.sheetnames == ["Fake   report   all ", "Columns", "About"]
    columns = [[cell.value for cell in line] for line in book["Columns"].iter_rows()]
    assert ["Share", "share", "Of all."] in columns
    assert ["Calling", "calling"] in [line[:2] for line in columns]
    said = [[cell.value for cell in line[:2]] for line in book["About"].iter_rows()]
    assert ["Time zone", "Europe/Prague"] in said
    assert ["SHA-256 of the rows", manifest.hash] in said
    (plain,) = (text for mark, text in said if mark == MANIFEST)
    assert Manifest.of_plain(json.loads(str(plain))) == manifest


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 3)
    rows: list[Row] = [(number, *ROWS[0][1:]) for number in range(5)]
    data, _ = written(Format.XLSX, rows)
    book = load_workbook(BytesIO(data))
    titles = ["Fake   report   all ", "Fake   report   all  2", "Fake   report   all  3"]
    assert book.sheetnames == [*titles, "Columns", "About"]
    numbers = [[cell.value for cell in book[title]["A"]] for title in titles]
    assert numbers == [["No.", 0, 1], ["No.", 2, 3], ["No.", 4]]
    assert [book[title].auto_filter.ref for title in titles] == ["A1:I3", "A1:I3", "A1:I2"]
    monkeypatch.setattr("data.reports.readers.found.KINDS", {"fake": kind_of(())})
    (tmp_path / "report").write_bytes(data)
    with opened(tmp_path / "report", Format.XLSX) as found:
        assert list(found.rows()) == held(rows)


def test_a_manifest_longer_than_a_cell_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "LONGEST_TEXT", 100)
    data, manifest = written(Format.XLSX, ROWS)
    lines = [line[:2] for line in load_workbook(BytesIO(data))["About"].iter_rows(values_only=True)]
    pieces = [text for mark, text in lines if mark == MANIFEST]
    assert len(pieces) > 5
    assert Manifest.of_plain(json.loads("".join(map(str, pieces)))) == manifest


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the system puts what is too big for memory."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_nothing_stays_on_the_disk(places: Path) -> None:
    written(Format.XLSX, ROWS)
    assert list(places.iterdir()) == []


def test_what_a_killed_one_left_is_taken_away_and_what_lives_is_not(places: Path) -> None:
    dead = places / f"{PREFIX}dead"
    dead.mkdir()
    (dead / "rows").write_text("1")
    with xlsx.scratch() as alive:
        (alive / "rows").write_text("1")
        with xlsx.scratch() as other:
            assert set(places.iterdir()) == {alive, other}
            assert other.stat().st_mode & 0o777 == 0o700
    assert list(places.iterdir()) == []


def test_the_summary_has_charts() -> None:
    assert set(xlsx.CHARTED) <= set(KINDS)
