"""JSON read back, line by line: a row of any report is one."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from data.domain.errors import NoReportError
from data.domain.report import Column, Row
from data.reports.readers.found import MOST_MANIFEST, Found, manifest_found, row_of
from data.reports.writers.json import BEGIN, END

MOST_LINE = 67_108_864  # bytes


@contextmanager
def json_found(path: Path) -> Iterator[Found]:
    """What a file of JSON holds. Raises NoReportError."""
    with path.open("rb") as file:
        yield found_in(file)


def found_in(file: BinaryIO) -> Found:
    """What an open one holds."""
    manifest, is_whole = manifest_found(_last_line(file))
    found = Found(manifest, is_whole, lambda: _rows(file, found.kind.columns))
    return found


def _last_line(file: BinaryIO) -> str:
    """The manifest alone."""
    size = file.seek(0, 2)
    file.seek(max(0, size - MOST_MANIFEST))
    tail = file.read(MOST_MANIFEST)
    place = tail.rfind(f"\n{END}".encode())
    if place < 0 or not tail.endswith(b"}}\n"):
        raise NoReportError
    return tail[place + len(END) + 1 : -2].decode(errors="replace")


def _rows(file: BinaryIO, columns: Sequence[Column]) -> Iterator[Row]:
    file.seek(0)
    if not _line(file).endswith(f"{BEGIN}\n".encode()):
        raise NoReportError
    while not (line := _line(file)).startswith(END.encode()):
        if line != b"\n":  # of a report without a row
            yield _row(line.rstrip(b",\n"), columns)


def _line(file: BinaryIO) -> bytes:
    line = file.readline(MOST_LINE)
    if not line.endswith(b"\n"):
        raise NoReportError
    return line


def _row(line: bytes, columns: Sequence[Column]) -> Row:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NoReportError("A row cannot be read.") from error
    if not isinstance(values, list):
        raise NoReportError("A row cannot be read.")
    return row_of(columns, values)
