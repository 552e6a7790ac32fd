"""One house for each file of attacks, on SQLite; the attacks on statements are tried on both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.house import House


@pytest.fixture(scope="module")
def house(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The program, with somebody of every role."""
    made = House(tmp_path_factory.mktemp("house"), module_url)
    yield made
    made.stop()


@pytest.fixture
def fresh(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    """One that nobody has tried to get into yet."""
    made = House(tmp_path, sqlite_url)
    yield made
    made.stop()
