"""Persons behind contacts: erasing one, and telling the number of one."""

from datetime import timedelta
from math import ceil
from typing import Any

from sqlalchemy import Engine, Row, select

from data.audit import Entry, Outcome
from data.blacklist.entries import Cause, Source
from data.blacklist.erasure import erase as blanked
from data.blacklist.erasure import may_erase
from data.commands.blacklist import begin_listing
from data.domain.access import Actor, Permission
from data.domain.errors import DashboardError
from data.domain.masking import masked_phone, masked_text
from data.door import Done, Key, Visit, through
from data.schema.tables import audit, audit_head, contacts

REVEALS = 60
WINDOW = timedelta(hours=1)
REVEAL, ERASE = "contact.reveal", "contact.erase"

_Found = Row[int, int, str, str]
_COLUMNS = tuple(contacts.c[name] for name in ("id", "campaign_id", "state", "phone"))


class NoSuchContactError(DashboardError):
    """There is no such contact."""


class InCallError(DashboardError):
    """The contact is in a call or about to be: nothing was erased. Try again after the call."""


class NoPhoneError(DashboardError):
    """The contact has no phone number."""


class TooManyRevealsError(DashboardError):
    """You have seen 60 numbers within an hour: the number was not revealed."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


def erase(
    engine: Engine,
    secret: str,
    actor: Actor,
    contact_id: int,
    reason: str,
    *,
    key: Key | None = None,
) -> dict[str, Any]:
    """Erase the person of a contact, and keep the number from being called again.

    Gives the new entry of the blacklist and the operation that moves other waiting contacts with
    the number; None where there is none. Erasing twice does nothing. Raises NoSuchContactError or
    InCallError.
    """
    attempt = Entry(ERASE, contact_id=contact_id, reason=masked_text(reason))

    def deed(visit: Visit) -> Done[dict[str, Any]]:
        found = _contact(visit, contact_id)
        if not may_erase(found.state):
            raise InCallError
        cause = Cause(reason, Source.ERASURE, visit.actor.name, visit.now)
        erased = blanked(visit.connection, secret, cause, [contact_id])
        entry_id = next(iter(erased.numbers), None)
        operation = None
        if entry_id is not None:
            operation = begin_listing(visit, secret, entry_id, found.phone, reason)
        result = {"contact_id": contact_id, "entry_id": entry_id, "operation_id": operation}
        return Done(result, erased.entries)

    done: dict[str, Any] = through(
        engine, actor, Permission.REMOVE_CONTACTS, attempt, deed, key=key
    )
    return done


def reveal(engine: Engine, actor: Actor, contact_id: int, reason: str) -> str:
    """The phone number of a contact, told once: it takes no key, because an answer that is kept
    would keep the number.

    Raises NoSuchContactError, NoPhoneError, or TooManyRevealsError after 60 within an hour.
    """
    attempt = Entry(REVEAL, contact_id=contact_id, reason=masked_text(reason))

    def deed(visit: Visit) -> Done[str]:
        found = _contact(visit, contact_id)
        if not (found.phone or "").strip():
            raise NoPhoneError
        _count(visit)
        told = Entry(
            REVEAL,
            campaign_id=found.campaign_id,
            contact_id=contact_id,
            subject=f"number {masked_phone(found.phone)}",
            reason=masked_text(reason),
        )
        return Done(found.phone, [told])

    return str(through(engine, actor, Permission.REVEAL_PHONE, attempt, deed))


def _contact(visit: Visit, contact_id: int) -> _Found:
    """The contact, held until the end. Raises NoSuchContactError where the actor sees none."""
    wanted = select(*_COLUMNS).where(contacts.c.id == contact_id).limit(1).with_for_update()
    found = visit.connection.execute(wanted).one_or_none()
    if found is None or not visit.actor.sees(found.campaign_id):
        raise NoSuchContactError
    return found


def _count(visit: Visit) -> None:
    """Raises TooManyRevealsError. The audit's head is held, so that no two count at once."""
    visit.connection.execute(select(audit_head.c.entries).limit(1).with_for_update())
    own = (audit.c.action == REVEAL, audit.c.actor == visit.actor.name)
    recent = (audit.c.at > visit.now - WINDOW, audit.c.outcome == Outcome.DONE.value)
    newest = select(audit.c.at).where(*own, *recent).order_by(audit.c.at.desc())
    at = visit.connection.execute(newest.offset(REVEALS - 1).limit(1)).scalar_one_or_none()
    if at is not None:
        raise TooManyRevealsError(max(1, ceil((at + WINDOW - visit.now).total_seconds())))
