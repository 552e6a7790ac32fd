"""What every part is given: databases, a Redis, and whether to make it short."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from data.embedded import EmbeddedValkey
from tests.bench.databases import Databases, databases

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Workbench:
    """The surroundings of a run."""

    databases: Databases
    redis_url: str
    is_quick: bool

    def length(self, full: _T, quick: _T) -> _T:
        """How much to measure: less in a quick run."""
        return quick if self.is_quick else full


@contextmanager
def workbench(is_quick: bool) -> Iterator[Workbench]:
    """Everything is under one temporary folder, and gone when the block is left."""
    valkey = EmbeddedValkey()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        try:
            valkey.start()
            with databases(Path(folder)) as made:
                yield Workbench(made, valkey.url, is_quick)
        finally:
            valkey.stop()
