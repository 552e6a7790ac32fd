"""One contact with what happened to it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from data.contacts.rows import Contact, contacts_of
from data.domain.masking import masked_text
from data.queries import TRANSITION_LIMIT, Transition
from data.schema.tables import transitions

_COLUMNS = [transitions.c[name] for name in Transition.__dataclass_fields__]


def contact(connection: Connection, contact_id: int) -> Contact | None:
    """The contact; None where there is none."""
    found = contacts_of(connection, [contact_id])
    return found[0] if found else None


def history(
    connection: Connection, contact_id: int, before: int, limit: int
) -> Sequence[Transition]:
    """The contact's transitions with id < `before`, newest first, `limit` at most."""
    wanted = (
        select(*_COLUMNS)
        .where(transitions.c.contact_id == contact_id, transitions.c.id < before)
        .order_by(transitions.c.id.desc())
        .limit(min(limit, TRANSITION_LIMIT))
    )
    rows = (Transition(*row) for row in connection.execute(wanted))
    return [replace(row, reason=masked_text(row.reason)) for row in rows]
