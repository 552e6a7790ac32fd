"""The audit for people and programs: newest first, page by page, each at a bounded cost.

A page is a walk down one index, whose steps are counted: where few entries fit it stops before it
is full, and says where to go on.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

from data.audit import Outcome
from data.database import reading
from data.domain.masking import masked_phone, masked_text
from data.schema.tables import audit, operations

PAGE_LIMIT = 200
EXPORT_LIMIT = 1_000_000
EXPORT_PAGE = 2_000
STEPS = 20_000
_BEYOND = 2**62
# Times rise with ids but for deeds that took longer than others.
_UNEVEN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Entries that meet all that is given.

    action      `campaign.cancel`, or a noun alone: `campaign`
    since       from this instant on; `until` before that one
    only_deeds  without the single contacts that an operation moved
    visible     the campaigns whose entries may be seen, None for all entries there are
    """

    actor: str | None = None
    action: str | None = None
    outcome: Outcome | None = None
    campaign_id: int | None = None
    contact_id: int | None = None
    operation_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    only_deeds: bool = False
    visible: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it may be read, phone numbers masked."""

    id: int
    at: datetime
    actor: str
    means: str
    role: str
    action: str
    outcome: str
    campaign_id: int | None
    contact_id: int | None
    operation_id: int | None
    subject: str | None
    reason: str | None
    from_state: str | None
    to_state: str | None
    version: int | None
    before: Any
    detail: Any


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, the newest first.

    `after` is the id before which to go on, None at the end; `complete` is false where the walk
    was stopped before the page was full.
    """

    entries: Sequence[Written]
    after: int | None
    complete: bool = True


_Columns = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]
_Clause = Callable[[_Columns], ColumnElement[bool]]
_DEEDS = or_(audit.c.contact_id.is_(None), audit.c.operation_id.is_(None))
_newest = select(audit.c.id).order_by(audit.c.id.desc()).limit(1)
_next = (
    select(audit.c.id, audit.c.at)
    .where(audit.c.id >= bindparam("id"))
    .order_by(audit.c.id)
    .limit(1)
)


def page(
    connection: Connection,
    wanted: AuditFilter,
    *,
    before: int = _BEYOND,
    limit: int = PAGE_LIMIT,
) -> AuditPage:
    """The next entries whose ids are below `before`."""
    least, most = _span(connection, wanted)
    rest = _looked_at(wanted)
    steps = STEPS if rest else limit + 1
    # The limit inside is a fence: nothing but the way decides which index is walked.
    walked = _way(wanted, least, min(before, most)).limit(steps).subquery()
    fits = [clause(walked.c) for clause in rest]
    columns = [walked.c[name] for name in Written.__dataclass_fields__]
    found = select(*columns).where(*fits).order_by(walked.c.id.desc()).limit(limit + 1)
    rows = [_written(row) for row in connection.execute(found)]
    if len(rows) > limit:
        return AuditPage(rows[:limit], rows[limit - 1].id)
    stopped = _stopped(connection, walked, steps) if rest else None
    return AuditPage(rows, stopped, stopped is None)


def all_of(engine: Engine, wanted: AuditFilter, limit: int = EXPORT_LIMIT) -> Iterator[Written]:
    """Every entry that there is by now, up to a limit; a page at a time is in memory."""
    before: int | None = _BEYOND
    while before is not None and limit > 0:
        with reading(engine) as connection:
            found = page(connection, wanted, before=before, limit=min(EXPORT_PAGE, limit))
        yield from found.entries
        before, limit = found.after, limit - len(found.entries)


def _way(wanted: AuditFilter, least: int, before: int) -> Select[Any]:
    """Entries along one index, in the order of ids, from an id on and up to another."""
    id, campaign = audit.c.id, audit.c.campaign_id
    newest = select(audit).order_by(id.desc())
    between = and_(id >= least, id < before)
    if wanted.contact_id is not None:
        return newest.where(audit.c.contact_id == wanted.contact_id, between)
    if wanted.only_deeds:
        return newest.where(_DEEDS, between)
    if wanted.campaign_id is None:
        return newest.where(between)
    # Spelled so that no database takes all entries and looks for the campaign in each of them.
    along, given = tuple_(campaign, id), wanted.campaign_id
    inside = and_(along >= tuple_(given, least), along < tuple_(given, before))
    return select(audit).where(inside).order_by(campaign.desc(), id.desc())


