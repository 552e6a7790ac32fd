"""What the tests of pages share: servers that nothing is written to, a writer, and a screen."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine, text

from tests.live.places import fill
from tests.live.windows import window
from tests.server import Server


@pytest.fixture(scope="module")
def filled(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on example campaigns with problems."""
    fill(module_url)
    server = Server(tmp_path_factory.mktemp("filled"), module_url).start()
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


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.exhaustive)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: pages do not depend on its kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def write(engine: Engine) -> Callable[..., None]:
    """Runs statements in one transaction, as a dialer would: without any hint."""

    def run(*statements: str) -> None:
        with engine.execution_options(write=True).begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    return run


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of 1920 × 1080 that fails the test on any error in its console."""
    with window(browser, viewport={"width": 1920, "height": 1080}) as opened:
        yield opened
