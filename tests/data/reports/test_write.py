"""A report as it is written: out of one reading, stopped by a word, a block in memory at a time."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from data.domain.errors import HistoryAheadError, ReportFormatError
from data.domain.report import Format, Question, Row
from data.history.past import Past
from data.log_tail import tail_for
from data.reports.kinds import KINDS, ReportKind
from data.reports.write import BLOCK_ROWS, write
from tests.data.history.log import Row as Move
from tests.data.history.log import write_log
from tests.data.reports.fake import COLUMNS, ROWS, english

PLAIN = (Format.CSV, Format.JSON, Format.XLSX)
FAKE = Question("fake", zone="Europe/Prague")


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Callable[[ReportKind], None]:
    """Puts a kind of report among those that there are."""
    return lambda kind: monkeypatch.setitem(KINDS, kind.key, kind)  # type: ignore[arg-type]


def silent(_: int) -> None: ...


def test_the_question_is_completed_by_what_answered(
    engine: Engine, offer: Callable[[ReportKind], None]
) -> None:
    seen: list[tuple[Past, Question]] = []

    def rows(past: Past, question: Question) -> Iterator[Row]:
        seen.append((past, question))
        yield from ROWS

    offer(ReportKind("fake", "Fake", "x", COLUMNS, rows))
    manifest = write(engine, tail_for(engine), FAKE, Format.JSON, BytesIO(), english, silent)
    ((past, question),) = seen
    assert manifest.question == question
    assert (question.position, manifest.as_of) == (past.position, past.as_of)
    assert question.end is not None
    assert question.end > past.as_of
    assert (manifest.rows, manifest.totals) == (3, {})


def test_a_position_and_an_end_that_were_asked_for_stay(engine: Engine) -> None:
    write_log(engine, [Move(1, 1, None, "initial", datetime(2026, 5, 1, tzinfo=UTC))])
    tail = tail_for(engine)
    with Past.of(engine, tail) as past:
        position = past.position
    write_log(engine, [Move(1, 2, None, "initial", datetime(2026, 5, 2, tzinfo=UTC))])
    end = datetime(2026, 6, 1, tzinfo=UTC)
    question = Question("transitions", end=end, position=position)
    manifest = write(engine, tail, question, Format.CSV, BytesIO(), english, silent)
    assert manifest.question == question
    assert (manifest.rows, manifest.totals) == (1, {"initial": 1})
    newest = write(engine, tail, Question("transitions"), Format.CSV, BytesIO(), english, silent)
    assert newest.rows == 2


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
        write(engine, tail_for(engine), FAKE, format, BytesIO(), english, stop)
    assert told == [BLOCK_ROWS, 2 * BLOCK_ROWS]
    assert len(read) == 2 * BLOCK_ROWS
    assert list(folder.iterdir()) == []
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


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
    write(sqlite_engine, tail_for(sqlite_engine), FAKE, format, BytesIO(), english, told)
    assert len(alive) == 12
    assert max(alive) <= 3 * BLOCK_ROWS


def test_a_format_that_a_kind_does_not_have_is_refused_before_anything_is_written(
    engine: Engine,
) -> None:
    out = BytesIO()
    with pytest.raises(ReportFormatError):
        write(engine, tail_for(engine), Question("audit"), Format.PDF, out, english, silent)
    assert out.getvalue() == b""


def test_a_position_of_another_log_is_refused_before_anything_is_written(engine: Engine) -> None:
    ahead = "999999:999999:" if engine.dialect.name == "postgresql" else "999999:x:1"
    question, out = Question("transitions", position=ahead), BytesIO()
    with pytest.raises(HistoryAheadError):
        write(engine, tail_for(engine), question, Format.CSV, out, english, silent)
    assert out.getvalue() == b""