def _looked_at(wanted: AuditFilter) -> list[_Clause]:
    """What is looked at in each entry on the way."""
    clauses: list[_Clause] = []
    on_its_way = wanted.contact_id is None and not wanted.only_deeds
    for name in ("actor", "outcome", "campaign_id", "operation_id"):
        value = getattr(wanted, name)
        if value is not None and not (name == "campaign_id" and on_its_way):
            clauses.append(partial(_equal, name, value))
    if wanted.action is not None:
        clauses.append(partial(_of_action, wanted.action))
    if wanted.visible is not None:
        clauses.append(partial(_among, wanted.visible))
    if wanted.contact_id is not None and wanted.only_deeds:
        clauses.append(lambda c: c["operation_id"].is_(None))
    if wanted.since is not None:
        clauses.append(partial(_from, wanted.since))
    if wanted.until is not None:
        clauses.append(partial(_until, wanted.until))
    return clauses


def _equal(name: str, value: Any, c: _Columns) -> ColumnElement[bool]:
    same: ColumnElement[bool] = c[name] == value
    return same


def _of_action(action: str, c: _Columns) -> ColumnElement[bool]:
    same: ColumnElement[bool] = c["action"] == action
    return same if "." in action else c["action"].startswith(f"{action}.", autoescape=True)


def _among(campaigns: frozenset[int], c: _Columns) -> ColumnElement[bool]:
    return c["campaign_id"].in_(sorted(campaigns))


def _from(moment: datetime, c: _Columns) -> ColumnElement[bool]:
    return c["at"] >= moment


def _until(moment: datetime, c: _Columns) -> ColumnElement[bool]:
    return c["at"] < moment


def _stopped(connection: Connection, walked: Subquery, steps: int) -> int | None:
    """Where the walk was stopped; None where it came to the end."""
    counted = select(func.count(), func.min(walked.c.id)).select_from(walked).limit(1)
    count, last = connection.execute(counted).one()
    return int(last) if count == steps else None


def _span(connection: Connection, wanted: AuditFilter) -> tuple[int, int]:
    """The ids between which everything stands, as far as times tell: from, and before which."""
    since, until = wanted.since, wanted.until
    if wanted.operation_id is not None:
        since = max(filter(None, (since, _begun(connection, wanted.operation_id))), default=None)
    least = 0 if since is None else _first(connection, since - _UNEVEN)
    most = _BEYOND if until is None else _first(connection, until + _UNEVEN)
    return least, most


def _begun(connection: Connection, operation_id: int) -> datetime | None:
    wanted = select(operations.c.created_at).where(operations.c.id == operation_id).limit(1)
    return connection.execute(wanted).scalar_one_or_none()


def _first(connection: Connection, moment: datetime) -> int:
    """The id of the first entry at a moment or after it, found by halving; beyond all if none."""
    low, high = 0, (connection.execute(_newest).scalar_one_or_none() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = connection.execute(_next, {"id": middle}).one_or_none()
        if found is None or found.at >= moment:
            high = middle
        else:
            low = found.id + 1
    return low


def _written(row: Row[Any]) -> Written:
    values = dict(row._mapping)
    told = {name: _masked(json.loads(values[name] or "null")) for name in ("before", "detail")}
    texts = {name: masked_text(values[name]) for name in ("subject", "reason")}
    return Written(**values | told | texts)


def _masked(value: Any, name: str = "") -> Any:
    """What JSON holds, with every phone number in it masked."""
    if isinstance(value, dict):
        return {key: _masked(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_masked(inner, name) for inner in value]
    if isinstance(value, str):
        return masked_phone(value) if name == "phone" else masked_text(value)
    return value
