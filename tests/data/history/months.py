"""Months around now, and a log that is kept by them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, text

from data.history.partitions import make_ahead, month_of, parts
from tests.data.history.log import unguarded

NOW = datetime.now(UTC)


def at(months: int) -> datetime:
    """The middle of a month so many months from now."""
    month = month_of(NOW)
    for _ in range(abs(months)):
        month = month_of(month + timedelta(days=31) if months > 0 else month - timedelta(days=1))
    return month + timedelta(days=14)


def by_months(engine: Engine, back: int) -> None:
    """Have an empty log kept as if it had begun so many months ago."""
    if engine.dialect.name == "sqlite":
        return
    with unguarded(engine) as connection:
        (first,) = [part.name for part in parts(connection) if part.first is None and part.last]
        connection.execute(text(f"DROP TABLE {first}"))
    for month in range(-back, 1):
        make_ahead(engine, at(month))
