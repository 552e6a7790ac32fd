"""Reports that come by themselves: asked for, ended, and their files taken away."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, func, select

from data import schedule_book
from data.accounts import names
from data.audit import Entry
from data.domain.access import Actor, NoSuchCampaignError, Permission, require
from data.domain.calendar import next_due
from data.domain.errors import DashboardError
from data.domain.schedule import Run, Schedule, Wish, may_see
from data.door import Done, Key, Visit, through
from data.schedule_book import MOST_ACTIVE, NoSuchFileError, NoSuchScheduleError
from data.schema.tables import campaigns as campaigns_table

ADD, END, DOWNLOAD = "schedule.add", "schedule.end", "schedule.download"


class TooManySchedulesError(DashboardError):
    """There are 200 schedules already: end one first."""


def add(engine: Engine, actor: Actor, wish: Wish, *, key: Key | None = None) -> int:
    """Have a report come by itself from now on. Gives the id of the schedule.

    Raises BadNameError, TooManySchedulesError, NoSuchCampaignError, and ForbiddenError for a kind
    that the actor may not read.
    """
    named = replace(wish, name=names.label(wish.name))
    attempt = Entry(ADD, subject=_subject(named.name), detail=_told(named))

    def deed(visit: Visit) -> Done[int]:
        _check(visit, named)
        next_at = next_due(named.recurrence, visit.now).at
        added = schedule_book.add(visit.connection, named, visit.actor, visit.now, next_at)
        return Done(added, [attempt])

    return int(through(engine, actor, Permission.EXPORT_REPORTS, attempt, deed, key=key))


def end(
    engine: Engine,
    actor: Actor,
    schedule_id: int,
    *,
    reason: str | None = None,
    key: Key | None = None,
) -> int:
    """Have a report come no more; its files stay. Gives the id. Raises NoSuchScheduleError."""
    attempt = Entry(END, subject=f"schedule {schedule_id}", reason=reason)

    def deed(visit: Visit) -> Done[int]:
        found = schedule_book.with_id(visit.connection, schedule_id, lock=True)
        if not found.is_for(visit.actor):
            raise NoSuchScheduleError
        done = schedule_book.end(visit.connection, schedule_id, visit.now)
        named = replace(attempt, subject=_subject(found.wish.name))
        return Done(schedule_id, [named] if done else [])

    return int(through(engine, actor, Permission.EXPORT_REPORTS, attempt, deed, key=key))


def download(engine: Engine, actor: Actor, file_id: int) -> tuple[Schedule, Run]:
    """Take a file away, which the audit keeps. Raises NoSuchFileError where there is none that the
    actor may have."""
    attempt = Entry(DOWNLOAD, subject=f"report file {file_id}")
    found: list[tuple[Schedule, Run]] = []

    def deed(visit: Visit) -> Done[None]:
        run = schedule_book.run_with_id(visit.connection, file_id)
        schedule = schedule_book.with_id(visit.connection, run.schedule_id)
        if run.file is None or not is_readable(visit.actor, schedule, run):
            raise NoSuchFileError
        found.append((schedule, run))
        told = replace(attempt, subject=_subject(schedule.wish.name), detail={"file": file_id})
        return Done(None, [told])

    through(engine, actor, Permission.EXPORT_REPORTS, attempt, deed)
    return found[0]


def is_readable(actor: Actor, schedule: Schedule, run: Run) -> bool:
    """Whether somebody may have the file of a run."""
    allowed = all(actor.may(permission) for permission in schedule.wish.permissions)
    return allowed and may_see(actor, run.campaigns)


def _check(visit: Visit, wish: Wish) -> None:
    for permission in wish.permissions:
        require(visit.actor, permission)
    if schedule_book.count_active(visit.connection) >= MOST_ACTIVE:
        raise TooManySchedulesError
    if wish.campaigns is not None:
        _check_campaigns(visit, wish.campaigns)


def _check_campaigns(visit: Visit, wanted: tuple[int, ...]) -> None:
    found = select(func.count()).where(campaigns_table.c.id.in_(wanted)).limit(1)
    is_there = visit.connection.execute(found).scalar_one() == len(set(wanted))
    if not is_there or not may_see(visit.actor, wanted):
        raise NoSuchCampaignError


def _subject(name: str) -> str:
    return f"schedule {name}"[:200]


def _told(wish: Wish) -> dict[str, Any]:
    when = wish.recurrence
    campaigns = None if wish.campaigns is None else list(wish.campaigns)
    return {
        "kind": wish.kind,
        "format": wish.format,
        "campaigns": campaigns,
        "every": when.every,
        "day": when.day,
        "time": when.at.isoformat("minutes"),
        "timezone": when.zone,
        "receivers": list(wish.receivers),
    }
