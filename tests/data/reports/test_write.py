"""A report as it is written: out of one reading, stopped by a word, a block in memory at a time."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.domain.errors import HistoryAheadError, ReportFormatError
from data.domain.manifest import Manifest
from data.domain.report import Format, Question, Row
from data.history.past import Past
from data.log_tail import tail_for
from data.reports.kinds import KINDS, ReportKind
from data.reports.write import BLOCK_ROWS, write
from tests.data.history.log import Row as Move
from tests.data.history.log import write_log
from tests.data.reports.fake import COLUMNS, ROWS, english
from tests.data.sql import one

PLAIN = (Format.CSV, Format.JSON, Format.XLSX)
FAKE = Question("fake", zone="Europe/Prague")


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Callable[[ReportKind], None]:
    """Puts a kind of report among those that there are."""
    return lambda kind: monkeypatch.setitem(KINDS, kind.key, kind)  # type: ignore[arg-type]


def written(
    engine: Engine,
    question: Question,
    format: Format = Format.CSV,
    told: Callable[[int], None] = lambda _: None,
    out: BytesIO | None = None,
) -> Manifest:
    return write(engine, tail_for(engine), question, format, out or BytesIO(), english, told)


def test_the_question_is_completed_by_what_answered(
    engine: Engine, offer: Callable[[ReportKind], None]
) -> None:
    seen: list[tuple[Past, Question]] = []

    def rows(past: Past, question: Question) -> Iterator[Row]:
        seen.append((past, question))
        yield from ROWS

    offer(ReportKind("fake", "Fake", "x", COLUMNS, rows))
    manifest = written(engine, FAKE, Format.JSON)
    ((past, question),) = seen
    assert manifest.question == question
    assert (question.position, manifest.as_of) == (past.position, past.as_of)
    assert question.end > past.as_of
    assert (manifest.rows, manifest.totals) == (3, {})


def test_a_position_and_an_end_that_were_asked_for_stay(engine: Engine) -> None:
    write_log(engine, [Move(1, 1, None, "initial", datetime(2026, 5, 1, tzinfo=UTC))])
    with Past.of(engine, tail_for(engine)) as past:
        position = past.position
    write_log(engine, [Move(1, 2, None, "initial", datetime(2026, 5, 2, tzinfo=UTC))])
    end = datetime(2026, 6, 1, tzinfo=UTC)
    question = Question("transitions", end=end, position=position)
    manifest = written(engine, question)
    assert manifest.question == question
    assert (manifest.rows, manifest.totals) == (1, {"initial": 1})
    assert written(engine, Question("transitions")).rows == 2


@pytest.mark.parametrize("format", PLAIN)
def test_who_is_told_can_stop_it_and_nothing_stays(
    engine: Engine,
    offer: Callable[[ReportKind], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    format: Format,
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    read: list[int] = []
    told: list[int] = []

    def rows(past: Past, question: Question) -> Iterator[Row]:
        for number in range(10 * BLOCK_ROWS):
            read.append(number)
            yield (number, *ROWS[0][1:])

    def stop(count: int) -> None:
        told.append(count)
        if count >= 2 * BLOCK_ROWS:
            raise KeyboardInterrupt

    offer(ReportKind("fake", "Fake", "x", COLUMNS, rows))
    with pytest.raises(KeyboardInterrupt):
        written(engine, FAKE, format, stop)
    assert told == [BLOCK_ROWS, 2 * BLOCK_ROWS]
    assert len(read) == 2 * BLOCK_ROWS
    assert list(folder.iterdir()) == []
    assert one(engine, "SELECT 1") == 1


@pytest.mark.parametrize("format", PLAIN)
def test_no_more_than_a_few_blocks_are_in_memory(
    sqlite_engine: Engine, offer: Callable[[ReportKind], None], format: Format
) -> None:
    """Counted, and not measured: how many of the rows read are still held at each block."""
    alive: list[int] = []

    def rows(past: Past, question: Question) -> Iterator[Row]:
        for number in range(12 * BLOCK_ROWS):
            yield (number, Name(f"name {number}"), *ROWS[0][2:])

    class Name(str):
        living = 0
        __slots__ = ()

        def __new__(cls, text: str) -> "Name":
            cls.living += 1
            return super().__new__(cls, text)

        def __del__(self) -> None:
            type(self).living -= 1

    def told(count: int) -> None:
        alive.append(Name.living)

    offer(ReportKind("fake", "Fake", "x", COLUMNS, rows))
    written(sqlite_engine, FAKE, format, told)
    assert len(alive) == 12
    assert max(alive) <= 3 * BLOCK_ROWS


def test_what_cannot_be_written_is_refused_before_anything_is_written(engine: Engine) -> None:
    """A format that a kind does not have, and a position of another log."""
    ahead = "999999:999999:" if engine.dialect.name == "postgresql" else "999999:x:1"
    for question, format, error in (
        (Question("audit"), Format.PDF, ReportFormatError),
        (Question("transitions", position=ahead), Format.CSV, HistoryAheadError),
    ):
        out = BytesIO()
        with pytest.raises(error):
            written(engine, question, format, out=out)
        assert out.getvalue() == b""
