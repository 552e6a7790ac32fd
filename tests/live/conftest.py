"""Servers that the tests of every page share: nothing is written while they look."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.places import fill
from tests.server import Server


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on example campaigns with problems."""
    folder = tmp_path_factory.mktemp("filled")
    url = f"sqlite:///{shutil.copy(sqlite_template, folder / 'database.sqlite3')}"
    fill(url)
    server = Server(folder, url).start()
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def empty(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on an empty database."""
    folder = tmp_path_factory.mktemp("empty")
    url = f"sqlite:///{shutil.copy(sqlite_template, folder / 'database.sqlite3')}"
    server = Server(folder, url).start()
    yield server.url
    server.stop()
