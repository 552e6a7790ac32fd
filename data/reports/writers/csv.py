"""CSV: for spreadsheets and simple programs. A heading, the rows, and the manifest as last line.

It begins with a byte order mark: without one Excel takes UTF-8 for the code page of its country,
and every Czech name is spoilt; LibreOffice and whoever reads `utf-8-sig` skip it. Cells are divided
by commas, as RFC 4180 has it, in every language: a file must not be another by who opens it.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO
from typing import Any, Self
from zoneinfo import ZoneInfo

from data.domain.cells import safe_cell
from data.domain.manifest import Block, Manifest
from data.domain.report import Kind
from data.reports.local import local_texts
from data.reports.writers.file import Chunks, Heading, Sink

MARK = "\ufeff"
MANIFEST = "# manifest "
_Cells = Callable[[Iterable[Any], ZoneInfo], Iterable[Any]]


class CsvFile:
    """A file of CSV while it is written."""

    def __init__(self, heading: Heading, out: Sink) -> None:
        columns, t = heading.kind.columns, heading.t
        self._zone = heading.question.tzinfo
        self._cells = [_CELLS[column.kind] for column in columns]
        self._chunks = Chunks(out)
        self._chunks.add(MARK + _lines([[safe_cell(t(column.label)) for column in columns]]))
        self._chunks.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None: ...

    def add(self, block: Block) -> None:
        """Take some more settled rows."""
        by_column = zip(self._cells, block, strict=True)
        cells = [form(values, self._zone) for form, values in by_column]
        self._chunks.add(_lines(zip(*cells, strict=True)))

    def end(self, manifest: Manifest) -> None:
        """The last line."""
        plain = json.dumps(manifest.plain(), ensure_ascii=False)
        self._chunks.add(f"{MANIFEST}{plain}\r\n")
        self._chunks.flush()


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _texts(values: Iterable[Any], _: ZoneInfo) -> list[Any]:
    """Each text is looked at once: states and names come again and again."""
    cells = {text: text and safe_cell(text) for text in set(values)}
    return list(map(cells.get, values))


def _wholes(values: Iterable[Any], _: ZoneInfo) -> Iterable[Any]:
    return values  # written as it is, and None as nothing


def _decimals(places: int) -> _Cells:
    form = f"%.{places}f"
    return lambda values, _: [None if value is None else form % value for value in values]


def _instants(values: Iterable[Any], zone: ZoneInfo) -> Iterable[Any]:
    return local_texts(values, zone)


_CELLS: Mapping[Kind, _Cells] = {
    Kind.TEXT: _texts,
    Kind.PHONE: _texts,
    Kind.STATE: _texts,
    Kind.WORDS: _texts,
    Kind.WHOLE: _wholes,
    Kind.RATE: _decimals(6),
    Kind.NUMBER: _decimals(6),
    Kind.SECONDS: _decimals(3),
    Kind.INSTANT: _instants,
}
