"""What every file of a report is, to whoever fills it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self

from data.domain.manifest import Block, Manifest
from data.domain.report import Question
from data.reports.kinds import ReportKind

Translate = Callable[..., str]  # an English text, and values by name → the text in the language
CHUNK_BYTES = 65_536
LONGEST_TEXT = 16_000  # of a cell's 32,767 units of UTF-16, of which a character may take two


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known of a file before its first row."""

    kind: ReportKind
    question: Question
    t: Translate


class File(Protocol):
    """A report's file, a context manager: however it is left, nothing of it stays behind but what
    went out."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *raised: object) -> None: ...

    def add(self, block: Block) -> None:
        """Take some more settled rows."""

    def end(self, manifest: Manifest) -> None:
        """Complete the file: nothing comes after."""


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes, /) -> object:
        """Some more."""

    def flush(self) -> object:
        """Hand on what there is."""


class Chunks:
    """Gathers what is written and hands it on in large pieces."""

    def __init__(self, out: Sink) -> None:
        self._out = out
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, text: str) -> None:
        """Some more, in UTF-8."""
        self._pieces.append(text.encode())
        self._size += len(self._pieces[-1])
        if self._size >= CHUNK_BYTES:
            self.flush()

    def flush(self) -> None:
        """Hand on what there is."""
        self._out.write(b"".join(self._pieces))
        self._out.flush()
        self._pieces, self._size = [], 0
