"""Numbers on the blacklist and off it, and what that does to the contacts that have them."""

from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine

from data import clock
from data.audit import Entry
from data.blacklist import entries
from data.blacklist.entries import Cause, LiftedError, Number, Source
from data.blacklist.matches import Wanted, matches
from data.database import reading
from data.domain.access import Actor, ForbiddenError, Permission, require
from data.domain.masking import masked_phone, masked_text
from data.domain.operation import Kind, Plan
from data.door import Done, Key, Visit, through
from data.operations import store
from data.operations.recipes import RECIPES, fates

ADD, LIFT = "blacklist.add", "blacklist.lift"


def add(
    engine: Engine,
    secret: str,
    actor: Actor,
    phone: str,
    reason: str,
    *,
    source: Source = Source.MANUAL,
    key: Key | None = None,
) -> dict[str, Any]:
    """Put a number on the list: contacts that wait with it become blacklisted, in all campaigns
    that still run.

    Gives its entry, the operation that moves them, and whether the number is new; one that is on
    the list already stays as it is. Raises NoNumberError.
    """
    subject = f"number {masked_phone(phone)}"
    attempt = Entry(ADD, subject=subject, reason=masked_text(reason))

    def deed(visit: Visit) -> Done[dict[str, Any]]:
        _sees_all(visit.actor)
        number = Number.of(secret, phone)
        cause = Cause(reason, source, visit.actor.name, visit.now)
        entry_id, is_new = entries.add(visit.connection, number, cause)
        if not is_new:
            return Done({"entry_id": entry_id, "operation_id": None, "is_new": False})
        operation_id = begin_listing(visit, secret, entry_id, phone, reason)
        told = Entry(
            ADD,
            operation_id=operation_id,
            subject=subject,
            reason=masked_text(reason),
            detail={"entry": entry_id, "source": source.value},
        )
        result = {"entry_id": entry_id, "operation_id": operation_id, "is_new": True}
        return Done(result, [told])

    done: dict[str, Any] = through(
        engine, actor, Permission.CHANGE_BLACKLIST, attempt, deed, key=key
    )
    return done


def lift(
    engine: Engine,
    actor: Actor,
    entry_id: int,
    reason: str,
    *,
    key: Key | None = None,
) -> dict[str, Any]:
    """Take an entry off: contacts that are blacklisted for its number become initial again, in
    campaigns that still run.

    Gives the entry and the operation that returns them. Raises NoSuchEntryError or LiftedError.
    """
    attempt = Entry(LIFT, reason=masked_text(reason), detail={"entry": entry_id})

    def deed(visit: Visit) -> Done[dict[str, Any]]:
        _sees_all(visit.actor)
        number = entries.kept_number(visit.connection, entry_id)
        entries.lift(visit.connection, entry_id, reason, visit.actor.name, visit.now)
        operation_id = _begin(visit, Kind.LIFT, entry_id, Wanted.of(number), reason)
        told = replace(
            attempt,
            operation_id=operation_id,
            subject=f"number {masked_phone(number.phone) or 'of an erased person'}",
        )
        return Done({"entry_id": entry_id, "operation_id": operation_id}, [told])

    done: dict[str, Any] = through(
        engine, actor, Permission.CHANGE_BLACKLIST, attempt, deed, key=key
    )
    return done


def plan_add(engine: Engine, secret: str, actor: Actor, phone: str) -> Plan:
    """What adding a number would do. Raises NoNumberError."""
    _may_change(actor)
    with reading(engine) as connection:
        return _plan(connection, secret, Kind.BLACKLIST, Number.of(secret, phone))


def plan_lift(engine: Engine, secret: str, actor: Actor, entry_id: int) -> Plan:
    """What lifting an entry would do. Raises NoSuchEntryError or LiftedError."""
    _may_change(actor)
    with reading(engine) as connection:
        if entries.entry(connection, entry_id).lifted_at is not None:
            raise LiftedError
        number = entries.kept_number(connection, entry_id)
        return _plan(connection, secret, Kind.LIFT, number)


def begin_listing(visit: Visit, secret: str, entry_id: int, phone: str, reason: str) -> int:
    """Begin the operation that moves the contacts that wait with a number which is on the list."""
    number = Number.of(secret, phone)
    return _begin(visit, Kind.BLACKLIST, entry_id, Wanted.of(number), reason)


def _plan(connection: Connection, secret: str, kind: Kind, number: Number) -> Plan:
    """Other states are told of too, where they are found by the way a number ends."""
    recipe, wanted = RECIPES[kind], Wanted.of(number)
    states = () if wanted.ends else sorted(recipe.moves | recipe.drains)
    found = Counter(match.state for match in matches(connection, secret, wanted, states))
    counted = [(state, False, number) for state, number in sorted(found.items())]
    return Plan(kind, None, None, clock.now(connection), fates(recipe, counted), token="")


def _begin(visit: Visit, kind: Kind, entry_id: int, wanted: Wanted, reason: str) -> int:
    """The payload holds no number: its hash, and the three digits that may be seen."""
    return store.add(
        visit.connection,
        visit.actor,
        visit.now,
        kind=kind,
        campaign_id=None,
        reason=masked_text(reason) or "",
        payload={"entry": entry_id, "hash": wanted.hash, "end": wanted.end},
    )


def _may_change(actor: Actor) -> None:
    require(actor, Permission.CHANGE_BLACKLIST)
    _sees_all(actor)


def _sees_all(actor: Actor) -> None:
    """The list is of all campaigns together."""
    if not actor.sees(None):
        raise ForbiddenError
