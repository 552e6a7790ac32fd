"""The engine: what a connection waits for."""

import sqlite3
import threading
from pathlib import Path

from data.database import open_engine


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
