"""The clerk: writes the reports that are due, each once, whoever dies meanwhile.

There is one in each process. A run is a row that is written down once, when it is due; whoever
takes it up counts its tries and has a minute, and another minute with each sign of life. So where
one died another goes on, and who lost a run meanwhile can finish it no more. A file has its name
once it is whole; the row that tells of it, what is to be sent, and the audit are one transaction.

After a downtime the newest seven runs of a schedule are made up for, each for its own span; the
first of them says how many before it are left out.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from data import audit, clock, schedule_book
from data.audit import Entry
from data.authority import absent
from data.database import reading
from data.domain.access import Actor, ForbiddenError, Means, require
from data.domain.calendar import arrears
from data.domain.errors import DashboardError, reason_of
from data.domain.manifest import Manifest
from data.domain.report import Format, Question
from data.domain.schedule import (
    TRIES,
    Run,
    Schedule,
    Status,
    may_see,
    message,
)
from data.door import writing
from data.reports.shelf import Shelf

LOOK_SECONDS = 5.0
TIDY_SECONDS = 3600.0
LEASE = timedelta(seconds=60)
BEAT_SECONDS = 15.0
PAUSE = timedelta(seconds=30)  # after the first failure; twice as long after the next
CAUGHT_UP = 7
KEPT = timedelta(days=90)
KEPT_FILES = 400  # of one schedule
RUN, STOP = "schedule.run", "schedule.stop"

log = logging.getLogger(__name__)


class Writing(Protocol):
    """A report that is being written, as by a `Child`, within its context."""

    def chunks(self) -> Iterator[bytes]:
        """The file, piece by piece. Raises DashboardError where it cannot be written."""

    def stop(self) -> None:
        """End it, from another thread; `chunks` raises then."""

    @property
    def manifest(self) -> Mapping[str, Any] | None:
        """What the file says of itself, as JSON can hold it, once all of it was read."""


Make = Callable[[Question, Format], AbstractContextManager[Writing]]


class LostError(DashboardError):
    """Another process has taken the report up."""


class EndedError(DashboardError):
    """The schedule was ended before the report was written."""


class MakerGoneError(DashboardError):
    """Whoever asked for it may not have it any more: the schedule was ended."""


class NarrowedError(MakerGoneError):
    """Whoever asked for it does not see all its campaigns any more: the schedule was ended."""


class DiedError(DashboardError):
    """Three times whoever wrote the report died."""


class LeavingError(DashboardError):
    """The program is being stopped."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A run that is ours to write, with its schedule and what to ask."""

    run: Run
    schedule: Schedule
    maker: Actor
    question: Question

    @property
    def name(self) -> str:
        """What the file is called on the disk."""
        return f"{self.run.id}-{self.run.tries}.{self.schedule.wish.format}"


@dataclass(slots=True)
class _Held:
    """What is being written right now, and why it has to stop."""

    writing: Writing
    why: DashboardError | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def stop(self, why: DashboardError) -> None:
        self.why = self.why or why
        self.writing.stop()


