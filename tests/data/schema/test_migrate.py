"""Migrations: from nothing to today's tables, again without harm, and two at once."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

from data.database import open_engine
from data.schema.migrate import migrate, newest_revision, revision_of, trigger_names
from data.schema.tables import metadata
from tests.data.sql import read


def test_again_changes_nothing(engine: Engine) -> None:
    assert migrate(engine) == newest_revision()
    assert read(engine, revision_of) == newest_revision()


@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
def test_the_tables_are_those_that_the_program_knows(engine: Engine) -> None:
    inspector = inspect(engine)
    for table in metadata.tables.values():
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        assert set(table.columns.keys()) <= columns


def test_two_processes_that_start_together(
    tmp_path: Path, new_postgres: Callable[..., str]
) -> None:
    for url in (f"sqlite:///{tmp_path / 'new.sqlite3'}", new_postgres()):
        reached: list[str] = []

        def bring_up(url: str = url, reached: list[str] = reached) -> None:
            engine = open_engine(url)
            reached.append(migrate(engine))
            engine.dispose()

        threads = [threading.Thread(target=bring_up) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert reached == [newest_revision()] * 3


def test_every_trigger_has_a_name() -> None:
    assert "contact_updated" in trigger_names("sqlite") & trigger_names("postgresql")
