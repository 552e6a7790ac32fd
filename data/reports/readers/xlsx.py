"""XLSX read back, also one that a spreadsheet has saved again."""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from itertools import islice
from os import SEEK_END
from pathlib import Path
from typing import IO, Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from data.domain.errors import NoReportError
from data.domain.report import Column, Kind, Row
from data.reports.readers.found import Found, manifest_found, row_of
from data.reports.writers.cells import DAY
from data.reports.writers.charts import CHARTED
from data.reports.writers.xlsx import MANIFEST

MOST_PACKED = 200  # times as big as it is packed: sheets of rows are some 15 times
MOST_BESIDE = 16_777_216  # bytes of whatever is no sheet
MOST_STRINGS = 268_435_456  # bytes of the table of texts that a spreadsheet makes
MOST_BETWEEN = 4_194_304  # bytes of a row, or of a text
MOST_LINES = 10_000

_SHEETS = "xl/worksheets/"
_ENDS = {_SHEETS: b"</row>", "xl/sharedStrings": b"</si>"}
_OFFSET = re.compile(r'"([+-]\d\d:\d\d(?::\d\d)?)"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BROKEN = (
    BadZipFile, EOFError, InvalidFileException, KeyError, NotImplementedError, OSError,
    OverflowError, SyntaxError, TypeError, ValueError, zlib.error,
)  # fmt: skip


@contextmanager
def xlsx_found(path: Path) -> Iterator[Found]:
    """What a workbook holds. Raises NoReportError."""
    with path.open("rb") as file:
        try:
            _look_at_sizes(file)
            book = load_workbook(file, read_only=True)
        except _BROKEN as error:
            raise NoReportError from error
        with closing(book):
            manifest, is_whole = manifest_found(_manifest(book))
            found = Found(manifest, is_whole, lambda: _rows(book, found))
            yield found


def _look_at_sizes(file: BinaryIO) -> None:
    """Whether it can be read at all: a few bytes may unpack to more than any disk holds."""
    size = file.seek(0, SEEK_END)
    with ZipFile(file) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > MOST_PACKED * size + MOST_BESIDE:
            raise NoReportError("It unpacks to more than any report holds.")
        for member in members:
            _look_into(archive, member)


def _look_into(archive: ZipFile, member: ZipInfo) -> None:
    end = next((end for name, end in _ENDS.items() if member.filename.startswith(name)), None)
    if end != _ENDS[_SHEETS] and member.file_size > (MOST_STRINGS if end else MOST_BESIDE):
        raise NoReportError("It unpacks to more than any report holds.")
    if end is not None:
        with archive.open(member) as file:
            _look_for(end, file)


def _look_for(end: bytes, file: IO[bytes]) -> None:
    """Each row, or text, is read into memory as a whole: so its end has to come soon."""
    rest = b""
    while piece := file.read(MOST_BETWEEN):
        place = (rest + piece).rfind(end)
        if place < 0 and len(piece) == MOST_BETWEEN and rest:
            raise NoReportError("It holds a row longer than that of any report.")
        rest = piece[-len(end) :]


def _manifest(book: Workbook) -> str:
    try:
        lines = list(islice(book.worksheets[-1].iter_rows(max_col=2, values_only=True), MOST_LINES))
    except (*_BROKEN, IndexError) as error:
        raise NoReportError from error
    return "".join(_told(str(text)) for mark, text in lines if mark == MANIFEST)


def _rows(book: Workbook, found: Found) -> Iterator[Row]:
    columns = found.kind.columns
    beside = 3 if found.kind.key in CHARTED else 2
    try:
        for sheet in book.worksheets[:-beside]:
            for cells in sheet.iter_rows(min_row=2, max_col=len(columns)):
                yield row_of(columns, [_value(*both) for both in zip(columns, cells, strict=False)])
    except _BROKEN as error:
        raise NoReportError("A row cannot be read.") from error


def _value(column: Column, cell: Any) -> Any:
    """What a cell holds, as a program would write it."""
    if cell.data_type == "f":
        raise NoReportError("A cell is a formula.")
    if isinstance(cell.value, str):
        return _told(cell.value)
    if cell.value is None or isinstance(cell.value, bool):
        return cell.value
    typed: Callable[[Any], Any] = _TYPED.get(column.kind, _text)
    return typed(cell)


def _told(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _instant(cell: Any) -> str:
    offset = _OFFSET.search(cell.number_format or "")
    if offset is None or not isinstance(cell.value, datetime):
        raise NoReportError("A date does not say its distance to UTC.")
    return f"{cell.value.isoformat(timespec='milliseconds')}{offset[1]}"


def _seconds(cell: Any) -> float:
    length = cell.value if isinstance(cell.value, timedelta) else cell.value * DAY
    return round(length.total_seconds(), 3)


def _text(cell: Any) -> str:
    return str(cell.value)


def _number(cell: Any) -> Any:
    return cell.value


_TYPED: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.INSTANT: _instant,
    Kind.SECONDS: _seconds,
    Kind.WHOLE: _number,
    Kind.RATE: _number,
    Kind.NUMBER: _number,
}
