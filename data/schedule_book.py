"""Schedules and their runs as rows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data.domain.access import Actor, Means, Role
from data.domain.calendar import Arrears, Every, Recurrence
from data.domain.errors import DashboardError
from data.domain.manifest import Manifest
from data.domain.report import Format
from data.domain.schedule import SETTLE, TRIES, UNFINISHED, Run, Schedule, Status, Wish
from data.schema.tables import identity, report_deliveries, report_files, schedules

MOST = 1_000  # of those that have ended, the newest
MOST_ACTIVE = 200
PAGE_LIMIT = 200
DUE_LIMIT = 100
OLD_LIMIT = 100

# Of all others the role is read anew each time.
_OWN_ROLES = {Means.LOCAL: Role.ADMIN, Means.CONSOLE: Role.ADMIN}

_file = report_files.c


class NoSuchScheduleError(DashboardError):
    """There is no such schedule."""


class NoSuchFileError(DashboardError):
    """There is no such file."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message: sent, or tried so many times, and why not."""

    channel: str
    attempts: int
    delivered_at: datetime | None
    error: str | None


def database_of(connection: Connection) -> str:
    """What tells this database from all others, in plain characters."""
    return str(connection.execute(select(identity.c.token).limit(1)).scalar_one())


def add(connection: Connection, wish: Wish, maker: Actor, now: datetime, next_at: datetime) -> int:
    """Write a schedule down. Gives its id."""
    row = {
        "name": wish.name,
        "kind": wish.kind,
        "format": wish.format,
        "every": wish.recurrence.every,
        "local_time": wish.recurrence.at.isoformat("minutes"),
        "timezone": wish.recurrence.zone,
        "day": wish.recurrence.day,
        "language": wish.language,
        "campaigns": _ids(wish.campaigns),
        "receivers": json.dumps(wish.receivers),
        "created_by": maker.name,
        "means": maker.means,
        "actor_id": maker.id,
    }
    added = insert(schedules).values(**row, created_at=now, next_at=next_at)
    return int(connection.execute(added.returning(schedules.c.id)).scalar_one())


def with_id(connection: Connection, schedule_id: int, *, lock: bool = False) -> Schedule:
    """Raises NoSuchScheduleError. `lock` holds the row."""
    wanted = select(schedules).where(schedules.c.id == schedule_id).limit(1)
    row = connection.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    if row is None:
        raise NoSuchScheduleError
    return _schedule(row)


def everyone(connection: Connection) -> Sequence[Schedule]:
    """All schedules: those that go on, the one due next first, then the newest that have ended."""
    ended = schedules.c.ended_at
    active = select(schedules).where(ended.is_(None)).order_by(schedules.c.next_at, schedules.c.id)
    over = select(schedules).where(ended.is_not(None)).order_by(ended.desc(), schedules.c.id.desc())
    rows = [*connection.execute(active.limit(MOST)), *connection.execute(over.limit(MOST))]
    return [_schedule(row) for row in rows]


def count_active(connection: Connection) -> int:
    """How many go on."""
    wanted = select(func.count()).select_from(schedules).where(schedules.c.ended_at.is_(None))
    return int(connection.execute(wanted).scalar_one())


def end(connection: Connection, schedule_id: int, now: datetime, error: str | None = None) -> bool:
    """End a schedule; whether it went on."""
    going = (schedules.c.id == schedule_id, schedules.c.ended_at.is_(None))
    ended = update(schedules).where(*going).values(ended_at=now, error=error)
    return connection.execute(ended).rowcount == 1


def due(connection: Connection, now: datetime) -> Sequence[int]:
    """The schedules that are due, the one that waits for longest first."""
    wanted = select(schedules.c.id).where(schedules.c.ended_at.is_(None))
    ready = wanted.where(schedules.c.next_at <= now).order_by(schedules.c.next_at)
    return connection.execute(ready.limit(DUE_LIMIT)).scalars().all()


