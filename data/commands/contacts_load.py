"""Contacts that a dialer without SQL loads."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from data.audit import Entry
from data.blacklist import entries
from data.blacklist.hashing import number_hash
from data.blacklist.matches import BLACKLISTED, WAITING
from data.domain.access import Actor, NoSuchCampaignError, Permission
from data.domain.errors import DashboardError
from data.domain.states import BY_CODE, Kind
from data.door import Done, Key, Visit, through
from data.schema.tables import campaigns, contacts

MOST_CONTACTS = 1_000
# A call is reported, not loaded; and to cancel or remove is not a dialer's.
LOADED_STATES = tuple(
    code
    for code, state in BY_CODE.items()
    if state.kind is not Kind.IN_FLIGHT and code not in ("canceled_by_admin", "removed")
)
_OVER = ("canceling", "canceled", "finished")


class CampaignOverError(DashboardError):
    """The campaign is over: it takes no contacts any more."""


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact to load."""

    phone: str | None = None
    name: str | None = None
    external_id: str | None = None
    state: str = "initial"


def load(
    engine: Engine,
    secret: str,
    actor: Actor,
    campaign_id: int,
    new: Sequence[NewContact],
    *,
    key: Key | None = None,
) -> list[dict[str, Any]]:
    """Load contacts, all or none: `{"id", "state"}` of each, in their order.

    Those that would wait, and whose number is on the blacklist, are blacklisted from the start.

    Raises ForbiddenError, NoSuchCampaignError, CampaignOverError.
    """
    entry = Entry("contacts.load", campaign_id, detail={"contacts": len(new)})

    def deed(visit: Visit) -> Done[list[dict[str, Any]]]:
        _check_open(visit.connection, campaign_id)
        kept = _kept_away(visit.connection, secret, new)
        rows = [asdict(contact) | {"campaign_id": campaign_id} for contact in kept]
        ids = _insert(visit.connection, rows)
        loaded = [{"id": id, "state": row["state"]} for id, row in zip(ids, rows, strict=True)]
        return Done(loaded, [entry] if loaded else [])

    loaded: list[dict[str, Any]] = through(
        engine, actor, Permission.WRITE_CONTACTS, entry, deed, key=key
    )
    return loaded


def _check_open(connection: Connection, campaign_id: int) -> None:
    """The status stays as it is until the end of the transaction: a fence waits, or is seen."""
    wanted = (
        select(campaigns.c.status)
        .where(campaigns.c.id == campaign_id)
        .limit(1)
        .with_for_update(read=True)
    )
    status = connection.execute(wanted).scalar_one_or_none()
    if status is None:
        raise NoSuchCampaignError
    if status in _OVER:
        raise CampaignOverError


def _kept_away(
    connection: Connection, secret: str, new: Sequence[NewContact]
) -> Sequence[NewContact]:
    """The same contacts; those that are not to be called say so. Their numbers stay on the list
    until the end of the transaction."""
    if entries.is_empty(connection):
        return new
    hashes = [number_hash(secret, contact.phone) for contact in new]
    on_list = entries.listed(connection, sorted(filter(None, set(hashes))), hold=True)
    return [
        replace(contact, state=BLACKLISTED)
        if hashed in on_list and contact.state in WAITING
        else contact
        for contact, hashed in zip(new, hashes, strict=True)
    ]


def _insert(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """The ids, in the order of the rows."""
    if not rows:
        return []
    statement = insert(contacts).returning(contacts.c.id, sort_by_parameter_order=True)
    return connection.execute(statement, rows).scalars().all()
