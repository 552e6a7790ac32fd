"""CSV read back."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

from data.domain.cells import told_cell
from data.domain.errors import NoReportError
from data.domain.report import Column, Kind, Row
from data.reports.readers.found import MOST_MANIFEST, Found, manifest_found, row_of
from data.reports.writers.csv import MANIFEST

MOST_CELL = 67_108_864  # characters
_TEXTS = (Kind.TEXT, Kind.PHONE, Kind.STATE, Kind.WORDS)


@contextmanager
def csv_found(path: Path) -> Iterator[Found]:
    """What a file of CSV holds. Raises NoReportError."""
    with path.open("rb") as file:
        end, last = _last_line(file)
        manifest, is_whole = manifest_found(last)
        found = Found(manifest, is_whole, lambda: _rows(file, end, found.kind.columns))
        yield found


def _last_line(file: BinaryIO) -> tuple[int, str]:
    """Where the line of the manifest begins, and what it says."""
    size = file.seek(0, 2)
    first = file.seek(max(0, size - MOST_MANIFEST))
    tail = file.read(MOST_MANIFEST)
    mark = f"\r\n{MANIFEST}".encode()
    place = tail.rfind(mark)
    if place < 0 or not tail.endswith(b"}\r\n"):
        raise NoReportError
    return first + place + 2, tail[place + len(mark) :].decode(errors="replace").strip()


def _rows(file: BinaryIO, end: int, columns: Sequence[Column]) -> Iterator[Row]:
    csv.field_size_limit(MOST_CELL)
    file.seek(0)
    text = TextIOWrapper(BufferedReader(_Until(file, end)), encoding="utf-8-sig", newline="")
    lines = csv.reader(text, strict=True)
    try:
        next(lines, None)
        for line in lines:
            yield row_of(columns, list(map(_cell, columns, line)) + line[len(columns) :])
    except (csv.Error, UnicodeDecodeError) as error:
        raise NoReportError("A row cannot be read.") from error


def _cell(column: Column, cell: str) -> str | None:
    return (told_cell(cell) if column.kind in _TEXTS else cell) or None


class _Until(RawIOBase):
    """A file up to one of its bytes."""

    def __init__(self, file: BinaryIO, end: int) -> None:
        self._file, self._end = file, end

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Some more of it."""
        left = self._end - self._file.tell()
        piece = self._file.read(min(len(buffer), left))
        buffer[: len(piece)] = piece
        return len(piece)
