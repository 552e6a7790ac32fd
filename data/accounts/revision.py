"""The count by which every process learns that somebody's access has ended or changed."""

from sqlalchemy import Connection, select, update

from data.schema.tables import access_revision


def current(connection: Connection) -> int:
    """The count as the transaction sees it."""
    return int(connection.execute(select(access_revision.c.revision).limit(1)).scalar_one())


def count_up(connection: Connection) -> None:
    """Say so in the transaction that does it: who sees the count sees what was done."""
    connection.execute(update(access_revision).values(revision=access_revision.c.revision + 1))
