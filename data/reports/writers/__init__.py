"""Files of reports, one format each: what `write` fills while it reads."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from typing import BinaryIO

from data.domain.report import Format
from data.reports.writers.file import LONGEST_TEXT, File, Heading

# Imported when they are asked for: whoever waits for CSV does not wait for what draws pages.
_CLASSES: Mapping[Format, tuple[str, str]] = {
    Format.CSV: ("data.reports.writers.csv", "CsvFile"),
    Format.JSON: ("data.reports.writers.json", "JsonFile"),
    Format.XLSX: ("data.reports.writers.xlsx", "XlsxFile"),
    Format.PDF: ("data.reports.writers.pdf", "PdfFile"),
}
# How many characters a cell can hold, where there is a limit.
LONGEST: Mapping[Format, int] = {Format.XLSX: LONGEST_TEXT}


def begun(format: Format, heading: Heading, out: BinaryIO) -> AbstractContextManager[File]:
    """A file that is begun, and filled within the context."""
    module, name = _CLASSES[format]
    file: AbstractContextManager[File] = getattr(import_module(module), name)(heading, out)
    return file
