"""One contact as it may be seen: the raw number goes no further than here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.domain.masking import masked_id, masked_phone, masked_text
from data.schema.tables import contacts


@dataclass(frozen=True, slots=True)
class Contact:
    """One row of `contacts`, its phone number masked."""

    id: int
    campaign_id: int
    phone: str | None
    name: str | None
    external_id: str | None
    state: str
    state_since: datetime
    attempts: int
    retry_at: datetime | None
    operator: str | None
    reason: str | None
    funnel_step: int
    version: int


_COLUMNS = [contacts.c[name] for name in Contact.__dataclass_fields__]


def contacts_of(connection: Connection, ids: Sequence[int]) -> list[Contact]:
    """The contacts with these ids, in this order; one that is gone is left out."""
    wanted = select(*_COLUMNS).where(contacts.c.id.in_(ids)).limit(len(ids))
    found = {row.id: _contact(row) for row in connection.execute(wanted)}
    return [found[id] for id in ids if id in found]


def _contact(row: Iterable[object]) -> Contact:
    values = dict(zip(Contact.__dataclass_fields__, row, strict=True))
    phone: str | None = values["phone"]  # type: ignore[assignment]
    seen = {
        "phone": masked_phone(phone),
        "external_id": masked_id(values["external_id"], phone),  # type: ignore[arg-type]
        "name": masked_text(values["name"]),  # type: ignore[arg-type]
        "reason": masked_text(values["reason"]),  # type: ignore[arg-type]
    }
    return Contact(**values | seen)  # type: ignore[arg-type]
