"""PDF: pages to read, print and hand over. The rows lie in it as a file of JSON, with the manifest.

Its last line is the SHA-256 of all bytes before it, so that a changed page is found out.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, BinaryIO, Self

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from data.domain.manifest import Block, Manifest
from data.reports.words import moment
from data.reports.writers import abandonment_page, summary_page
from data.reports.writers.file import CHUNK_BYTES, Heading
from data.reports.writers.json import JsonFile
from data.reports.writers.page import Told, empty_page
from data.reports.writers.paper import Foot, Paper

SEAL = b"\n%sha256 "
_DRAW: Mapping[str, Callable[[Paper, Heading, Sequence[Told]], None]] = {
    "summary": summary_page.draw,
    "abandonment": abandonment_page.draw,
}


class Packed:
    """What is written to it, packed in memory."""

    def __init__(self) -> None:
        self._packer, self._pieces = zlib.compressobj(), list[bytes]()

    def write(self, data: bytes) -> None:
        """Some more."""
        self._pieces.append(self._packer.compress(data))

    def flush(self) -> None:
        """It is kept until it is asked for."""

    def bytes(self) -> bytes:
        """All of it."""
        return b"".join(self._pieces) + self._packer.flush()


class PdfFile:
    """A file of PDF while it is drawn: in memory, for it says at its end where everything lies."""

    def __init__(self, heading: Heading, out: BinaryIO) -> None:
        self._heading, self._out = heading, out
        self._keys = [column.key for column in heading.kind.columns]
        self._packed, self._drawn = Packed(), BytesIO()
        self._rows = JsonFile(heading, self._packed)
        title, language = heading.t(heading.kind.title), heading.question.language
        self._paper = Paper(self._drawn, title, language)
        self._page: list[Told] = []
        self._campaigns = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None: ...

    def add(self, block: Block) -> None:
        """Take some more settled rows: those of a campaign stand together."""
        self._rows.add(block)
        for row in zip(*block, strict=True):
            told: dict[str, Any] = dict(zip(self._keys, row, strict=True))
            if self._page and self._page[0]["campaign_id"] != told["campaign_id"]:
                self._draw_page()
            self._page.append(told)

    def end(self, manifest: Manifest) -> None:
        """Draw what is left, put the rows in, seal it; all of it goes out."""
        self._draw_page()
        if not self._paper.pages:
            empty_page(self._paper, self._heading)
        self._rows.end(manifest)
        self._attach(f"{manifest.question.kind}.json")
        self._paper.end(self._feet(manifest))
        drawn = self._drawn.getvalue()
        seal = SEAL + hashlib.sha256(drawn).hexdigest().encode() + b"\n"
        for at in range(0, len(drawn), CHUNK_BYTES):
            self._out.write(drawn[at : at + CHUNK_BYTES])
        self._out.write(seal)
        self._out.flush()

    def _draw_page(self) -> None:
        """Of one campaign alone there is no page of all together: it would be the same."""
        rows, self._page = self._page, []
        if rows and (rows[0]["campaign_id"] is not None or self._campaigns != 1):
            self._campaigns += 1
            _DRAW[self._heading.kind.key](self._paper, self._heading, rows)

    def _feet(self, manifest: Manifest) -> Iterator[Foot]:
        t, pages = self._heading.t, self._paper.pages
        as_of = moment(manifest.as_of, manifest.question.tzinfo)
        left = (
            t("As of {as_of}, of the database {database}", as_of=as_of, database=manifest.database),
            t("SHA-256 of the rows {hash}", hash=manifest.hash),
        )
        for page in range(1, pages + 1):
            yield left, t("Page {page} of {pages}", page=page, pages=pages)

    def _attach(self, name: str) -> None:
        """As a file that viewers of PDF offer, and that is found without one."""
        document = self._paper.canvas._doc
        entries = {
            "Type": PDFName("EmbeddedFile"),
            "Subtype": "/application#2Fjson",
            "Filter": PDFName("FlateDecode"),
        }
        stream = PDFStream(PDFDictionary(entries), self._packed.bytes())
        file = PDFDictionary({"F": document.Reference(stream)})
        spec = {
            "Type": PDFName("Filespec"),
            "F": PDFString(name),
            "UF": PDFString(name),
            "EF": file,
        }
        names = PDFArray([PDFString(name), document.Reference(PDFDictionary(spec))])
        document.Catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": names})})
