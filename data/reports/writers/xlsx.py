"""XLSX: for Excel and LibreOffice. Sheets of rows, then what their columns mean, and the question
in words with the manifest; of some reports charts too.

No cell is a formula and no text can become one. It is written to the disk row by row, and goes out
when it is whole.
"""

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from shutil import copyfileobj
from typing import BinaryIO, Self

from xlsxwriter.workbook import Workbook

from data.domain.manifest import Block, Manifest
from data.domain.report import Kind
from data.domain.states import EVERY
from data.reports.scratch import scratch
from data.reports.words import Line, manifest_lines, question_lines
from data.reports.writers.cells import WIDTHS, Cells
from data.reports.writers.charts import CHARTED, Charts
from data.reports.writers.file import CHUNK_BYTES, LONGEST_TEXT, Heading
from data.reports.writers.sheet import Sheet

SHEET_ROWS = 1_048_576
MANIFEST = "# manifest"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


class XlsxFile:
    """A workbook while it is written."""

    def __init__(self, heading: Heading, out: BinaryIO) -> None:
        self._heading, self._out = heading, out
        self._resources = ExitStack()

    def __enter__(self) -> Self:
        self._path = self._resources.enter_context(scratch()) / "report.xlsx"
        options = {
            "constant_memory": True,
            "tmpdir": str(self._path.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "use_zip64": True,
        }
        self._book = Workbook(str(self._path), options)
        self._resources.callback(self._discard)
        self._look()
        kind, zone = self._heading.kind, self._heading.question.tzinfo
        cells = Cells(self._book, zone)
        self._puts = [cells.put(column.kind) for column in kind.columns]
        self._charts = Charts(self._heading) if kind.key in CHARTED else None
        self._sheets = 0
        self._begin_sheet()
        return self

    def __exit__(self, *raised: object) -> None:
        self._resources.close()

    def add(self, block: Block) -> None:
        """Take some more settled rows."""
        for row in zip(*block, strict=True):
            if self._row == SHEET_ROWS:
                self._begin_sheet()
            for place, value in enumerate(row):
                if value is not None:
                    self._puts[place](self._sheet, self._row, place, value)
            self._row += 1
        if self._charts is not None:
            self._charts.add(zip(*block, strict=True))

    def end(self, manifest: Manifest) -> None:
        """The sheets that say what is what; then all of it goes out."""
        self._end_sheet()
        if self._charts is not None:
            self._charts.draw(self._book, self._new_sheet(self._heading.t("Charts")))
        self._explain_columns()
        self._say(manifest)
        self._book.close()
        with self._path.open("rb") as whole:
            copyfileobj(whole, self._out, CHUNK_BYTES)
        self._out.flush()

    def _look(self) -> None:
        add = self._book.add_format
        self._bold = add({"bold": True, "valign": "top"})
        self._head = add({"bold": True, "valign": "top", "bottom": 1, "text_wrap": True})
        self._prose = add({"text_wrap": True, "valign": "top", "quote_prefix": True})

    def _discard(self) -> None:
        for sheet in self._book.worksheets():
            sheet.discard()

    def _new_sheet(self, title: str) -> Sheet:
        sheet: Sheet = self._book.add_worksheet(title, worksheet_class=Sheet)
        return sheet

    def _begin_sheet(self) -> None:
        if self._sheets:
            self._end_sheet()
        self._sheets += 1
        t, columns = self._heading.t, self._heading.kind.columns
        self._sheet = self._new_sheet(sheet_title(t(self._heading.kind.title), self._sheets))
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            label = t(column.label)
            self._sheet.set_column(place, place, max(WIDTHS[column.kind], len(label) + 4))
            self._sheet.write_string(0, place, label, self._head)
        self._row = 1

    def _end_sheet(self) -> None:
        self._sheet.autofilter(0, 0, self._row - 1, len(self._heading.kind.columns) - 1)

    def _explain_columns(self) -> None:
        t, columns = self._heading.t, self._heading.kind.columns
        lines = [(t(column.label), column.key, t(column.meaning)) for column in columns]
        if any(column.kind is Kind.STATE for column in columns):
            lines += [(t(state.label), state.code, t(state.meaning)) for state in EVERY]
        sheet = self._new_sheet(t("Columns"))
        heads = (t("Heading"), t("Key"), t("What it means"))
        self._write_lines(sheet, [heads, *lines], (28, 24, 100))
        sheet.freeze_panes(1, 0)

    def _say(self, manifest: Manifest) -> None:
        heading = self._heading
        said: list[Line] = [
            *question_lines(heading.kind, manifest.question, heading.t),
            *manifest_lines(manifest, heading.t),
            *((MANIFEST, piece) for piece in pieces(manifest)),
        ]
        self._write_lines(self._new_sheet(heading.t("About")), said, (28, 110))

    def _write_lines(
        self, sheet: Sheet, lines: Iterable[Sequence[str]], widths: Sequence[int]
    ) -> None:
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for row, line in enumerate(lines):
            for place, text in enumerate(line):
                sheet.write_string(row, place, text, self._prose if place else self._bold)


def sheet_title(title: str, number: int) -> str:
    """The name of the so manieth sheet with rows, as spreadsheets allow it."""
    ending = f" {number}" if number > 1 else ""
    return _FORBIDDEN.sub(" ", title)[: 31 - len(ending)] + ending


def pieces(manifest: Manifest) -> Iterable[str]:
    """The manifest as JSON, in as many cells as it needs."""
    plain = json.dumps(manifest.plain(), ensure_ascii=False)
    return (plain[at : at + LONGEST_TEXT] for at in range(0, len(plain), LONGEST_TEXT))
