"""Real parts for the tests: SQLite files, a PostgreSQL of our own, an embedded Valkey."""

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser
from sqlalchemy import Engine

from data.database import open_engine
from data.embedded import EmbeddedValkey
from data.feed import LiveFeed
from data.log_tail import tail_for
from data.schema.migrate import migrate
from tests.browser import chromium
from tests.postgres import Databases, start_server
from tests.searches import LONG, SHORT
from tests.server import Server

# How long an example takes says how busy a machine is.
settings.register_profile(
    "short", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=SHORT
)
settings.register_profile("long", settings.get_profile("short"), max_examples=LONG)  # make test-all
settings.load_profile("short")

pytest_plugins = ["tests.log_scan", "tests.hashing"]

# A test that needs one of these is no part of `make check`; so is one in a folder of served pages.
SERVICES = {"postgres_server", "valkey", "server", "browser"}
SERVED = ("tests/live/", "tests/security/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server, a browser or PostgreSQL."""
    for item in items:
        if needs_service(item):
            item.add_marker(pytest.mark.service)


def pytest_collection_finish() -> None:
    """What was imported stays: no collection of garbage needs to look at it again."""
    gc.collect()
    gc.freeze()


def needs_service(item: pytest.Item) -> bool:
    """Whether a test is in a folder of served pages, or needs a service by its fixtures."""
    names = set(getattr(item, "fixturenames", ()))
    callspec = getattr(item, "callspec", None)
    on_postgres = callspec is not None and "postgres" in callspec.params.values()
    return on_postgres or bool(names & SERVICES) or item.nodeid.startswith(SERVED)


@pytest.fixture(scope="session")
def shared_tmp(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for all processes of a test run."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def postgres_server(shared_tmp: Path) -> str:
    """The URL of a PostgreSQL server, one for the whole run; `{}` stands for the database."""
    return start_server(shared_tmp)


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str, worker_id: str) -> Databases:
    """The databases of this process."""
    return Databases(postgres_server, worker_id)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'database.sqlite3')}"


@pytest.fixture(scope="module")
def module_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated SQLite database that the tests of a module share."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('module'))}"


@pytest.fixture
def new_postgres(postgres_databases: Databases) -> Iterator[Callable[[], str]]:
    """Makes fresh, migrated PostgreSQL databases, which are dropped after the test."""
    urls: list[str] = []

    def make() -> str:
        urls.append(postgres_databases.copied())
        return urls[-1]

    yield make
    for url in urls:
        postgres_databases.dropped(url)


@pytest.fixture
def postgres_url(postgres_databases: Databases) -> str:
    """A migrated PostgreSQL database in which nothing was written yet."""
    return postgres_databases.emptied()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database of each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine of `database_url`."""
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def feed(engine: Engine) -> Iterator[LiveFeed]:
    """A feed that is not started: the test ticks."""
    made = LiveFeed(engine, tail_for(engine))
    yield made
    made.stop()


@pytest.fixture
def valkey() -> Iterator[EmbeddedValkey]:
    """An embedded Valkey, started."""
    started = EmbeddedValkey()
    started.start()
    yield started
    started.stop()


@pytest.fixture
def valkey_url(valkey: EmbeddedValkey) -> str:
    """Where the embedded Valkey listens."""
    return valkey.url


@pytest.fixture
def server(database_url: str, valkey_url: str, tmp_path: Path) -> Iterator[Server]:
    """The program, serving `database_url`."""
    serving = Server(tmp_path, database_url, valkey_url).start()
    yield serving
    serving.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium. Not for the whole session: its event loop would be in the way of others."""
    with chromium() as opened:
        yield opened
