"""Reports that come by themselves: what is written when, for whom, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from data.domain.access import Actor, Permission
from data.domain.calendar import Recurrence
from data.domain.report import Format, Question

AUDIT = "audit"
TRIES = 3
LATE = timedelta(minutes=10)
SETTLE = timedelta(minutes=1)  # what was written before the end of the span may be committed later
ATTACHED_BYTES = 5 * 1024 * 1024


class Status(StrEnum):
    """How a run stands."""

    WAITING = "waiting"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"


UNFINISHED = (Status.WAITING, Status.WRITING)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to get: `campaigns` None is all that they see at that time, `receivers`
    are channels to outside."""

    name: str
    kind: str
    format: Format
    recurrence: Recurrence
    campaigns: tuple[int, ...] | None = None
    language: str = "en"
    receivers: tuple[str, ...] = ()

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """What its maker has to be allowed, each time."""
        more = (Permission.READ_AUDIT,) if self.kind == AUDIT else ()
        return (Permission.EXPORT_REPORTS, *more)

    def question(self, start: datetime, end: datetime, maker: Actor) -> Question:
        """What is asked of a span, by a maker with the rights of that time."""
        seen = None if maker.campaigns is None else tuple(sorted(maker.campaigns))
        return Question(
            self.kind,
            self.campaigns,
            start,
            end,
            self.recurrence.zone,
            self.language,
            seen=seen,
        )


@dataclass(frozen=True, slots=True)
class Schedule:
    """A wish that was granted. `next_at` is when it is due next; `error` says why it was ended by
    nobody."""

    id: int
    wish: Wish
    maker: Actor
    created_at: datetime
    next_at: datetime
    ended_at: datetime | None
    error: str | None

    @property
    def was_canceled(self) -> bool:
        """Whether somebody has ended it: nobody waits for it any more."""
        return self.ended_at is not None and self.error is None

    def is_for(self, actor: Actor) -> bool:
        """Whether somebody may know of it: its maker, and whoever sees all that is in it."""
        own = (self.maker.means, self.maker.id, self.maker.name)
        if own == (actor.means, actor.id, actor.name):
            return True
        return may_see(actor, self.wish.campaigns)


@dataclass(frozen=True, slots=True)
class Run:
    """One time that a schedule was due, for `start_at` <= instant < `end_at`.

    `skipped` are the runs before it that nobody made up for; `campaigns` those in the file, None
    for all; `hash` and `rows` are those of its manifest.
    """

    id: int
    schedule_id: int
    due_at: datetime
    start_at: datetime
    end_at: datetime
    status: Status
    skipped: int
    tries: int
    begun_at: datetime | None = None
    done_at: datetime | None = None
    removed_at: datetime | None = None
    campaigns: tuple[int, ...] | None = None
    file: str | None = None
    size: int | None = None
    rows: int | None = None
    hash: str | None = None
    error: str | None = None

    @property
    def is_late(self) -> bool:
        """Whether it was begun long after it was due."""
        return self.begun_at is not None and self.begun_at - self.due_at > LATE


def may_see(actor: Actor, campaigns: tuple[int, ...] | None) -> bool:
    """Whether somebody sees all of some campaigns; None is all there are."""
    if actor.campaigns is None:
        return True
    return campaigns is not None and actor.campaigns.issuperset(campaigns)


def file_name(schedule: Schedule, run: Run) -> str:
    """What a downloaded file is called: `summary-2026-05-01.csv`, with the last day too where it
    covers several. Nothing of it is the words of a person."""
    wish = schedule.wish
    days = covered_days(run, wish.recurrence.tzinfo)
    return f"{wish.kind}-{'--'.join(dict.fromkeys(days))}.{wish.format}"


def covered_days(run: Run, zone: ZoneInfo) -> tuple[str, str]:
    """The first and the last local day of a run's span."""
    first = run.start_at.astimezone(zone)
    last = (run.end_at - timedelta(seconds=1)).astimezone(zone)
    return first.date().isoformat(), last.date().isoformat()


def message(schedule: Schedule, run: Run, address: str) -> dict[str, Any]:
    """What receivers outside are told of a run that ended. `id` stays the same when it is sent
    again."""
    wish = schedule.wish
    path = f"{address}/api/v1/report-files/{run.id}"
    return {
        "version": 1,
        "id": f"report-{run.id}",
        "kind": _ENDS[run.status],
        "title": wish.name,
        "text": _sentence(wish, run, path),
        "report": {
            "id": run.id,
            "schedule_id": schedule.id,
            "kind": wish.kind,
            "format": wish.format,
            "start": _instant(run.start_at),
            "end": _instant(run.end_at),
            "timezone": wish.recurrence.zone,
            "due_at": _instant(run.due_at),
            "late": run.is_late,
            "skipped": run.skipped,
            "rows": run.rows,
            "bytes": run.size,
            "hash": run.hash,
            "link": path if run.status is Status.DONE else None,
            "error": run.error,
        },
    }


_ENDS: Mapping[Status, str] = {Status.DONE: "report.ready", Status.FAILED: "report.failed"}


def _sentence(wish: Wish, run: Run, path: str) -> str:
    days = " to ".join(dict.fromkeys(covered_days(run, wish.recurrence.tzinfo)))
    span = f"{wish.name}, {days} ({wish.recurrence.zone})"
    if run.status is Status.FAILED:
        return f"There is no report: {span}. {run.error}"
    late = " It comes late." if run.is_late else ""
    gone = f" Not made up for: {run.skipped} before it." if run.skipped else ""
    about = f"{span}: {run.rows} rows, {run.size} bytes.{late}{gone}"
    return f"{about} {path} SHA-256 of its rows: {run.hash}"


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
