"""What can be done with a long deed: pause it, go on, stop it, approve it, undo it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, insert, literal, select

from data.audit import Entry, Outcome
from data.database import reading
from data.domain.access import Actor, Means
from data.domain.errors import DashboardError
from data.domain.operation import ENDED, Kind, Operation, Stage
from data.door import Done, Key, Visit, through
from data.operations import opening, store
from data.operations.plans import GrownError, Terms
from data.operations.recipes import PERMISSIONS, touched
from data.operations.store import Job, NoSuchOperationError
from data.schema.tables import audit, operation_marks, operations, tokens

UNDO_SECONDS = 30.0


class NotInThisStageError(DashboardError):
    """The operation has come too far for this."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(f"This cannot be done: the operation is {stage.replace('_', ' ')}.")


class TooLateError(DashboardError):
    """It can be undone for ten minutes only."""


class UndoneError(DashboardError):
    """It has been undone already."""

    def __init__(self, operation_id: int) -> None:
        super().__init__()
        self.operation_id = operation_id


class NoWayBackError(DashboardError):
    """This cannot be undone."""


class ErasedError(DashboardError):
    """Erased persons cannot come back: this cannot be undone."""


class SupersededError(DashboardError):
    """The campaign was canceled again after this: undo that first."""


class SecondPersonError(DashboardError):
    """Somebody else has to approve this, signed in with an account of their own."""


Change = Callable[[Visit, Job], int]


def visible_operation(engine: Engine, actor: Actor, operation_id: int) -> Operation:
    """An operation as it stands. Raises NoSuchOperationError for one that the actor may not see."""
    with reading(engine) as connection:
        found = store.operation(connection, operation_id)
    if not actor.sees(found.campaign_id):
        raise NoSuchOperationError
    return found


def pause(engine: Engine, actor: Actor, operation_id: int, *, key: Key | None = None) -> int:
    """Make no step until it is resumed; its fence stays."""

    def change(visit: Visit, job: Job) -> int:
        _require(job, *store.AT_WORK)
        store.change(visit.connection, job.id, status=Stage.PAUSED)
        return job.id

    return _do(engine, actor, Entry("operation.pause", operation_id=operation_id), change, key)


def resume(engine: Engine, actor: Actor, operation_id: int, *, key: Key | None = None) -> int:
    """Go on with what was paused, or has failed."""

    def change(visit: Visit, job: Job) -> int:
        _require(job, Stage.PAUSED, Stage.FAILED)
        again = {"tries": 0, "error": None, "next_at": None}
        store.change(visit.connection, job.id, status=Stage.RUNNING, **again)
        return job.id

    return _do(engine, actor, Entry("operation.resume", operation_id=operation_id), change, key)


def stop(engine: Engine, actor: Actor, operation_id: int, *, key: Key | None = None) -> int:
    """End it half way: what it has moved stays moved, and can be undone."""

    def change(visit: Visit, job: Job) -> int:
        _require(job, *store.OPEN)
        _halt(visit, job)
        return job.id

    return _do(engine, actor, Entry("operation.stop", operation_id=operation_id), change, key)


def approve(
    engine: Engine,
    actor: Actor,
    operation_id: int,
    *,
    secret: str,
    key: Key | None = None,
) -> int:
    """Begin what somebody else has asked for. Raises SecondPersonError, GrownError where it is
    about more contacts by now, and what hinders it."""

    def change(visit: Visit, job: Job) -> int:
        _require(job, Stage.AWAITING_APPROVAL)
        _require_another(visit, job)
        begun = {"status": Stage.RUNNING, "started_at": visit.now, "approved_by": visit.actor.name}
        store.change(visit.connection, job.id, **begun)
        plan = opening.begin(visit.connection, job, Terms(secret))
        if touched(plan.fates) > job.total:
            raise GrownError(plan)
        return job.id

    return _do(engine, actor, Entry("operation.approve", operation_id=operation_id), change, key)


