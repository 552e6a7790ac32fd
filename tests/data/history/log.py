"""A log written for a test, at any time: past the triggers that keep a writer from doing so."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, text

from data.schema.tables import transitions


@dataclass(frozen=True)
class Row:
    """One row of `transitions`."""

    campaign_id: int
    contact_id: int
    from_state: str | None
    to_state: str | None
    at: datetime
    dwell_seconds: float | None = None
    attempt: int = 0
    from_step: int | None = None
    to_step: int | None = None
    operator: str | None = None
    reason: str | None = None


@contextmanager
def unguarded(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write history."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        postgres = connection.dialect.name == "postgresql"
        connection.execute(
            text("SET LOCAL session_replication_role = replica" if postgres
                 else "INSERT INTO own_writes VALUES (1)")
        )  # fmt: skip
        yield connection
        if not postgres:
            connection.execute(text("DELETE FROM own_writes"))


def empty(engine: Engine) -> None:
    """Have no history, and sums that know it."""
    with unguarded(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER IF EXISTS transitions_delete"))
        for table in ("transitions", "move_sums", "dwell_sums", "dial_sums", "minute_ids"):
            connection.execute(text(f"DELETE FROM {table}"))


def write_log(engine: Engine, rows: Sequence[Row]) -> None:
    """Append rows, in one transaction."""
    with unguarded(engine) as connection:
        append(connection, rows)


def append(connection: Connection, rows: Sequence[Row]) -> None:
    """Append rows in an unguarded transaction."""
    values: list[dict[str, Any]] = [asdict(row) for row in rows]
    if values:
        connection.execute(insert(transitions), values)
