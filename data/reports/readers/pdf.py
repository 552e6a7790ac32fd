"""PDF read back: the seal over its bytes, and the rows that lie in it as a file of JSON."""

import hashlib
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from data.domain.errors import NoReportError
from data.reports.readers.found import Found
from data.reports.readers.json import found_in
from data.reports.writers.pdf import SEAL

MOST = 1_073_741_824  # bytes, of the file and of what lies in it
_PIECE = 1_048_576
_ATTACHED = re.compile(rb"<<[^<>]*/Subtype /application#2Fjson[^<>]*>>\s*stream\r?\n")


@contextmanager
def pdf_found(path: Path) -> Iterator[Found]:
    """What a file of PDF holds. Raises NoReportError."""
    if path.stat().st_size > MOST:
        raise NoReportError("It is bigger than any report.")
    data = path.read_bytes()
    place = data.rfind(SEAL)
    begin = _ATTACHED.search(data)
    if place < 0 or begin is None:
        raise NoReportError
    seal = hashlib.sha256(data[:place]).hexdigest().encode()
    with TemporaryFile() as rows:
        _unpack(data[begin.end() :], rows)
        found = found_in(rows)
        yield Found(
            found.manifest, found.is_sealed, found.rows, data[place:] == SEAL + seal + b"\n"
        )


def _unpack(data: bytes, out: BinaryIO) -> None:
    unpacker, size = zlib.decompressobj(), 0
    try:
        while data and not unpacker.eof:
            piece = unpacker.decompress(data, _PIECE)
            size += len(piece)
            out.write(piece)
            data = unpacker.unconsumed_tail
    except zlib.error as error:
        raise NoReportError from error
    if size > MOST or not unpacker.eof:
        raise NoReportError