def undo(
    engine: Engine, actor: Actor, operation_id: int, *, reason: str = "", key: Key | None = None
) -> int:
    """Bring back what an operation has moved, where it is as it left it; the id of the new one.

    One that still goes on ends with it. Raises UndoneError, TooLateError, ErasedError,
    NoWayBackError, SupersededError.
    """

    def change(visit: Visit, job: Job) -> int:
        _require_way_back(visit, job)
        if job.stage not in ENDED:
            _halt(visit, job)
        return _open_undo(visit, job, reason or f"undo of {job.id}")

    return _do(engine, actor, Entry("operation.undo", operation_id=operation_id), change, key)


def _do(engine: Engine, actor: Actor, attempt: Entry, change: Change, key: Key | None) -> int:
    id = attempt.operation_id or 0
    found = visible_operation(engine, actor, id)
    attempt = replace(attempt, campaign_id=found.campaign_id)

    def deed(visit: Visit) -> Done[int]:
        job = store.job(visit.connection, id)
        made = change(visit, job)
        detail = {"operation": made} if made != job.id else None
        return Done(made, [replace(attempt, detail=detail)])

    kind = found.kind
    if kind is Kind.UNDO and found.undoes is not None:
        kind = visible_operation(engine, actor, found.undoes).kind
    permission = PERMISSIONS[kind]
    return int(through(engine, actor, permission, attempt, deed, key=key, seconds=UNDO_SECONDS))


def _require(job: Job, *stages: Stage) -> None:
    if job.stage not in stages:
        raise NotInThisStageError(job.stage)


def _require_another(visit: Visit, job: Job) -> None:
    """A second person, by their own account: neither whoever asked, nor a token of theirs."""
    approver, own = visit.actor, operations.c
    if approver.means not in (Means.SESSION, Means.CONSOLE):
        raise SecondPersonError
    asked = select(own.means, own.actor_id).where(own.id == job.id).limit(1)
    means, id = visit.connection.execute(asked).one()
    owner = select(tokens.c.created_by).where(tokens.c.id == id).limit(1)
    asker = job.actor.name
    if means == Means.TOKEN:
        asker = visit.connection.execute(owner).scalar_one_or_none() or asker
    if approver.name == asker:
        raise SecondPersonError


def _require_way_back(visit: Visit, job: Job) -> None:
    if job.kind not in (Kind.CANCEL, Kind.REMOVE) or job.stage is Stage.AWAITING_APPROVAL:
        raise NoWayBackError
    if job.payload.get("erase"):
        raise ErasedError
    shown = store.operation(visit.connection, job.id)
    if shown.undone_by is not None:
        raise UndoneError(shown.undone_by)
    if shown.ended_at is not None and not (shown.undo_until and visit.now < shown.undo_until):
        raise TooLateError
    if job.kind is Kind.CANCEL and _is_followed(visit, job):
        raise SupersededError


def _is_followed(visit: Visit, job: Job) -> bool:
    """Whether the campaign was canceled again since, and that has not been undone."""
    undone = operations.alias("undone")
    wanted = select(operations.c.id).where(
        operations.c.campaign_id == job.campaign_id,
        operations.c.kind == Kind.CANCEL,
        operations.c.id > job.id,
        ~select(undone.c.id).where(undone.c.undoes == operations.c.id).exists(),
    )
    return visit.connection.execute(wanted.limit(1)).first() is not None


def _halt(visit: Visit, job: Job) -> None:
    own = operation_marks.delete().where(operation_marks.c.operation_id == job.id)
    visit.connection.execute(own)
    store.end(visit.connection, job.id, Stage.STOPPED, visit.now)


def _open_undo(visit: Visit, job: Job, reason: str) -> int:
    payload: dict[str, Any] = {"undone": job.kind}
    if job.kind is Kind.CANCEL:
        payload["status"] = job.payload.get("status")
    opened = store.add(
        visit.connection,
        visit.actor,
        visit.now,
        kind=Kind.UNDO,
        campaign_id=job.campaign_id,
        reason=reason,
        payload=payload,
        undoes=job.id,
    )
    own = audit.c
    moved = select(literal(opened), own.contact_id, literal(False)).distinct()
    moved = moved.where(own.operation_id == job.id, own.contact_id.is_not(None))
    moved = moved.where(own.outcome == Outcome.DONE, own.before.is_not(None))
    columns = ["operation_id", "contact_id", "waited"]
    marks = insert(operation_marks).from_select(columns, moved)
    store.change(visit.connection, opened, total=opening.counted_in(visit.connection, marks))
    return opened
