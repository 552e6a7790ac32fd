"""What is wrong with a file is found, and what is right is confirmed."""

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine, text, update

from dashboard.texts import speaking
from dashboard.texts import t as translated
from data.domain.manifest import Manifest
from data.domain.report import Format, Question
from data.history.past import Past
from data.log_tail import tail_for
from data.reports.kinds import KINDS
from data.reports.readers import json as json_reader
from data.reports.readers import xlsx as xlsx_reader
from data.reports.verify import Check, Verdict, verify
from data.reports.write import write
from data.schema.tables import log_floor
from tests.data.history.log import Row as Move
from tests.data.history.log import unguarded, write_log
from tests.data.reports.fake import english
from tests.data.sql import execute

START = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
MOVES = [
    Move(1, 1, None, "initial", START),
    Move(1, 2, None, "initial", START + timedelta(milliseconds=1)),
    Move(1, 1, "initial", "calling", START + timedelta(minutes=20), 1200.5, 1, 0, 1, "op. 7"),
    Move(1, 1, "calling", "success", START + timedelta(hours=1), 40.25, 1, 1, 4, "op. 7", "=sold"),
]
PLAIN = (Format.CSV, Format.JSON, Format.XLSX)


@pytest.fixture
def log(sqlite_engine: Engine) -> Engine:
    """A database with some moves of a campaign."""
    return filled(sqlite_engine)


@pytest.fixture
def each_log(engine: Engine) -> Engine:
    """One of each kind in turn."""
    return filled(engine)


def filled(engine: Engine) -> Engine:
    name = 'Spring, "early"'
    execute(engine, "INSERT INTO campaigns (name, mode) VALUES (:name, 'predictive')", name=name)
    write_log(engine, MOVES)
    return engine


def report(engine: Engine, folder: Path, kind: str, format: Format, **asked: Any) -> Path:
    file = folder / f"report.{format}"
    question = Question(kind, zone="Europe/Prague", **asked)
    with file.open("wb") as out:
        write(engine, tail_for(engine), question, format, out, english, lambda _: None)
    return file


def judged(engine: Engine, file: Path) -> Verdict:
    return verify(engine, tail_for(engine), file)


def faults(verdict: Verdict) -> list[str]:
    return [check.says for check in verdict.checks if check.ok is False]


def notes(verdict: Verdict) -> list[str]:
    return [check.says for check in verdict.checks if check.ok is None]


@contextmanager
def edited(file: Path) -> Iterator[Worksheet]:
    """The rows of a workbook, which is saved again at the end."""
    book = load_workbook(file)
    yield book.worksheets[0]
    book.save(file)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_confirmed_also_when_history_has_gone_on(
    each_log: Engine, tmp_path: Path, kind: str
) -> None:
    confirmed(each_log, tmp_path, kind, Format.CSV)


@pytest.mark.parametrize(
    ("kind", "format"),
    [(kind.key, format) for kind in KINDS.values() for format in kind.formats if format != "csv"],
)
def test_files_of_each_kind_and_format_are_confirmed(
    log: Engine, tmp_path: Path, kind: str, format: Format
) -> None:
    confirmed(log, tmp_path, kind, format)


def confirmed(engine: Engine, folder: Path, kind: str, format: Format) -> None:
    file = report(engine, folder, kind, format, end=START + timedelta(hours=3))
    write_log(
        engine, [Move(1, 2, "initial", "calling", START + timedelta(minutes=5), 300, 1, 0, 1)]
    )
    verdict = judged(engine, file)
    assert verdict.ok, verdict.lines
    assert len(verdict.checks) >= 5


def changed(file: Path, old: bytes, new: bytes) -> None:
    data = file.read_bytes()
    assert data.count(old) >= 1
    file.write_bytes(data.replace(old, new, 1))


