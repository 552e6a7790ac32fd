"""Pages of a campaign's contacts.

A page is read from a range of the index of its order, or merged from the heads of one for each
state, so the last one of a million costs what the first does. What that index does not hold is
looked up in another where few contacts fit, or sorted there if it holds all that is asked; else
contacts are walked through in their order, so many and no more: who wants to know the rest goes on
from where the walk was stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, text

from data.contacts.rows import Contact, contacts_of
from data.contacts.search import Search
from data.domain.contact_filter import ContactQuery, Position

PAGE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Contacts in their order.

    `after` is where to go on, None at the end. `complete` is false when the walk was stopped
    before the page was full. `matches` is how many contacts fit in all, where that is known.
    """

    contacts: Sequence[Contact]
    after: Position | None
    complete: bool = True
    matches: int | None = None


def still(engine: Engine) -> Engine:
    """The engine, with transactions that see one instant only."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def page(
    connection: Connection, query: ContactQuery, limit: int, start: Position | datetime
) -> Page:
    """The next `limit` contacts after a position, or the first ones at a moment.

    Raises TooManyStatesError.
    """
    keep_to_indexes(connection)
    now, after = (start.now, start.key) if isinstance(start, Position) else (start, None)
    keys = Search(connection, query, now).keys(after, min(limit, PAGE_LIMIT))
    return Page(
        contacts_of(connection, [key[-1] for key in keys.found]),
        None if keys.after is None else Position(keys.after, now),
        keys.complete,
        keys.matches,
    )


def keep_to_indexes(connection: Connection) -> None:
    """Within this transaction, plans go by indexes in their order."""
    # With statistics from before a bulk load PostgreSQL would rather read and sort a campaign.
    if connection.dialect.name == "postgresql":
        for way in ("seqscan", "bitmapscan", "sort"):
            connection.execute(text(f"SET LOCAL enable_{way} = off"))
