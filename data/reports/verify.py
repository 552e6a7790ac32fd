"""A report's file held against the database: is it whole, and does the database say the same?"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.domain.errors import DashboardError, NoReportError, reason_of
from data.domain.manifest import VERSION, Block, Manifest, Tally
from data.domain.report import Format, Kind
from data.history.past import Past
from data.log_tail import LogTail
from data.reports.kinds import ReportKind
from data.reports.readers import format_of, opened
from data.reports.readers.found import Found
from data.reports.settled import settled
from data.reports.write import BLOCK_ROWS, REPORT_SECONDS, blocks, database_of, tally_of
from data.reports.writers import LONGEST

_GOES_ON = (
    "Such a report is not of the log alone: what it tells goes on, and old entries are forgotten. "
    "So it only proves that the file is another one than would be written now."
)
_OTHERS = "Not confirmed, for the log does not keep it, and now it is another: {columns}."
_MARKS = {True: "ok", False: "NO", None: "??"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is as it should be, None where that cannot be known."""

    ok: bool | None
    says: str

    def __str__(self) -> str:
        return f"{_MARKS[self.ok]}  {self.says}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out, check by check."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether the file is whole and the database confirms it."""
        return bool(self.checks) and all(check.ok is not False for check in self.checks)

    @property
    def lines(self) -> list[str]:
        """A line for each check."""
        return [str(check) for check in self.checks]


# In a language: what puts English into it.
Spoken = Callable[[str], AbstractContextManager[Callable[..., str]]]


def in_english(_: str) -> AbstractContextManager[Callable[..., str]]:
    """No language but English."""
    return nullcontext(str)


def verify(engine: Engine, tail: LogTail, file: Path, spoken: Spoken = in_english) -> Verdict:
    """Hold a file against itself and against the database; `spoken` is what the words in it are
    held against. Raises OSError where there is no file."""
    format = format_of(file)
    checks: list[Check] = []
    with ExitStack() as resources:
        try:
            found = resources.enter_context(opened(file, format))
            checks.extend(_of_file(found, format))
            t = resources.enter_context(spoken(found.manifest.question.language))
            again = partial(blocks, found.kind, t=t, longest=LONGEST.get(format))
            checks.extend(_of_database(engine, tail, found, again))
        except NoReportError as error:
            checks.append(Check(False, str(error)))
    return Verdict(tuple(checks))


def _of_file(found: Found, format: Format) -> Iterator[Check]:
    """Is it as it was written? Raises NoReportError where it cannot be read."""
    manifest, kind = found.manifest, found.kind
    name = f"A report “{kind.title}” in {format.upper()}, as of {manifest.as_of.isoformat()}."
    yield Check(True, name)
    yield Check(found.is_sealed, f"What it says of itself is {_as_written(found.is_sealed)}.")
    keys = [column.key for column in kind.columns]
    if manifest.version != VERSION or list(manifest.columns) != keys:
        raise NoReportError("It has other columns than this version of the program knows.")
    if found.pages is not None:
        yield Check(found.pages, f"Its pages are, byte by byte, {_as_written(found.pages)}.")
    tally = tally_of(kind)
    for block in _blocks_of_file(found):
        tally.add(block)
        if tally.rows > manifest.rows:
            break
    is_same = tally.hash == manifest.hash and _counts(tally) == _counts(manifest)
    yield Check(is_same, _rows_words(manifest, tally))


def _as_written(is_so: bool) -> str:
    return "what was written" if is_so else "not what was written"


def _blocks_of_file(found: Found) -> Iterator[Block]:
    rows = found.rows()
    while taken := list(islice(rows, BLOCK_ROWS)):
        yield settled(taken, found.kind.columns)


def _rows_words(manifest: Manifest, tally: Tally) -> str:
    if tally.rows > manifest.rows:
        return f"It holds more rows than the {manifest.rows:,} that were written."
    if tally.rows < manifest.rows:
        return f"It holds {tally.rows:,} rows; {manifest.rows:,} were written."
    if changed := _differing(manifest, tally):
        return f"Cells are not as they were written in {_named(changed)}."
    if _counts(tally) != _counts(manifest) or tally.hash != manifest.hash:
        return "Its totals are not those of its rows."
    return f"Its rows are those that were written: {tally.rows:,}, SHA-256 {tally.hash}."


def _of_database(
    engine: Engine, tail: LogTail, found: Found, again: Callable[..., Iterator[Block]]
) -> Iterator[Check]:
    """Does the database say the same, asked the same at the same position of its log?"""
    manifest, kind = found.manifest, found.kind
    if manifest.question.position is None:
        raise NoReportError("It does not say which position of the log answered.")
    try:
        with Past.of(engine, tail, manifest.question.position, REPORT_SECONDS) as past:
            is_same = database_of(past.connection) == manifest.database
            which = "this" if is_same else "another"
            yield Check(is_same, f"It was written from {which} database.")
            if not is_same:
                return
            tally = tally_of(kind)
            for block in again(past=past, question=manifest.question):
                tally.add(block)
    except (DashboardError, SQLAlchemyError, ValueError) as error:
        yield Check(False, f"The database cannot be asked the same again. {reason_of(error)}")
        return
    yield from _compared(manifest, tally, kind)


def _compared(manifest: Manifest, tally: Tally, kind: ReportKind) -> Iterator[Check]:
    differing = _differing(manifest, tally)
    kept = {column.key for column in kind.columns if column.lasts and column.kind is not Kind.WORDS}
    if _counts(tally) == _counts(manifest) and not differing & kept:
        says = f"The database says the same: {tally.rows:,} rows, the same totals, the same cells."
        yield Check(True, says)
    else:
        yield Check(False, f"The database says otherwise: {_otherwise(manifest, tally, differing)}")
        if not kind.is_closed_by_log:
            yield Check(None, _GOES_ON)
    if others := differing - kept:
        yield Check(None, _OTHERS.format(columns=_named(others)))


def _otherwise(manifest: Manifest, tally: Tally, differing: set[str]) -> str:
    if tally.rows != manifest.rows:
        return f"{tally.rows:,} rows, and not {manifest.rows:,}."
    if tally.totals != manifest.totals:
        return f"other totals, {dict(tally.totals)} and not {dict(manifest.totals)}."
    return f"other cells in {_named(differing)}."


def _differing(manifest: Manifest, tally: Tally) -> set[str]:
    """The keys of the columns that are not the same."""
    return {key for key, sha in tally.columns.items() if manifest.columns.get(key) != sha}


def _counts(one: Manifest | Tally) -> tuple[int, Mapping[str, int]]:
    return one.rows, dict(one.totals)


def _named(keys: Collection[str]) -> str:
    return ", ".join(sorted(keys))