@pytest.mark.parametrize("format", [Format.CSV, Format.JSON])
@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (b"op. 7", b"op. 8", "operator"),
        (b"1200.5", b"1200.6", "dwell_seconds"),
        (b"2026-10-25T02:30:00.001+01:00", b"2026-10-25T02:30:00.001+02:00", "at"),
        (b"calling", b"bcw", "to_state"),
    ],
)  # fmt: skip
def test_a_changed_cell_is_named(
    log: Engine, tmp_path: Path, format: Format, old: bytes, new: bytes, column: str
) -> None:
    write_log(log, [replace(MOVES[1], at=START + timedelta(hours=1, milliseconds=1))])
    file = report(log, tmp_path, "transitions", format)
    changed(file, old, new)
    verdict = judged(log, file)
    assert not verdict.ok
    assert any(column in fault for fault in faults(verdict)), verdict.lines


def test_a_changed_cell_of_a_workbook_is_named(log: Engine, tmp_path: Path) -> None:
    for heading, value, column in (
        ("Operator", "eve", "operator"),
        ("Stayed", 0.5, "dwell_seconds"),
    ):
        file = report(log, tmp_path, "transitions", Format.XLSX)
        with edited(file) as sheet:
            (letter,) = (cell.column_letter for cell in sheet[1] if cell.value == heading)
            sheet[f"{letter}4"].value = value
        assert any(column in fault for fault in faults(judged(log, file))), column


def test_a_workbook_that_was_only_saved_again_is_confirmed(log: Engine, tmp_path: Path) -> None:
    file = report(log, tmp_path, "transitions", Format.XLSX)
    load_workbook(file).save(file)
    assert judged(log, file).ok


def test_a_formula_is_found(log: Engine, tmp_path: Path) -> None:
    file = report(log, tmp_path, "transitions", Format.XLSX)
    with edited(file) as sheet:
        (cell,) = (cell for line in sheet for cell in line if cell.value == "=sold")
        cell.data_type = "f"
    assert faults(judged(log, file)) == ["A cell is a formula."]


@pytest.mark.parametrize("format", [Format.CSV, Format.JSON])
def test_a_removed_row_and_one_too_many_are_counted(
    log: Engine, tmp_path: Path, format: Format
) -> None:
    file = report(log, tmp_path, "transitions", format)
    whole = file.read_bytes()
    lines = whole.splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    assert faults(judged(log, file)) == ["It holds 3 rows; 4 were written."]
    file.write_bytes(b"".join([*lines[:2], lines[1], *lines[2:]]))
    assert faults(judged(log, file)) == ["It holds more rows than the 4 that were written."]


def with_manifest(file: Path, change: Callable[[dict[str, Any]], None], seal: bool) -> None:
    """Change the manifest of a file of JSON, and seal it anew or not."""
    told = json.loads(file.read_bytes())
    plain = told["manifest"]
    old = json.dumps(plain, ensure_ascii=False)
    change(plain)
    if seal:
        plain = Manifest.of_plain(plain).plain()
    changed(file, old.encode(), json.dumps(plain, ensure_ascii=False).encode())


CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    "as of": lambda m: m.update(as_of="2020-01-01T00:00:00+00:00"),
    "zone": lambda m: m["question"].update(zone="UTC"),
    "rows": lambda m: m.update(rows=3),
    "totals": lambda m: m["totals"].update(success=2),
    "campaigns": lambda m: m["question"].update(campaigns=[2]),
    "database": lambda m: m.update(database="another"),
    "position": lambda m: m["question"].update(position=None),
    "hash": lambda m: m.update(hash="0" * 64),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_manifest_is_found_by_its_seal(log: Engine, tmp_path: Path, change: str) -> None:
    file = report(log, tmp_path, "transitions", Format.JSON)
    with_manifest(file, CHANGES[change], seal=False)
    assert "What it says of itself is not what was written." in faults(judged(log, file))


@pytest.mark.parametrize("change", sorted(CHANGES.keys() - {"as of", "zone"}))
def test_one_that_was_sealed_anew_is_found_by_the_rows_or_the_database(
    log: Engine, tmp_path: Path, change: str
) -> None:
    file = report(log, tmp_path, "transitions", Format.JSON)
    with_manifest(file, CHANGES[change], seal=True)
    assert faults(judged(log, file)) != []


