"""Contacts, taken in hand and moved, with what the audit says of it."""

import json
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Select,
    Update,
    bindparam,
    select,
    text,
    true,
    update,
)

from data.audit import Entry
from data.blacklist.entries import Cause, Source
from data.blacklist.erasure import erase
from data.operations.places import ON_LINE
from data.operations.store import Job
from data.schema.tables import contacts, operation_marks


@dataclass(frozen=True, slots=True)
class Picked:
    """A contact that nobody else can move before the transaction ends."""

    id: int
    campaign_id: int
    state: str
    state_since: datetime
    retry_at: datetime | None
    operator: str | None
    reason: str | None
    version: int
    on_line: bool
    waited: bool

    @property
    def before(self) -> dict[str, Any]:
        """What an undo gives back."""
        retry_at = self.retry_at.isoformat() if self.retry_at else None
        said = {"state": self.state, "retry_at": retry_at}
        return said | {"operator": self.operator, "reason": self.reason}


# In the order of `Picked`, whose last two fields each query gives itself.
_COLUMNS = [contacts.c[name] for name in Picked.__slots__ if name in contacts.c]
_GIVEN = {
    "postgresql": "= ANY(:ids)",
    "sqlite": "IN (SELECT value FROM json_each(:ids))",
}


def of_campaign(where: Sequence[ColumnElement[bool]], most: int) -> Select[Any]:
    """Contacts that meet the conditions, by id."""
    columns = (*_COLUMNS, ON_LINE.label("on_line"), true().label("waited"))
    return select(*columns).where(*where).order_by(contacts.c.id).limit(most)


def of_marks(operation_id: int, where: Sequence[ColumnElement[bool]], most: int) -> Select[Any]:
    """Marked contacts that meet the conditions, by id."""
    own = operation_marks.c
    return (
        select(*_COLUMNS, ON_LINE.label("on_line"), own.waited)
        .select_from(operation_marks.join(contacts, contacts.c.id == own.contact_id))
        .where(own.operation_id == operation_id, *where)
        .order_by(own.contact_id)
        .limit(most)
    )


def pick(connection: Connection, wanted: Select[Any]) -> list[Picked]:
    """Take in hand those that nobody else has in hand just now."""
    held = wanted.with_for_update(of=contacts, skip_locked=True, key_share=True)
    return [Picked(*row) for row in connection.execute(held)]


@contextmanager
def moving(connection: Connection, operation_id: int) -> Any:
    """The triggers write in history which operation it was."""
    if connection.dialect.name == "postgresql":
        named = text("SELECT set_config('dashboard.operation_id', :id, true)")
        connection.execute(named, {"id": str(operation_id)})
        yield
        return
    connection.execute(text("INSERT INTO current_operation VALUES (:id)"), {"id": operation_id})
    yield
    connection.execute(text("DELETE FROM current_operation"))


def move(
    connection: Connection, job: Job, picked: Sequence[Picked], to_state: str, action: str
) -> list[Entry]:
    """Move contacts to a state, each with the deed's reason; what the audit says of each."""
    if not picked:
        return []
    values = {"state": to_state, "reason": job.reason, "retry_at": None, "operator": None}
    with moving(connection, job.id):
        write(connection, values, [one.id for one in picked])
    return [
        Entry(
            action,
            one.campaign_id,
            one.id,
            job.id,
            reason=job.reason,
            from_state=one.state,
            to_state=to_state,
            version=one.version + 1,
            before=None if job.payload.get("erase") else one.before,
        )
        for one in picked
    ]


def restore(
    connection: Connection, job: Job, before: Sequence[tuple[Picked, dict[str, Any]]]
) -> list[Entry]:
    """Give contacts back what they had; what the audit says of each."""
    if not before:
        return []
    rows = [
        {
            "contact": one.id,
            "to": was["state"],
            "due": datetime.fromisoformat(was["retry_at"]) if was["retry_at"] else None,
            "who": was["operator"],
            "why": was["reason"],
        }
        for one, was in before
    ]
    own = update(contacts).where(contacts.c.id == bindparam("contact"))
    given = {"state": "to", "retry_at": "due", "operator": "who", "reason": "why"}
    with moving(connection, job.id):
        connection.execute(own.values({name: bindparam(of) for name, of in given.items()}), rows)
    return [
        Entry(
            "contact.restore",
            one.campaign_id,
            one.id,
            job.id,
            reason=job.reason,
            from_state=one.state,
            to_state=was["state"],
            version=one.version + 1,
        )
        for one, was in before
    ]


def forget(
    connection: Connection, job: Job, picked: Sequence[Picked], now: datetime, secret: str
) -> list[Entry]:
    """Blank who contacts are; their states and their history stay, and nobody calls them again."""
    cause = Cause(job.reason, Source.ERASURE, job.actor.name, now)
    ids = [one.id for one in picked]
    return list(erase(connection, secret, cause, ids, operation_id=job.id).entries)


def write(connection: Connection, values: dict[str, Any], ids: Sequence[int]) -> None:
    """Set columns of the contacts with the ids."""
    of_ids(connection, update(contacts).values(values), ids, column="id")


def of_ids(
    connection: Connection,
    statement: Update | Delete,
    ids: Sequence[int],
    column: str = "contact_id",
) -> None:
    """Execute it for these ids only: one text for any number of them."""
    dialect = connection.dialect.name
    given = list(ids) if dialect == "postgresql" else json.dumps(list(ids))
    if ids:
        chosen = text(f"{column} {_GIVEN[dialect]}").bindparams(ids=given)
        connection.execute(statement.where(chosen))
