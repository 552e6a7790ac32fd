"""What is written is what other programs read: each format, whatever stands in a row."""

import csv
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.domain.cells import safe_cell
from data.domain.manifest import Manifest, Tally
from data.domain.report import Format, Kind, Row
from data.reports.readers import format_of, opened
from data.reports.settled import settled
from data.reports.writers.file import CHUNK_BYTES
from tests.data.reports.fake import AT, COLUMNS, MANY, ROWS, ZONES, held, kind_of, written
from tests.searches import examples

PLAIN = (Format.CSV, Format.JSON, Format.XLSX)
SOME = settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))
PLACES = {column.key: place for place, column in enumerate(COLUMNS)}


@SOME
@given(MANY, ZONES)
def test_csv_is_read_by_a_reader_of_csv(rows: list[Row], zone: str) -> None:
    data, manifest = written(Format.CSV, rows, zone)
    text = data.decode("utf-8-sig")
    body, _, last = text.rpartition("\r\n# manifest ")
    assert Manifest.of_plain(json.loads(last)) == manifest
    head, *lines = csv.reader(StringIO(body + "\r\n", newline=""), strict=True)
    assert head == ["No.", "'=Name", *(column.label for column in COLUMNS[2:])]
    as_csv: dict[Kind, Callable[[Any], str]] = {
        Kind.WHOLE: str,
        Kind.SECONDS: "{:.3f}".format,
        Kind.RATE: "{:.6f}".format,
        Kind.NUMBER: "{:.6f}".format,
        Kind.INSTANT: lambda at: at.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds"),
    }
    expected = [
        [
            "" if value is None else as_csv.get(column.kind, safe_cell)(value)
            for column, value in zip(COLUMNS, row, strict=True)
        ]
        for row in held(rows)
    ]
    assert lines == expected
    for line, row in zip(lines, held(rows), strict=True):
        at = line[PLACES["at"]]
        assert (datetime.fromisoformat(at) if at else None) == row[PLACES["at"]]


@SOME
@given(MANY, ZONES)
def test_json_is_json(rows: list[Row], zone: str) -> None:
    data, manifest = written(Format.JSON, rows, zone)
    told = json.loads(data)
    assert [column["key"] for column in told["columns"]] == list(PLACES)
    assert Manifest.of_plain(told["manifest"]) == manifest
    at = PLACES["at"]
    found = [
        (*row[:at], row[at] and datetime.fromisoformat(row[at]), *row[at + 1 :])
        for row in told["rows"]
    ]
    assert found == held(rows)


@SOME
@given(MANY, ZONES, st.sampled_from(PLAIN))
def test_what_is_read_back_is_what_was_hashed(
    tmp_path: Path, rows: list[Row], zone: str, format: Format
) -> None:
    data, manifest = written(format, rows, zone)
    found, is_sealed, back = read(tmp_path, data, format)
    assert (found, is_sealed) == (manifest, True)
    assert back == held(rows, format)
    tally = Tally(COLUMNS, "state", None)
    if back:
        tally.add(settled(back, COLUMNS))
    assert (tally.rows, tally.columns, tally.hash) == (len(rows), manifest.columns, manifest.hash)
    assert dict(tally.totals) == manifest.totals


def read(folder: Path, data: bytes, format: Format) -> tuple[Manifest, bool, list[Row]]:
    file = folder / "report"
    file.write_bytes(data)
    assert format_of(file) is format
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.reports.readers.found.KINDS", {"fake": kind_of(())})
        with opened(file, format) as found:
            return found.manifest, found.is_sealed, list(found.rows())


@pytest.mark.parametrize("format", PLAIN)
def test_a_hash_does_not_depend_on_how_rows_come(format: Format) -> None:
    manifests = {written(format, ROWS, block=block)[1].hash for block in (1, 2, 3)}
    assert len(manifests) == 1


@pytest.mark.parametrize("format", [Format.CSV, Format.JSON])
def test_files_leave_in_large_pieces_and_the_first_at_once(format: Format) -> None:
    out = Pieces()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.data.reports.fake.BytesIO", lambda: out)
        written(format, ROWS * 2_000, block=50)
    first, *rest, last = out.pieces
    assert 0 < first < 4096
    assert len(rest) > 3
    assert min(rest) >= CHUNK_BYTES
    assert max(rest) < 2 * CHUNK_BYTES
    assert last > 0


class Pieces(BytesIO):
    """Remembers how much came at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[int] = []

    def write(self, data: Any) -> int:
        self.pieces.append(len(data))
        return super().write(data)


@pytest.mark.parametrize("format", PLAIN)
def test_a_name_of_a_megabyte_breaks_nothing(tmp_path: Path, format: Format) -> None:
    rows: list[Row] = [(1, "=" + "ň" * 1_000_000, *ROWS[0][2:]), ROWS[1]]
    data, manifest = written(format, rows)
    _, _, back = read(tmp_path, data, format)
    assert back == held(rows, format)
    cut = 1_000_001 if format is not Format.XLSX else 16_000
    assert len(str(back[0][1])) == cut
    assert manifest.rows == 2


def test_values_are_in_one_form() -> None:
    noon = datetime.fromisoformat("2026-01-01T13:00:00.123999+01:00")
    row: Sequence[Any] = (True, "", "x", "other", noon, 1.23456, 1 / 3, -0.0, "Success")
    found = held([tuple(row)])[0]
    assert found == (
        1,
        None,
        "x",
        "other",
        noon.replace(microsecond=123000),
        1.235,
        0.333333,
        0.0,
        "Success",
    )
    assert str(found[7]) == "0.0"
    assert found[4] is not None
    assert str(found[4]) == "2026-01-01 12:00:00.123000+00:00"
    assert held(ROWS)[0][4] == AT
