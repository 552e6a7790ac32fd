"""Erasing persons: number, name and id of another system are blanked, and what happened stays.

States, history and counts are as before (the triggers write a move only where the state is
another). History is append-only, its `reason` too: people see it with numbers masked, and dialers
are told not to write persons into it. What is left of the number is its keyed hash on the
blacklist, so that nobody calls it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, select, update

from data.audit import Entry
from data.blacklist import entries
from data.blacklist.entries import Cause, Number, Source
from data.blacklist.hashing import number_hash
from data.domain.masking import masked_text
from data.domain.states import Kind, state_of
from data.schema.tables import blacklist, contacts

AFTER_CALL = "acw"  # busy, but nobody is dialed any more
_COLUMNS = tuple(
    contacts.c[name]
    for name in ("id", "campaign_id", "state", "phone", "name", "external_id", "reason", "version")
)
_BLANK = (
    update(contacts)
    .where(contacts.c.id == bindparam("contact"))
    .values(phone=None, name=None, external_id=None, reason=bindparam("masked"))
)

_Found = Row[int, int, str, str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: the audit's entries, and the ids of the numbers' entries that are new."""

    entries: Sequence[Entry] = ()
    numbers: Sequence[int] = ()


def may_erase(state: str) -> bool:
    """Whether a contact in this state is left alone by its dialer: it is not in a call, nor about
    to be. Of an unknown state nobody can tell."""
    return state == AFTER_CALL or state_of(state).kind is not Kind.IN_FLIGHT


def erase(
    connection: Connection,
    secret: str,
    cause: Cause,
    ids: Sequence[int],
    *,
    operation_id: int | None = None,
) -> Erased:
    """Erase the persons of these contacts in the caller's transaction, whose audit the caller
    writes. Contacts that are in a call, gone, or blank already are left out."""
    wanted = select(*_COLUMNS).where(contacts.c.id.in_(ids)).order_by(contacts.c.id)
    rows = connection.execute(wanted.limit(len(ids)).with_for_update()).all()
    found = [row for row in rows if may_erase(row.state) and not _is_blank(row)]
    if not found:
        return Erased()
    numbers = _kept_away(connection, secret, found, cause)
    blanks = [{"contact": row.id, "masked": masked_text(row.reason)} for row in found]
    connection.execute(_BLANK, blanks)
    written = [
        Entry(
            "contact.erase",
            campaign_id=row.campaign_id,
            contact_id=row.id,
            operation_id=operation_id,
            reason=masked_text(cause.reason),
            version=row.version,
        )
        for row in found
    ]
    return Erased(written, numbers)


def _is_blank(row: _Found) -> bool:
    return row.phone is None and row.name is None and row.external_id is None


def _kept_away(
    connection: Connection, secret: str, rows: Sequence[_Found], cause: Cause
) -> Sequence[int]:
    """The ids of the entries that the persons' numbers have got."""
    hashes = sorted({hashed for row in rows if (hashed := number_hash(secret, row.phone))})
    _forget(connection, hashes)
    given = [entries.add(connection, Number(hashed), cause) for hashed in hashes]
    return [id for id, is_new in given if is_new]


def _forget(connection: Connection, hashes: Sequence[str]) -> None:
    """Blank the numbers where they stand on the list already, lifted or not."""
    blank = {"phone": None, "masked": None, "source": Source.ERASURE.value}
    is_one = (blacklist.c.number_hash.in_(hashes), blacklist.c.phone.is_not(None))
    connection.execute(update(blacklist).where(*is_one).values(blank))
