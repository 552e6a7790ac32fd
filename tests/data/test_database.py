"""The engine: what a connection waits for."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from data.database import open_engine
from data.domain.errors import reason_of


def test_a_new_file_that_another_is_writing_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite3"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    # SQLite itself refuses the turn to WAL at once here, whatever its timeout.
    threading.Timer(0.2, lambda: other.execute("COMMIT")).start()
    engine = open_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()
    other.close()


def test_errors_do_not_repeat_what_a_statement_was_given(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(SQLAlchemyError) as raised:
        connection.execute(text("SELECT nothing FROM contacts WHERE name = :n"), {"n": "Ada Green"})
    assert "Ada Green" not in str(raised.value)


def test_the_reason_of_an_error_holds_no_number_that_could_be_called() -> None:
    assert reason_of(ValueError("what is +420777123450?\nmore")) == "what is +420 ••• ••• 450?"
