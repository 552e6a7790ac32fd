"""Many rows at once, as the driver gives them."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, TextClause

from data.database import native_text


def fetched(
    connection: Connection, wanted: TextClause, values: Mapping[str, Any]
) -> Sequence[tuple[Any, ...]]:
    """All rows of a SELECT, times as the driver has them."""
    try:
        with native_text(connection):
            return _rows(connection, wanted, values)
    except sqlite3.OperationalError:  # a text that is not UTF-8, which others wrote by hand
        return _rows(connection, wanted, values)


def _rows(
    connection: Connection, wanted: TextClause, values: Mapping[str, Any]
) -> Sequence[tuple[Any, ...]]:
    cursor = connection.execute(wanted, values).cursor
    return cursor.fetchall() if cursor else ()
