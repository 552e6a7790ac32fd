"""The database's clock: the only one that moments are compared by."""

from datetime import datetime

from sqlalchemy import Connection, text

from data.schema.tables import UtcTime

_NOW = {
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS now",
    "postgresql": "SELECT clock_timestamp() AS now",
}


def now(connection: Connection) -> datetime:
    """This instant, by the clock of the database."""
    statement = text(_NOW[connection.dialect.name]).columns(now=UtcTime)
    instant: datetime = connection.execute(statement).scalar_one()
    return instant