def test_a_file_that_was_forged_as_a_whole_is_not_what_the_database_says(
    log: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = KINDS["transitions"]
    place = [column.key for column in kind.columns].index("operator")

    def forged(past: Past, question: Question) -> Iterator[Any]:
        for row in kind.rows(past, question):
            yield (*row[:place], "somebody else", *row[place + 1 :])

    with monkeypatch.context() as patch:
        patch.setitem(KINDS, "transitions", replace(kind, rows=forged))  # type: ignore[arg-type]
        file = report(log, tmp_path, "transitions", Format.CSV)
    verdict = judged(log, file)
    assert faults(verdict) == ["The database says otherwise: other cells in operator."]
    assert verdict.checks[2].ok, "the file itself is whole"


def test_what_the_log_does_not_keep_may_have_changed_and_is_said(
    log: Engine, tmp_path: Path
) -> None:
    file = report(log, tmp_path, "transitions", Format.CSV)
    execute(log, "UPDATE campaigns SET name = 'Autumn'")
    verdict = judged(log, file)
    assert verdict.ok
    (note,) = notes(verdict)
    assert note.endswith(": campaign.")


def test_history_that_was_dropped_since_is_not_confirmed(each_log: Engine, tmp_path: Path) -> None:
    file = report(each_log, tmp_path, "transitions", Format.CSV)
    with unguarded(each_log) as connection:
        if each_log.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER IF EXISTS transitions_delete"))
        connection.execute(text("DELETE FROM transitions WHERE id <= 2"))
    assert faults(judged(each_log, file)) == ["The database says otherwise: 2 rows, and not 4."]


def test_history_that_was_given_up_since_is_said(each_log: Engine, tmp_path: Path) -> None:
    file = report(each_log, tmp_path, "transitions", Format.CSV)
    summed = report(each_log, tmp_path, "summary", Format.JSON)
    with each_log.execution_options(write=True).begin() as connection:
        connection.execute(update(log_floor).values(at=START + timedelta(days=31), last_id=4))
    (fault,) = faults(judged(each_log, file))
    assert fault.startswith("The database cannot be asked the same again. History that old")
    assert judged(each_log, summed).ok, "sums tell it still"


def test_words_are_held_against_those_of_their_language(log: Engine, tmp_path: Path) -> None:
    file, tail = tmp_path / "report", tail_for(log)
    with file.open("wb") as out, speaking("cs"):
        question = Question("summary", language="cs")
        write(log, tail, question, Format.CSV, out, translated, lambda _: None)

    @contextmanager
    def spoken(language: str) -> Iterator[Callable[..., str]]:
        with speaking(language):
            yield translated

    assert [check.ok for check in verify(log, tail, file, spoken).checks] == [True] * 5
    (note,) = notes(judged(log, file))
    assert note.endswith(": label, meaning.")


def test_another_database_is_told(log: Engine, tmp_path: Path) -> None:
    file = report(log, tmp_path, "transitions", Format.XLSX)
    execute(log, "UPDATE identity SET token = 'another'")
    assert faults(judged(log, file)) == ["It was written from another database."]


def test_a_log_that_went_back_is_told(each_log: Engine, tmp_path: Path) -> None:
    file = report(each_log, tmp_path, "transitions", Format.JSON)
    ahead = "999999:999999:" if each_log.dialect.name == "postgresql" else "999999:x:1"
    with_manifest(file, lambda m: m["question"].update(position=ahead), seal=True)
    (fault,) = faults(judged(each_log, file))
    assert fault.startswith("The database cannot be asked the same again. The log does not reach")


@pytest.mark.parametrize("position", ["", "x", "1:2", "9" * 40 + ":1:", "1:1:1,,"])
def test_a_position_that_is_none_is_told(each_log: Engine, tmp_path: Path, position: str) -> None:
    file = report(each_log, tmp_path, "transitions", Format.JSON)
    with_manifest(file, lambda m: m["question"].update(position=position), seal=True)
    assert not judged(each_log, file).ok


def test_alerts_go_on_and_that_is_said(log: Engine, tmp_path: Path) -> None:
    file = report(log, tmp_path, "audit", Format.CSV)
    forged = replace(KINDS["audit"], rows=lambda past, question: iter([AUDITED]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(KINDS, "audit", forged)  # type: ignore[arg-type]
        verdict = judged(log, file)
    assert faults(verdict) == ["The database says otherwise: 1 rows, and not 0."]
    assert "not of the log alone" in verdict.checks[-2].says + verdict.checks[-1].says


AUDITED = tuple(None for _ in KINDS["audit"].columns)


# What anybody may send.

ZIP = b"PK\x03\x04"
NONE = {
    "empty": b"",
    "text": b"name,phone\r\nAda,1\r\n",
    "zip": ZIP + b"\0" * 100,
    "pdf": b"%PDF-1.4\n%%EOF\n",
    "json": b'{"report": 1}',
    "cut manifest": b'a\r\n# manifest {"version": 1}\r\n',
    "deep": b"a\r\n# manifest " + b"[" * 100_000 + b"}\r\n",
    "list": b"a\r\n# manifest []}\r\n",
    "sealed pdf": b"%PDF-1.4\n<</Subtype /application#2Fjson>>\nstream\nxx\n%sha256 00\n",
    "rows": b'{"report": 1, "rows":[\n1\n],"manifest":{}}\n',
    "binary": bytes(range(256)) * 10,
}  # fmt: skip


@pytest.mark.parametrize("data", NONE.values(), ids=NONE)
def test_what_is_no_report_is_told_in_a_line(
    sqlite_engine: Engine, tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "report"
    file.write_bytes(data)
    verdict = judged(sqlite_engine, file)
    assert not verdict.ok
    (line,) = verdict.lines
    assert line.startswith("NO  ")


@pytest.mark.parametrize("format", Format)
def test_a_file_that_was_cut_off_anywhere_is_told(
    sqlite_engine: Engine, tmp_path: Path, format: Format
) -> None:
    file = report(sqlite_engine, tmp_path, "summary", format)
    whole = file.read_bytes()
    for part in (0.1, 0.5, 0.9, 0.999):
        file.write_bytes(whole[: int(len(whole) * part)])
        assert not judged(sqlite_engine, file).ok


def test_a_changed_byte_of_a_page_is_found(sqlite_engine: Engine, tmp_path: Path) -> None:
    file = report(sqlite_engine, tmp_path, "summary", Format.PDF)
    changed(file, b"/MediaBox [ 0 0 595", b"/MediaBox [ 0 0 594")
    assert faults(judged(sqlite_engine, file)) == [
        "Its pages are, byte by byte, not what was written."
    ]


def bomb(name: str, size: int, of: bytes = b"<c/>") -> bytes:
    """A small workbook with a large member."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, of * (size // len(of)))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "size", "wrong"),
    [
        ("xl/worksheets/sheet1.xml", 40_000_000, "It unpacks to more than any report holds."),
        ("xl/sharedStrings.xml", 40_000_000, "It unpacks to more than any report holds."),
        ("xl/styles.xml", 18_000_000, "It unpacks to more than any report holds."),
        ("xl/worksheets/sheet1.xml", 1_000_000, "It holds a row longer than that of any report."),
    ],
)
def test_a_workbook_that_unpacks_to_too_much_is_not_read(
    sqlite_engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    size: int,
    wrong: str,
) -> None:
    monkeypatch.delattr(xlsx_reader, "load_workbook")
    monkeypatch.setattr(xlsx_reader, "MOST_BETWEEN", 100_000)
    file = tmp_path / "report"
    file.write_bytes(bomb(name, size))
    assert judged(sqlite_engine, file).lines == [f"NO  {wrong}"]


def test_a_line_without_an_end_is_not_read(
    log: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = report(log, tmp_path, "transitions", Format.JSON)
    monkeypatch.setattr(json_reader, "MOST_LINE", 100)
    assert not judged(log, file).ok


def test_a_verdict_without_a_check_is_none() -> None:
    assert not Verdict(()).ok
    assert not Verdict((Check(True, "a"), Check(False, "b"))).ok
    assert Verdict((Check(True, "a"), Check(None, "b"))).ok