class Clerk:
    """Writes reports onto `shelf`. `start()` works in a thread; tests call `look()`.

    `address` is where people find the dashboard: it begins the links in messages. `channels` are
    those that messages can leave by, `now` reads the clock of the database.
    """

    def __init__(
        self,
        engine: Engine,
        shelf: Shelf,
        make: Make,
        address: str = "",
        channels: Sequence[str] = (),
        *,
        now: Callable[[Connection], datetime] = clock.now,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self.shelf = shelf
        self._make = make
        self._address = address
        self.channels = tuple(channels)
        self._now = now
        self._steady = steady
        self._held: _Held | None = None
        self._tidied_at: float | None = None
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """A schedule was added: look soon."""
        self._wake.set()

    def start(self) -> None:
        """Work until `stop()`."""
        self._thread = threading.Thread(target=self._follow, name="reports", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a report that is being written is left to another process at once."""
        self._stopping.set()
        self._wake.set()
        held = self._held
        if held is not None:
            held.stop(LeavingError())
        if self._thread is not None:
            self._thread.join(BEAT_SECONDS)

    def look(self) -> bool:
        """Write down what is due, and write one report; whether there may be more to write."""
        self._plan()
        taken = self._take()
        if taken is not None:
            self._write(taken)
        self._tidy()
        return taken is not None

    def _plan(self) -> None:
        with reading(self._engine) as connection:
            found = schedule_book.due(connection, self._now(connection))
        for schedule_id in found:
            with writing(self._engine) as connection:
                self._plan_one(connection, schedule_id)

    def _plan_one(self, connection: Connection, schedule_id: int) -> None:
        schedule = schedule_book.with_id(connection, schedule_id, lock=True)
        now = self._now(connection)
        if schedule.ended_at is None and schedule.next_at <= now:
            found = arrears(schedule.wish.recurrence, schedule.next_at, now, CAUGHT_UP)
            schedule_book.write_runs(connection, schedule, found)

    def _take(self) -> Taken | None:
        """The first run that is free and can be written."""
        with reading(self._engine) as connection:
            free = schedule_book.runs_to_take(connection, self._now(connection))
        for run_id in free:
            with writing(self._engine) as connection:
                if taken := self._take_one(connection, run_id):
                    return taken
        return None

    def _take_one(self, connection: Connection, run_id: int) -> Taken | None:
        now = self._now(connection)
        run = schedule_book.take(connection, run_id, now, now + LEASE)
        if run is None:
            return None
        schedule = schedule_book.with_id(connection, run.schedule_id, lock=True)
        try:
            return _asked(connection, run, schedule, now)
        except DashboardError as error:
            self._fail(connection, run, schedule, now, error)
            if isinstance(error, MakerGoneError):
                self._stop_schedule(connection, schedule, now, str(error))
        return None

    def _stop_schedule(
        self, connection: Connection, schedule: Schedule, now: datetime, why: str
    ) -> None:
        log.warning("The schedule %d was ended: %s", schedule.id, why)
        schedule_book.end(connection, schedule.id, now, why)
        told = Entry(STOP, subject=_subject(schedule), detail={"why": why})
        audit.append(connection, _program(schedule.maker), [told], now)

    def _write(self, taken: Taken) -> None:
        try:
            self.shelf.clear(taken.run.id)
            size, manifest = self._kept(taken)
        except LeavingError:
            self._give_back(taken.run)
        except LostError:
            log.warning("The report %d was taken up by another process.", taken.run.id)
        except Exception as error:  # noqa: BLE001 - whatever it was, it counts as a failed try
            self._failed(taken, error)
        else:
            self._finish(taken, size, manifest)

    def _kept(self, taken: Taken) -> tuple[int, Manifest]:
        """Have the report written into a file; its size, and what it says of itself."""
        with self._make(taken.question, taken.schedule.wish.format) as written:
            with self._holding(taken.run, written) as held:
                size = self.shelf.keep(taken.name, _until_stopped(held))
            return size, Manifest.of_plain(written.manifest or {})

    @contextmanager
    def _holding(self, run: Run, written: Writing) -> Iterator[_Held]:
        """While it is written: signs of life, and an end to what was lost."""
        held = _Held(written)
        thread = threading.Thread(target=self._beat, args=[run, held], name="report", daemon=True)
        self._held = held
        if self._stopping.is_set():
            held.stop(LeavingError())
        thread.start()
        try:
            yield held
        finally:
            self._held = None
            held.over.set()
            thread.join()

    def _beat(self, run: Run, held: _Held) -> None:
        while not held.over.wait(BEAT_SECONDS):
            try:
                if not self._renew(run):
                    held.stop(LostError())
            except Exception as error:  # noqa: BLE001 - nobody else reaches the database either
                log.debug("No sign of life: %s", reason_of(error))

    def _renew(self, run: Run) -> bool:
        with writing(self._engine) as connection:
            until = self._now(connection) + LEASE
            return schedule_book.change_taken(connection, run, next_at=until)

    def _finish(self, taken: Taken, size: int, manifest: Manifest) -> None:
        """Say that the file is there, and what is to be sent; that of a run that was lost goes."""
        run, schedule = taken.run, taken.schedule
        with writing(self._engine) as connection:
            now = self._now(connection)
            done = {"status": Status.DONE, "done_at": now, "file": taken.name, "size": size}
            told = schedule_book.told(manifest) | {"error": None}
            is_ours = schedule_book.change_taken(connection, run, **done, **told)
            if is_ours:
                self._tell(connection, run, schedule, now)
                audit.append(connection, _program(taken.maker), [_entry(taken, manifest)], now)
        if not is_ours:
            self.shelf.remove(taken.name)

    def _failed(self, taken: Taken, error: Exception) -> None:
        log.warning("The report %d was not written: %s", taken.run.id, reason_of(error))
        self._discard(taken)
        with writing(self._engine) as connection:
            now = self._now(connection)
            if schedule_book.may_try_again(taken.run):
                later = now + PAUSE * 2 ** (taken.run.tries - 1)
                again = {"status": Status.WAITING, "next_at": later, "error": _why(error)}
                schedule_book.change_taken(connection, taken.run, **again)
            else:
                self._fail(connection, taken.run, taken.schedule, now, error)

    def _discard(self, taken: Taken) -> None:
        """A whole file of a run that failed afterwards is no report."""
        try:
            self.shelf.remove(taken.name)
        except OSError as error:
            log.warning("The file %s stays: %s", taken.name, reason_of(error))

    def _fail(
        self, connection: Connection, run: Run, schedule: Schedule, now: datetime, error: Exception
    ) -> None:
        """Give a run up, and say why to whoever waits for it."""
        failed = {"status": Status.FAILED, "done_at": now, "error": _why(error)}
        if schedule_book.change_taken(connection, run, **failed):
            self._tell(connection, run, schedule, now)

    def _give_back(self, run: Run) -> None:
        """Leave a run to another process at once: it was no failure."""
        with writing(self._engine) as connection:
            now = self._now(connection)
            free = {"status": Status.WAITING, "next_at": now, "tries": run.tries - 1}
            schedule_book.change_taken(connection, run, **free)

    def _tell(self, connection: Connection, run: Run, schedule: Schedule, now: datetime) -> None:
        if schedule.was_canceled:
            return
        ended = schedule_book.run_with_id(connection, run.id)
        asked = [name for name in schedule.wish.receivers if name in self.channels]
        body = message(schedule, ended, self._address)
        schedule_book.queue(connection, ended, body, asked, now)

    def _tidy(self) -> None:
        """Take away what was kept for long enough, once an hour."""
        steady = self._steady()
        if self._tidied_at is not None and steady - self._tidied_at < TIDY_SECONDS:
            return
        with reading(self._engine) as connection:
            before = self._now(connection) - KEPT
            old = schedule_book.old_files(connection, before, KEPT_FILES)
        for run in old:
            self._remove(run)
        self._tidied_at = None if old else steady

    def _remove(self, run: Run) -> None:
        """First the file, then its row: who dies between does it again."""
        self.shelf.remove(run.file or "")
        with writing(self._engine) as connection:
            schedule_book.mark_removed(connection, run, self._now(connection))

    def _follow(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                more = self.look()
            except Exception as error:  # noqa: BLE001 - the database may be away for a while
                log.warning("Reports wait: %s", reason_of(error))
                more = False
            if not more:
                self._wake.wait(LOOK_SECONDS)


def _asked(connection: Connection, run: Run, schedule: Schedule, now: datetime) -> Taken:
    """What to ask, with what the maker may see at this instant. Raises MakerGoneError, EndedError,
    and DiedError after too many tries."""
    if schedule.ended_at is not None:
        raise EndedError(*filter(None, [schedule.error]))
    if run.tries > TRIES:
        raise DiedError
    wish = schedule.wish
    maker = _maker(connection, schedule, now)
    if wish.campaigns is not None and not may_see(maker, wish.campaigns):
        raise NarrowedError  # a report that quietly holds less would be taken for the whole
    return Taken(run, schedule, maker, wish.question(run.start_at, run.end_at, maker))


def _maker(connection: Connection, schedule: Schedule, now: datetime) -> Actor:
    """The maker with the rights of this instant. Raises MakerGoneError."""
    try:
        maker = absent(connection, schedule.maker, now)
        for permission in schedule.wish.permissions:
            require(maker, permission)
    except ForbiddenError:
        raise MakerGoneError from None
    return maker


def _why(error: Exception) -> str:
    """What went wrong, as people read it."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}."
    return reason_of(error)


def _until_stopped(held: _Held) -> Iterator[bytes]:
    """The pieces of a file. Raises why it was stopped, if it was."""
    try:
        yield from held.writing.chunks()
    except DashboardError as error:
        raise held.why or error from None
    if held.why is not None:  # at its very end
        raise held.why


def _program(maker: Actor) -> Actor:
    """The program, going on with what somebody began."""
    return Actor(maker.name, maker.role, Means.SYSTEM, maker.id)


def _entry(taken: Taken, manifest: Manifest) -> Entry:
    campaigns = manifest.question.asked
    detail: dict[str, Any] = {
        "file": taken.run.id,
        "kind": manifest.question.kind,
        "start": taken.run.start_at.isoformat(),
        "end": taken.run.end_at.isoformat(),
        "campaigns": None if campaigns is None else list(campaigns),
        "rows": manifest.rows,
        "hash": manifest.hash,
    }
    return Entry(RUN, subject=_subject(taken.schedule), detail=detail)


def _subject(schedule: Schedule) -> str:
    return f"schedule {schedule.wish.name}"[:200]
