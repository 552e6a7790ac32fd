"""A report written into a file, out of one reading of the database."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import BinaryIO

from sqlalchemy import Connection, Engine, select

from data.domain.errors import ReportFormatError
from data.domain.manifest import Block, Manifest, Tally
from data.domain.report import Format, Question
from data.history.past import Past
from data.log_tail import LogTail
from data.reports.kinds import KINDS, ReportKind
from data.reports.settled import settled
from data.reports.writers import LONGEST, begun
from data.reports.writers.file import Heading, Translate
from data.schema.tables import identity

REPORT_SECONDS = 3_600.0
BLOCK_ROWS = 1_000
_TICK = timedelta(milliseconds=1)

Told = Callable[[int], None]


def write(  # noqa: PLR0917 - what a report needs
    engine: Engine,
    tail: LogTail,
    question: Question,
    format: Format,
    out: BinaryIO,
    t: Translate,
    told: Told,
) -> Manifest:
    """Write what a question asks into `out`, and give what the file says of itself.

    `t` puts English into the language of the file. `told` hears the count of rows so far after
    each block; what it raises stops the report. Raises ReportFormatError, HistoryAheadError,
    DeadlineError.
    """
    kind = KINDS[question.kind]
    if format not in kind.formats:
        raise ReportFormatError
    with Past.of(engine, tail, question.position, seconds=REPORT_SECONDS) as past:
        asked = completed(question, past)
        with begun(format, Heading(kind, asked, t), out) as file:
            tally = tally_of(kind)
            for block in blocks(kind, past, asked, t, LONGEST.get(format)):
                tally.add(block)
                file.add(block)
                told(tally.rows)
            manifest = manifest_of(asked, past, tally)
            file.end(manifest)
    return manifest


def completed(question: Question, past: Past) -> Question:
    """The question with what was left open: the position that answers, and an end right after the
    present, so that what happens in this very millisecond is in it."""
    end = question.end or past.as_of + _TICK
    return replace(question, position=past.position, end=end)


def blocks(
    kind: ReportKind, past: Past, question: Question, t: Translate = str, longest: int | None = None
) -> Iterator[Block]:
    """The rows that answer, as files hold them, a good many at a time."""
    rows = kind.rows(past, question)
    while taken := list(islice(rows, BLOCK_ROWS)):
        yield settled(taken, kind.columns, t, longest)


def tally_of(kind: ReportKind) -> Tally:
    """What counts and hashes the rows of a kind."""
    return Tally(kind.columns, kind.state, kind.count)


def manifest_of(question: Question, past: Past, tally: Tally) -> Manifest:
    """What the file of a completed question says of itself."""
    return Manifest(
        question,
        database_of(past.connection),
        past.as_of,
        tally.rows,
        dict(tally.totals),
        tally.columns,
        tally.hash,
    )


def database_of(connection: Connection) -> str:
    """Which database this is."""
    return str(connection.execute(select(identity.c.token).limit(1)).scalar_one())
