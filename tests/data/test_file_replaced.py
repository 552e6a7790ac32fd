"""A SQLite file that is replaced under the feed: never green and wrong."""

import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.domain.errors import FileReplacedError
from data.feed import LiveFeed
from data.queries import all_campaigns
from tests.data.sql import execute, read


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_another_file_is_noticed_and_read(
    engine: Engine, feed: LiveFeed, database_url: str, sqlite_template: Path
) -> None:
    execute(engine, "INSERT INTO campaigns (id, mode) VALUES (7, 'preview')")
    assert list(feed.tick().campaigns) == [7]
    path = Path(database_url.removeprefix("sqlite:///"))
    os.replace(shutil.copy(sqlite_template, path.with_suffix(".new")), path)  # noqa: PTH105
    for leftover in path.parent.glob(f"{path.name}-*"):
        leftover.unlink()
    with pytest.raises(FileReplacedError):
        feed.tick()
    feed._drop_connection()
    assert feed.tick().campaigns == {}
    assert read(engine, all_campaigns) == []
