"""A SQLite file that is replaced under the feed: never green and wrong."""

import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from data.database import open_engine
from data.domain.errors import FileReplacedError
from data.feed import LiveFeed
from data.log_tail import tail_for
from data.queries import all_campaigns


def test_another_file_is_noticed_and_read(sqlite_url: str, sqlite_template: Path) -> None:
    engine = open_engine(sqlite_url)
    feed = LiveFeed(engine, tail_for(engine))
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(text("INSERT INTO campaigns (id, mode) VALUES (7, 'preview')"))
    assert list(feed.tick().campaigns) == [7]
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    os.replace(shutil.copy(sqlite_template, path.with_suffix(".new")), path)  # noqa: PTH105
    for leftover in path.parent.glob(f"{path.name}-*"):
        leftover.unlink()
    with pytest.raises(FileReplacedError):
        feed.tick()
    feed._drop_connection()
    assert feed.tick().campaigns == {}
    with engine.connect() as connection:
        assert all_campaigns(connection) == []
    feed.stop()
    engine.dispose()
