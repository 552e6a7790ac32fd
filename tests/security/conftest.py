"""One house for each file of attacks, on SQLite; the attacks on statements are tried on both."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.house import House


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The program, with somebody of every role."""
    folder = tmp_path_factory.mktemp("house")
    made = House(folder, f"sqlite:///{shutil.copy(sqlite_template, folder / 'database.sqlite3')}")
    yield made
    made.stop()


@pytest.fixture
def fresh(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    """One that nobody has tried to get into yet."""
    made = House(tmp_path, sqlite_url)
    yield made
    made.stop()