def write_runs(connection: Connection, schedule: Schedule, found: Arrears) -> None:
    """Write down what is due, each once however often this is asked for, and when the next is."""
    if rows := list(_rows(schedule, found)):
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(report_files).values(rows).on_conflict_do_nothing())
    own = update(schedules).where(schedules.c.id == schedule.id)
    connection.execute(own.values(next_at=found.next_at))


def _rows(schedule: Schedule, found: Arrears) -> Iterable[dict[str, Any]]:
    """The oldest one says how many before it are left out."""
    for at, due in enumerate(found.dues):
        yield {
            "schedule_id": schedule.id,
            "due_at": due.at,
            "start_at": due.start,
            "end_at": due.end,
            "status": Status.WAITING,
            "skipped": 0 if at else found.skipped,
            "tries": 0,
            "next_at": max(due.at, due.end + SETTLE),
        }


def runs_to_take(connection: Connection, now: datetime) -> Sequence[int]:
    """The runs that nobody writes right now, the one due for longest first."""
    wanted = select(_file.id).where(_file.status.in_(UNFINISHED), _file.next_at <= now)
    ordered = wanted.order_by(_file.due_at, _file.id).limit(DUE_LIMIT)
    return connection.execute(ordered).scalars().all()


def take(connection: Connection, run_id: int, now: datetime, until: datetime) -> Run | None:
    """Take a run up, so that nobody else does before `until`; None where somebody was faster.

    `tries` of the run is one more then: whoever took it up before cannot write to it any more.
    """
    free = (_file.id == run_id, _file.status.in_(UNFINISHED), _file.next_at <= now)
    begun = func.coalesce(_file.begun_at, now, type_=_file.begun_at.type)
    taken = {"status": Status.WRITING, "tries": _file.tries + 1, "begun_at": begun}
    done = connection.execute(update(report_files).where(*free).values(**taken, next_at=until))
    return run_with_id(connection, run_id) if done.rowcount else None


def change_taken(connection: Connection, run: Run, **values: Any) -> bool:
    """Set columns of a run that was taken up; False, and nothing, where it was lost meanwhile."""
    own = (_file.id == run.id, _file.tries == run.tries, _file.status == Status.WRITING)
    return connection.execute(update(report_files).where(*own).values(**values)).rowcount == 1


def run_with_id(connection: Connection, run_id: int) -> Run:
    """Raises NoSuchFileError."""
    row = connection.execute(select(report_files).where(_file.id == run_id).limit(1)).one_or_none()
    if row is None:
        raise NoSuchFileError
    return _run(row)


def runs_of(
    connection: Connection, schedule_id: int, *, before: int | None = None, limit: int
) -> Sequence[Run]:
    """The runs of a schedule, the newest first; `before`, the id of a run, leads on."""
    wanted = select(report_files).where(_file.schedule_id == schedule_id)
    older = wanted if before is None else wanted.where(_file.id < before)
    rows = connection.execute(older.order_by(_file.id.desc()).limit(limit))
    return [_run(row) for row in rows]


def last_runs(connection: Connection, wanted: Sequence[int]) -> dict[int, Run]:
    """The newest run of each schedule that has had one, by the schedule's id."""
    newest = select(func.max(_file.id)).where(_file.schedule_id.in_(wanted))
    ids = newest.group_by(_file.schedule_id).limit(2 * MOST)
    rows = connection.execute(select(report_files).where(_file.id.in_(ids)).limit(2 * MOST))
    return {run.schedule_id: run for run in map(_run, rows)}


def old_files(connection: Connection, before: datetime, most: int) -> Sequence[Run]:
    """Some of the files that are not kept any more: done before a moment, or one of more than
    `most` of a schedule."""
    newer = func.row_number().over(partition_by=_file.schedule_id, order_by=_file.due_at.desc())
    ranked = select(_file.id, newer.label("rank")).where(_file.file.is_not(None)).subquery()
    wanted = select(report_files).join(ranked, ranked.c.id == _file.id)
    gone = wanted.where(or_(_file.done_at < before, ranked.c.rank > most)).limit(OLD_LIMIT)
    return [_run(row) for row in connection.execute(gone)]


