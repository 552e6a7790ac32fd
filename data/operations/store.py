"""Operations as rows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from data.domain.access import Actor, Means, Role
from data.domain.errors import DashboardError
from data.domain.operation import ENDED, Kind, Operation, Stage
from data.schema.tables import operation_marks, operation_skips, operations

LIST_LIMIT = 200
OPEN_LIMIT = 100
UNDO_TIME = timedelta(minutes=10)
_table = operations.c
OPEN = tuple(stage for stage in Stage if stage not in ENDED)
AT_WORK = (Stage.RUNNING, Stage.DRAINING)


class NoSuchOperationError(DashboardError):
    """There is no such operation."""


@dataclass(frozen=True, slots=True)
class Job:
    """An operation as those know it who carry it out. `payload` is what its kind needs."""

    id: int
    kind: Kind
    campaign_id: int | None
    stage: Stage
    actor: Actor
    reason: str
    payload: Mapping[str, Any]
    undoes: int | None
    tries: int
    total: int
    done: int
    skipped: int
    position: int
    created_at: datetime
    started_at: datetime | None
    next_at: datetime | None


_undone = operations.alias("undone")
_undone_by = (
    select(func.max(_undone.c.id))
    .where(_undone.c.undoes == _table.id, _undone.c.status != Stage.STOPPED)
    .correlate(operations)
    .scalar_subquery()
)


def page(
    connection: Connection,
    *where: ColumnElement[bool],
    before: int | None = None,
    limit: int = LIST_LIMIT,
) -> list[Operation]:
    """Operations that meet the conditions, the newest first, with what they left out and why."""
    wanted = select(operations, _undone_by.label("undone_by")).where(*where)
    if before is not None:
        wanted = wanted.where(_table.id < before)
    rows = connection.execute(wanted.order_by(_table.id.desc()).limit(limit)).all()
    skips = _skips(connection, [row.id for row in rows if row.skipped])
    waits = _waits(connection, [row.id for row in rows if row.status in AT_WORK])
    return [_operation(row, skips.get(row.id, {}), waits.get(row.id, 0)) for row in rows]


def operation(connection: Connection, id: int) -> Operation:
    """One operation. Raises NoSuchOperationError."""
    found = page(connection, _table.id == id, limit=1)
    if not found:
        raise NoSuchOperationError
    return found[0]


def skips(
    connection: Connection, id: int, after: int = 0, limit: int = LIST_LIMIT
) -> list[tuple[int, str | None, str]]:
    """The contacts that an operation left out, by id: their states then, and the reasons."""
    own = operation_skips.c
    wanted = select(own.contact_id, own.state, own.reason).where(own.operation_id == id)
    wanted = wanted.where(own.contact_id > after).order_by(own.contact_id).limit(limit)
    return [(contact_id, state, reason) for contact_id, state, reason in connection.execute(wanted)]


def job(connection: Connection, id: int) -> Job:
    """One operation, held until the transaction ends. Raises NoSuchOperationError."""
    wanted = select(operations).where(_table.id == id).limit(1).with_for_update()
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise NoSuchOperationError
    return _job(row)


def at_work(connection: Connection, now: datetime) -> list[Job]:
    """What is to be carried on with now, the oldest first."""
    wanted = _open().where(_table.status.in_(AT_WORK)).order_by(_table.id)
    jobs = [_job(row) for row in connection.execute(wanted.limit(OPEN_LIMIT))]
    return [job for job in jobs if job.next_at is None or job.next_at <= now]


def open_on(connection: Connection, campaign_id: int, kind: Kind) -> int | None:
    """The id of an open operation of a kind on a campaign; None where there is none."""
    wanted = select(_table.id).where(_table.ended_at.is_(None), _table.kind == kind)
    wanted = wanted.where(_table.campaign_id == campaign_id).order_by(_table.id).limit(1)
    return connection.execute(wanted).scalar_one_or_none()


def add(
    connection: Connection,
    actor: Actor,
    now: datetime,
    *,
    kind: Kind,
    campaign_id: int | None,
    reason: str,
    stage: Stage = Stage.RUNNING,
    payload: Mapping[str, Any] | None = None,
    total: int = 0,
    undoes: int | None = None,
) -> int:
    """A new operation of somebody's; its id."""
    given = {
        "kind": kind,
        "campaign_id": campaign_id,
        "status": stage,
        "actor": actor.name,
        "means": actor.means,
        "actor_id": actor.id,
        "reason": reason,
        "payload": json.dumps({**(payload or {}), "role": actor.role}),
        "total": total,
        "undoes": undoes,
        "created_at": now,
        "started_at": None if stage is Stage.AWAITING_APPROVAL else now,
        "undo_until": now + UNDO_TIME,
    }
    added = connection.execute(insert(operations).values(given).returning(_table.id))
    return int(added.scalar_one())


def change(connection: Connection, id: int, **values: Any) -> None:
    """Write some columns of an operation that the transaction holds."""
    if isinstance(values.get("payload"), Mapping):
        values["payload"] = json.dumps(values["payload"])
    connection.execute(update(operations).where(_table.id == id).values(values))


def end(connection: Connection, id: int, stage: Stage, now: datetime, **values: Any) -> None:
    """End an operation: from now on it can be undone for a while."""
    change(connection, id, status=stage, ended_at=now, undo_until=now + UNDO_TIME, **values)


def _open() -> Select[Any]:
    return select(operations).where(_table.ended_at.is_(None))


def _job(row: Row[Any]) -> Job:
    payload = json.loads(row.payload)
    role = Role(payload.get("role", Role.ADMIN))
    return Job(
        row.id,
        Kind(row.kind),
        row.campaign_id,
        Stage(row.status),
        Actor(row.actor, role, Means.SYSTEM, row.actor_id),
        row.reason,
        payload,
        row.undoes,
        row.tries,
        row.total,
        row.done,
        row.skipped,
        row.position,
        row.created_at,
        row.started_at,
        row.next_at,
    )


def _operation(row: Row[Any], skips: Mapping[str, int], waits: int) -> Operation:
    return Operation(
        row.id,
        Kind(row.kind),
        row.campaign_id,
        Stage(row.status),
        row.actor,
        row.reason,
        row.total,
        row.done,
        row.skipped,
        row.created_at,
        row.started_at,
        row.ended_at,
        row.undo_until,
        row.undoes,
        row.undone_by,
        row.approved_by,
        row.error,
        in_call=waits,
        skips=skips,
    )


def _skips(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    own = operation_skips.c
    wanted = select(own.operation_id, own.reason, func.count()).where(own.operation_id.in_(ids))
    found: dict[int, dict[str, int]] = {}
    if ids:
        for id, reason, number in connection.execute(wanted.group_by(own.operation_id, own.reason)):
            found.setdefault(id, {})[reason] = number
    return found


def _waits(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    own = operation_marks.c
    wanted = select(own.operation_id, func.count()).where(own.operation_id.in_(ids), own.waited)
    if not ids:
        return {}
    rows = connection.execute(wanted.group_by(own.operation_id))
    return {id: number for id, number in rows}  # noqa: C416 - rows, not pairs, to the checker
