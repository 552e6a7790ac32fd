"""JSON: for programs. One object; each row stands on a line of its own, so that a file of any
length can be read line by line."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Self

from data.domain.manifest import Block, Manifest
from data.domain.report import Column, Kind
from data.reports.local import local_texts
from data.reports.writers.file import Chunks, Heading, Sink, Translate

BEGIN, END = '"rows":[', '],"manifest":'
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class JsonFile:
    """A file of JSON while it is written."""

    def __init__(self, heading: Heading, out: Sink) -> None:
        self._columns = heading.kind.columns
        self._zone = heading.question.tzinfo
        self._between = ""
        self._chunks = Chunks(out)
        self._chunks.add(_head(heading))
        self._chunks.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None: ...

    def add(self, block: Block) -> None:
        """Take some more settled rows."""
        lines = ",\n".join(map(_encode, zip(*self._shown(block), strict=True)))
        self._chunks.add(self._between + lines)
        self._between = ",\n"

    def _shown(self, block: Block) -> Iterator[Sequence[Any]]:
        for column, values in zip(self._columns, block, strict=True):
            instants: Any = values
            is_instant = column.kind is Kind.INSTANT
            yield local_texts(instants, self._zone) if is_instant else values

    def end(self, manifest: Manifest) -> None:
        """The last line."""
        self._chunks.add(f"\n{END}{_encode(manifest.plain())}}}\n")
        self._chunks.flush()


def _head(heading: Heading) -> str:
    kind, t = heading.kind, heading.t
    said = {
        "report": kind.key,
        "title": t(kind.title),
        "columns": [_column(column, t) for column in kind.columns],
    }
    return f"{_encode(said)[:-1]}, {BEGIN}\n"


def _column(column: Column, t: Translate) -> dict[str, str]:
    return {
        "key": column.key,
        "label": t(column.label),
        "kind": column.kind,
        "meaning": t(column.meaning),
    }
