"""Files of reports read back, one format each: the manifest, and rows as they were hashed.

A file comes from anywhere, so nothing in it is believed, and none is read further than it has to
be. Whatever is not as a writer left it raises NoReportError.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path

from data.domain.report import Format
from data.reports.readers.found import Found

_READERS: Mapping[Format, tuple[str, str]] = {
    Format.CSV: ("data.reports.readers.csv", "csv_found"),
    Format.JSON: ("data.reports.readers.json", "json_found"),
    Format.XLSX: ("data.reports.readers.xlsx", "xlsx_found"),
    Format.PDF: ("data.reports.readers.pdf", "pdf_found"),
}
_BEGINNINGS = {b"PK\x03\x04": Format.XLSX, b"%PDF-": Format.PDF, b'{"report"': Format.JSON}


def opened(path: Path, format: Format) -> AbstractContextManager[Found]:
    """What a file of a format holds, while the context lasts. Raises NoReportError."""
    module, name = _READERS[format]
    found: AbstractContextManager[Found] = getattr(import_module(module), name)(path)
    return found


def format_of(path: Path) -> Format:
    """What a file is, by how it begins."""
    with path.open("rb") as file:
        begin = file.read(16)
    known = (format for mark, format in _BEGINNINGS.items() if begin.startswith(mark))
    return next(known, Format.CSV)
