"""What is found in a file of a report."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from data.domain.errors import NoReportError
from data.domain.manifest import Manifest, is_sealed
from data.domain.report import Column, Kind, Row, Value
from data.reports.kinds import KINDS, ReportKind

MOST_MANIFEST = 4_194_304  # characters


@dataclass(frozen=True, slots=True)
class Found:
    """A manifest, whether its seal is whole, and what reads the rows, once. `pages` says whether
    pages that people read are as they were written; None where there are none beside the rows."""

    manifest: Manifest
    is_sealed: bool
    rows: Callable[[], Iterator[Row]]
    pages: bool | None = None

    @property
    def kind(self) -> ReportKind:
        """The kind of report that it is of."""
        return KINDS[self.manifest.question.kind]


def manifest_found(text: str) -> tuple[Manifest, bool]:
    """A manifest out of its JSON, and whether its seal is whole."""
    if len(text) > MOST_MANIFEST:
        raise NoReportError
    try:
        values = json.loads(text)
        manifest = Manifest.of_plain(values)
        _ = KINDS[manifest.question.kind], manifest.question.tzinfo
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise NoReportError("The manifest cannot be read.") from error
    return manifest, is_sealed(values)


def row_of(columns: Sequence[Column], texts: Sequence[Any]) -> Row:
    """A row out of what a program would write of it: texts, or values of JSON."""
    if len(texts) != len(columns):
        raise NoReportError("A row has more or fewer cells than there are columns.")
    try:
        return tuple(
            None if text is None else _VALUES.get(column.kind, str)(text)
            for column, text in zip(columns, texts, strict=True)
        )
    except (TypeError, ValueError, OverflowError) as error:
        raise NoReportError("A cell holds something else than its column says.") from error


def _instant(text: str) -> Value:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant.astimezone(UTC)


def _whole(number: Any) -> Value:
    if isinstance(number, float) and not number.is_integer():
        raise ValueError(number)
    return int(number)


_VALUES: Mapping[Kind, Callable[[Any], Value]] = {
    Kind.WHOLE: _whole,
    Kind.RATE: float,
    Kind.NUMBER: float,
    Kind.SECONDS: float,
    Kind.INSTANT: _instant,
}
