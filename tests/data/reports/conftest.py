"""A database where one kind is enough."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from data.database import open_engine


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """An engine of a fresh SQLite file."""
    opened = open_engine(sqlite_url)
    yield opened
    opened.dispose()
