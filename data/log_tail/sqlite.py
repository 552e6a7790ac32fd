"""SQLite's tail: one writer at a time, so ids follow the commits and `id > last` is exact."""

import secrets
import sqlite3
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, text

from data.database import file_of
from data.domain.errors import FileReplacedError
from data.domain.snapshot import MOST_ATTEMPTS, Change, Front, hours_from, minutes_from
from data.log_tail.tail import Condition, Reading, changes_of, is_dialing, known

_LOOK = text("""
  SELECT coalesce((SELECT max(id) FROM transitions), 0),
    strftime('%Y-%m-%dT%H:%M:%f', 'now'),
    (SELECT version_num FROM alembic_version) || '/' || (SELECT token FROM identity)
""")
PORTION = 20_000  # rows
_DATA_VERSION = text("PRAGMA data_version")

_SINCE = "id > :since AND id <= :until"
_MOVES = text(f"""
  SELECT campaign_id, {known("from_state")}, {known("to_state")}, from_step, to_step,
    CASE WHEN at >= :minutes_from THEN CAST(strftime('%s', at) AS INTEGER) / 60 END,
    dwell_bucket(dwell_seconds), count(*),
    coalesce(sum(CAST(round(dwell_seconds * 1000) AS INTEGER)), 0)
  FROM transitions
  WHERE {_SINCE}
  GROUP BY 1, 2, 3, 4, 5, 6, 7
""")
_DIALS = text(f"""
  SELECT campaign_id, to_state, min(attempt, {MOST_ATTEMPTS}),
    CASE WHEN at >= :hours_from THEN CAST(strftime('%s', at) AS INTEGER) / 3600 END, count(*)
  FROM transitions
  WHERE {_SINCE} AND {is_dialing("to_state")}
  GROUP BY 1, 2, 3, 4
""")


class SqliteTail:
    """Follows `transitions` by id. A position is `id:version`, with SQLite's own data version, so
    that a change of campaigns alone is a new position too. That version only counts within one
    connection, whose token stands with it."""

    def open(self, engine: Engine) -> Connection:
        """A connection with a token of its own."""
        connection = engine.connect()
        connection.info["token"] = secrets.token_hex(4)
        return connection

    def look(self, connection: Connection) -> Reading:
        """The first query fixes what the transaction sees. Raises FileReplacedError."""
        file = file_of(_driver(connection))
        if file is None or file != connection.info["file"]:
            raise FileReplacedError
        last, clock, identity = connection.execute(_LOOK).one()
        version = connection.execute(_DATA_VERSION).scalar_one()
        as_of = datetime.fromisoformat(clock).replace(tzinfo=UTC)
        position = f"{last}:{connection.info['token']}:{version}"
        return Reading(f"{identity}/{file}", position, as_of, Front(last))

    def follows(self, since: str, until: str) -> bool:
        """Whether the log has not shrunk."""
        return _last_id(since) <= _last_id(until)

    def difference(
        self, connection: Connection, since: str | None, until: str, minute: int
    ) -> list[Change]:
        """The rows after the last one that was seen."""
        ids = {"since": _last_id(since) if since else 0, "until": _last_id(until)}
        moves = connection.execute(_MOVES, ids | {"minutes_from": _iso(minutes_from(minute))})
        dials = connection.execute(_DIALS, ids | {"hours_from": _iso(hours_from(minute))})
        return changes_of(moves, dials)

    def unseen(self, position: str, name: str) -> Condition:
        """Rows after the last one that was there."""
        return Condition(f"id > :{name}_id", {f"{name}_id": _last_id(position)})

    def knowing(self, connection: Connection, which: Condition) -> str:
        """The greatest of their ids."""
        greatest = text(f"SELECT max(id) FROM transitions WHERE {which.sql}")
        return str(connection.execute(greatest, which.values).scalar_one())

    def portion(self, since: str | None, until: str) -> tuple[Condition, str]:
        """So many rows that the one writer there can be does not keep others waiting."""
        first = _last_id(since) if since else 0
        last = min(first + PORTION, _last_id(until))
        position = until if last == _last_id(until) else str(last)
        return Condition(_SINCE, {"since": first, "until": last}), position


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _last_id(position: str) -> int:
    return int(position.partition(":")[0])
