"""What tests of the data share: a database where one kind is enough, the settings of a command."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.database import open_engine
from tests.data.accounts import people


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """An engine of a fresh SQLite file."""
    opened = open_engine(sqlite_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def module_engine(module_url: str) -> Iterator[Engine]:
    """An engine of a SQLite file that the tests of a module share and only read."""
    opened = open_engine(module_url)
    yield opened
    opened.dispose()


@pytest.fixture
def environment(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have commands work on `database_url`."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", "of-the-tests")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))


@pytest.fixture
def account(engine: Engine) -> int:
    """The account of Anna, an administrator."""
    return people.add(engine)