def told(manifest: Manifest) -> dict[str, Any]:
    """The columns of a run that tell of its file."""
    campaigns = _ids(manifest.question.asked)
    return {"manifest": json.dumps(manifest.plain()), "campaigns": campaigns}


def mark_removed(connection: Connection, run: Run, now: datetime) -> None:
    """Say that a file is gone."""
    gone = update(report_files).where(_file.id == run.id).values(file=None, removed_at=now)
    connection.execute(gone)


def queue(
    connection: Connection,
    run: Run,
    body: Mapping[str, Any],
    channels: Iterable[str],
    now: datetime,
) -> None:
    """Write down what is to be sent, once for each channel."""
    common = {"file_id": run.id, "body": json.dumps(body), "attempts": 0}
    rows = [{**common, "channel": name, "created_at": now, "next_at": now} for name in channels]
    if rows:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        queued = dialect.insert(report_deliveries).values(rows)
        connection.execute(queued.on_conflict_do_nothing())


def deliveries_of(connection: Connection, runs: Sequence[Run]) -> dict[int, list[Delivery]]:
    """What was sent of each run, by the run's id."""
    found: dict[int, list[Delivery]] = {run.id: [] for run in runs}
    table = report_deliveries.c
    wanted = select(table.file_id, table.channel, table.attempts, table.delivered_at, table.error)
    own = wanted.where(table.file_id.in_(found)).order_by(table.id).limit(10 * PAGE_LIMIT)
    for file_id, *values in connection.execute(own):
        found[file_id].append(Delivery(*values))
    return found


def overdue(connection: Connection, now: datetime, after: timedelta) -> tuple[int, datetime | None]:
    """How many runs nobody has written long after they were due, and since when the first is."""
    early = now - after
    schedule = select(func.count(), func.min(schedules.c.next_at)).where(
        schedules.c.ended_at.is_(None), schedules.c.next_at < early
    )
    run = select(func.count(), func.min(_file.due_at)).where(
        _file.status.in_(UNFINISHED), _file.due_at < early
    )
    counts = [connection.execute(wanted.limit(1)).one() for wanted in (schedule, run)]
    since = [at for _, at in counts if at is not None]
    return sum(count for count, _ in counts), min(since, default=None)


def may_try_again(run: Run) -> bool:
    """Whether a run that failed is worth another try."""
    return run.tries < TRIES


def _schedule(row: Row[Any]) -> Schedule:
    at = time.fromisoformat(row.local_time)
    wish = Wish(
        row.name,
        row.kind,
        Format(row.format),
        Recurrence(Every(row.every), at, row.timezone, row.day),
        _campaigns(row.campaigns),
        row.language,
        tuple(json.loads(row.receivers)),
    )
    means = Means(row.means)
    maker = Actor(row.created_by, _OWN_ROLES.get(means, Role.WALL), means, row.actor_id)
    return Schedule(row.id, wish, maker, row.created_at, row.next_at, row.ended_at, row.error)


def _run(row: Row[Any]) -> Run:
    manifest = json.loads(row.manifest) if row.manifest else {}
    return Run(
        row.id,
        row.schedule_id,
        row.due_at,
        row.start_at,
        row.end_at,
        Status(row.status),
        row.skipped,
        row.tries,
        row.begun_at,
        row.done_at,
        row.removed_at,
        _campaigns(row.campaigns),
        row.file,
        row.size,
        manifest.get("rows"),
        manifest.get("hash"),
        row.error,
    )


def _ids(campaigns: Iterable[int] | None) -> str | None:
    return None if campaigns is None else json.dumps(sorted(set(campaigns)))


def _campaigns(text: str | None) -> tuple[int, ...] | None:
    return None if text is None else tuple(json.loads(text))
