"""What is given up of old history: single transitions of months long past. Their sums stay.

First the floor of the log is raised and the audit told, so that whoever reads history knows; then
what lies below it goes: whole months of PostgreSQL, rows by the thousand of SQLite. Nothing goes
that the sums or a checkpoint have still to take in, or that tells whether a client is on the line,
and the month of the newest transition stays. Whoever dies in between leaves the rest for later.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text, update

from data import audit, clock
from data.audit import Entry
from data.deadline import deadline
from data.domain.access import Actor
from data.domain.snapshot import minute_of
from data.door import writing
from data.history import partitions
from data.history.partitions import Part, month_of
from data.log_tail import Condition, LogTail, floor
from data.log_tail.floor import Floor
from data.operations.places import needed_since
from data.schema.tables import (
    UtcTime,
    checkpoints,
    log_floor,
    minute_ids,
    sums_head,
    transitions,
)

PLAN_SECONDS = 300.0
STEP = 2_000  # rows of SQLite in one transaction
PAUSE_SECONDS = 0.05  # for others who write
BEFORE_SECONDS = 1.0  # who looked before the floor rose has begun to read by then

_BELOW = "id <= :last_id AND at < :at"
_DELETE = text(f"""
  DELETE FROM transitions WHERE id IN
    (SELECT id FROM transitions WHERE {_BELOW} ORDER BY id LIMIT {STEP})
""")
_STRAYS = text(f"SELECT count(*) FROM {partitions.OTHER} WHERE {_BELOW}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to give up: the floor as it is and as it will be, the same where there is
    nothing; `count` transitions in `parts`, which SQLite has none of. `strays` belong to no month:
    they are as old, and stay."""

    before: Floor
    after: Floor
    count: int = 0
    parts: tuple[str, ...] = ()
    strays: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be given up."""
        return self.before == self.after


def plan(engine: Engine, tail: LogTail, days: int) -> Plan:
    """What there is to give up of months that were over so many days ago."""
    with (
        tail.open(engine) as connection,
        deadline(connection, PLAN_SECONDS),
        connection.begin(),
    ):
        now, before = tail.look(connection).as_of, floor.read(connection)
        until = _until(connection, now - timedelta(days=days))
        last_id = until and _last_id(connection, until)
        if not until or not last_id or last_id <= before.last_id:
            return Plan(before, before)
        which = _below(connection, Floor(until, last_id))
        if _is_awaited(connection, tail, which):
            return Plan(before, before)
        after = Floor(max(until, before.at or until), last_id, tail.knowing(connection, which))
        return _counted(connection, Plan(before, after), which)


def give_up(engine: Engine, planned: Plan, actor: Actor) -> bool:
    """Raise the floor as planned, and tell the audit; False where somebody else has raised it."""
    after = planned.after
    values = {"at": after.at, "last_id": after.last_id, "position": after.position}
    is_same = log_floor.c.last_id == planned.before.last_id
    with writing(engine) as connection:
        if connection.execute(update(log_floor).where(is_same).values(values)).rowcount == 0:
            return False
        detail: dict[str, Any] = {"before": after.at, "transitions": planned.count}
        if planned.parts:
            detail["tables"] = planned.parts
        entry = Entry("history.forget", detail=detail)
        audit.append(connection, actor, [entry], clock.now(connection))
    return True


def clear(engine: Engine, tail: LogTail, stopping: Event) -> bool:
    """Remove what lies below the floor; False where some is left for another time."""
    with engine.connect() as connection:
        given_up = floor.read(connection)
        parts = [part for part in partitions.parts(connection) if part.ends_by(given_up.at)]
    if given_up.at is None:
        return True
    if engine.dialect.name == "postgresql":
        may = partial(_may_go, tail, given_up)
        return all(partitions.drop(engine, part, may) for part in parts)
    return _delete(engine, given_up, stopping)


def _until(connection: Connection, wanted: datetime) -> datetime | None:
    """The beginning of the first month that stays; None where all of them do."""
    newest = select(transitions.c.at).order_by(transitions.c.id.desc()).limit(1)
    needed = [connection.execute(newest).scalar_one_or_none(), needed_since(connection)]
    until = month_of(min([wanted, *filter(None, needed)]))
    if connection.dialect.name != "postgresql":
        return until
    over = [part.last for part in partitions.parts(connection) if part.ends_by(until)]
    return max(filter(None, over), default=None)


def _last_id(connection: Connection, until: datetime) -> int | None:
    """The greatest id before an instant; of SQLite, that has no index on times, as far as the sums
    know."""
    own = minute_ids.c
    wanted = select(func.max(own.last_id)).where(own.minute < minute_of(until))
    if connection.dialect.name == "postgresql":
        wanted = select(func.max(transitions.c.id)).where(transitions.c.at < until)
    found: int | None = connection.execute(wanted).scalar_one()
    return found


def _below(connection: Connection, given_up: Floor) -> Condition:
    at = UtcTime().process_bind_param(given_up.at, connection.dialect)
    return Condition(_BELOW, {"last_id": given_up.last_id, "at": at})


def _is_awaited(connection: Connection, tail: LogTail, which: Condition) -> bool:
    """Whether the sums or a checkpoint have still to take in some of it."""
    identity = tail.look(connection).identity
    kept = select(checkpoints.c.position).where(checkpoints.c.identity == identity).limit(100)
    positions = [
        connection.execute(select(sums_head.c.position).limit(1)).scalar_one(),
        *connection.execute(kept).scalars(),
    ]
    return any(
        position is None or _finds(connection, which, tail.unseen(position, "seen"))
        for position in positions
    )


def _finds(connection: Connection, *conditions: Condition) -> bool:
    sql = " AND ".join(f"({one.sql})" for one in conditions)
    values = {name: value for one in conditions for name, value in one.values.items()}
    found = text(f"SELECT EXISTS (SELECT 1 FROM transitions WHERE {sql})")
    return bool(connection.execute(found, values).scalar_one())


def _counted(connection: Connection, planned: Plan, which: Condition) -> Plan:
    all_ = text(f"SELECT count(*) FROM transitions WHERE {which.sql}")
    count = connection.execute(all_, which.values).scalar_one()
    if connection.dialect.name != "postgresql":
        return replace(planned, count=count)
    strays = connection.execute(_STRAYS, which.values).scalar_one()
    parts = [p.name for p in partitions.parts(connection) if p.ends_by(planned.after.at)]
    return replace(planned, count=count - strays, strays=strays, parts=tuple(parts))


def _may_go(tail: LogTail, given_up: Floor, part: Part, connection: Connection) -> bool:
    """Whether a month, that nobody else has in hand, holds nothing but what was given up: a clock
    that was wrong for a while may have brought something in."""
    later = connection.execute(
        text(f"SELECT EXISTS (SELECT 1 FROM {part.name} WHERE id > :last_id)"),
        {"last_id": given_up.last_id},
    )
    return not later.scalar_one() and not _is_awaited(
        connection, tail, Condition("at < :at", {"at": part.last})
    )


def _delete(engine: Engine, given_up: Floor, stopping: Event) -> bool:
    while not stopping.is_set():
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO own_writes VALUES (1)"))
            which = _below(connection, given_up)
            gone = connection.execute(_DELETE, which.values).rowcount
            connection.execute(text("DELETE FROM own_writes"))
        if gone < STEP:
            return True
        stopping.wait(PAUSE_SECONDS)
    return False
