"""Values in the one form that every file can hold, so that what is read back is what was hashed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from data.domain.manifest import Block
from data.domain.report import Column, Kind, Row

CUT = "…"
_Values = Sequence[Any]
_Form = Callable[[_Values], list[Any]]


def settled(
    rows: Sequence[Row],
    columns: Sequence[Column],
    t: Callable[[str], str] = str,
    longest: int | None = None,
) -> Block:
    """Some rows, at least one, column by column, each value in the form of its kind.

    An empty text is an empty cell, words of ours are in the language of `t`, instants are UTC to
    the millisecond, lengths are to it too, rates and numbers have six decimals. `longest` is how
    many characters a cell can hold: a longer text is cut, and ends with `…`. By columns, because a
    call for each cell would take longer than all the rest.
    """
    found = []
    for column, values in zip(columns, zip(*rows, strict=True), strict=True):
        settle = _FORMS.get(column.kind)
        found.append(settle(values) if settle else _texts(values, column.kind, t, longest))
    return found


def _texts(values: _Values, kind: Kind, t: Callable[[str], str], longest: int | None) -> list[Any]:
    if kind is Kind.WORDS:
        values = [value and t(value) for value in values]
    if longest is not None:
        values = [value and _cut(value, longest) for value in values]
    return [value or None for value in values]


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + CUT


def _wholes(values: _Values) -> list[Any]:
    return [None if value is None else int(value) for value in values]


def _decimals(places: int) -> _Form:
    def rounded(values: _Values) -> list[Any]:
        # Plus nothing: -0.0 is 0.0, as a spreadsheet gives it back.
        return [None if value is None else round(float(value), places) + 0.0 for value in values]

    return rounded


def _instants(values: _Values) -> list[Any]:
    return [None if value is None else _to_milliseconds(value) for value in values]


def _to_milliseconds(instant: datetime) -> datetime:
    if instant.tzinfo is not UTC:
        instant = instant.astimezone(UTC)
    beyond = instant.microsecond % 1000  # most have none, and a new instant takes its time
    return instant.replace(microsecond=instant.microsecond - beyond) if beyond else instant


_FORMS: Mapping[Kind, _Form] = {
    Kind.WHOLE: _wholes,
    Kind.RATE: _decimals(6),
    Kind.NUMBER: _decimals(6),
    Kind.SECONDS: _decimals(3),
    Kind.INSTANT: _instants,
}
