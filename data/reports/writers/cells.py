"""The cells of a workbook: numbers, dates, shares, lengths and text, each as what it is.

An instant is a real date by the clock of the question's zone, and the format of its cell says the
offset: where clocks are set back, an hour is there twice. What a cell of its type does not hold
exactly is text.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from data.domain.report import Kind
from data.reports.local import local_texts

EXACT_WHOLE, EXACT_DECIMAL = 10**15, 10.0**9
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - by the clock of any zone
DAY = timedelta(days=1)
_FIRST, _LAST = datetime(1900, 3, 3, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)

Put = Callable[[Worksheet, int, int, Any], object]

# Quoted: it stays text when somebody edits it.
_TEXT = {"quote_prefix": True, "num_format": "@"}
_FORMS: Mapping[Kind, Mapping[str, Any]] = {
    Kind.TEXT: _TEXT,
    Kind.WHOLE: {"num_format": "0"},
    Kind.RATE: {"num_format": "0.0%"},
    Kind.NUMBER: {"num_format": "General"},
    Kind.SECONDS: {"num_format": "[h]:mm:ss.000"},
}
WIDTHS: Mapping[Kind, int] = {
    Kind.TEXT: 28,
    Kind.PHONE: 18,
    Kind.STATE: 24,
    Kind.WORDS: 28,
    Kind.WHOLE: 12,
    Kind.RATE: 10,
    Kind.NUMBER: 12,
    Kind.SECONDS: 15,
    Kind.INSTANT: 33,
}


class Cells:
    """What puts values of each kind into sheets of a workbook."""

    def __init__(self, book: Workbook, zone: ZoneInfo) -> None:
        self._book, self._zone = book, zone
        self._formats = {kind: book.add_format(dict(form)) for kind, form in _FORMS.items()}
        self._dated: dict[timedelta | None, Format] = {}

    def put(self, kind: Kind) -> Put:
        """What puts a value of the kind, which is not None, into a cell of a sheet."""
        own: Mapping[Kind, Put] = {
            Kind.WHOLE: self._whole,
            Kind.RATE: self._decimal(Kind.RATE),
            Kind.NUMBER: self._decimal(Kind.NUMBER),
            Kind.SECONDS: self._length,
            Kind.INSTANT: self._instant,
        }
        return own.get(kind, self._text)

    def _text(self, sheet: Worksheet, row: int, place: int, value: str) -> None:
        sheet.write_string(row, place, value, self._formats[Kind.TEXT])

    def _whole(self, sheet: Worksheet, row: int, place: int, value: int) -> None:
        if -EXACT_WHOLE < value < EXACT_WHOLE:
            sheet.write_number(row, place, value, self._formats[Kind.WHOLE])
        else:
            self._text(sheet, row, place, str(value))

    def _decimal(self, kind: Kind) -> Put:
        form = self._formats[kind]

        def put(sheet: Worksheet, row: int, place: int, value: float) -> None:
            if -EXACT_DECIMAL < value < EXACT_DECIMAL:
                sheet.write_number(row, place, value, form)
            else:
                self._text(sheet, row, place, f"{value:.6f}")

        return put

    def _length(self, sheet: Worksheet, row: int, place: int, value: float) -> None:
        if 0 <= value < EXACT_DECIMAL:
            seconds = value / DAY.total_seconds()
            sheet.write_number(row, place, seconds, self._formats[Kind.SECONDS])
        else:  # spreadsheets know no time below zero
            self._text(sheet, row, place, f"{value:.3f}")

    def _instant(self, sheet: Worksheet, row: int, place: int, value: datetime) -> None:
        if not _FIRST <= value < _LAST:
            (text,) = local_texts([value], self._zone)
            self._text(sheet, row, place, text or "")
            return
        local = value.astimezone(self._zone)
        days = (local.replace(tzinfo=None) - EPOCH) / DAY
        sheet.write_number(row, place, days, self._date(local))

    def _date(self, local: datetime) -> Format:
        """The format of dates with the offset of this one."""
        offset = local.utcoffset()
        if offset not in self._dated:
            said = local.isoformat(timespec="milliseconds")[23:]
            form = {"num_format": f'yyyy-mm-dd hh:mm:ss.000 "{said}"', "align": "left"}
            self._dated[offset] = self._book.add_format(form)
        return self._dated[offset]
