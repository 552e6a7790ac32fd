"""The reports that are on their way out of this process: who asked for which, how far each is."""

import re
import threading
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import uuid4

from data.domain.access import Actor, Permission
from data.domain.errors import DashboardError
from data.domain.report import Format, Question
from data.reports.child import Child, ReportFailedError, ReportStoppedError

MOST_AT_ONCE = 2
MOST_KEPT = 50
ID = re.compile(r"[0-9A-Za-z_-]{8,64}", re.ASCII)


class OneAtATimeError(DashboardError):
    """A report of yours is on its way already: wait for it, or stop it."""


class TooManyRunsError(DashboardError):
    """Other reports are being written at this moment: try again in a few seconds."""


class RunIdTakenError(DashboardError):
    """A report was asked for under this run already: choose another id."""


class NoSuchRunError(DashboardError):
    """There is no such run of a report."""


class Standing(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """One report on its way, or just over; `rows` are those that were written so far, `reason` says
    why it failed."""

    id: str
    actor: Actor
    question: Question
    format: Format
    began_at: datetime
    standing: Standing = Standing.RUNNING
    rows: int = 0
    reason: str | None = None

    def is_for(self, actor: Actor) -> bool:
        """Whether somebody may know of it: whoever began it, and admins who see as much."""
        if owner_of(actor) == owner_of(self.actor):
            return True
        return actor.may(Permission.MANAGE_ACCESS) and actor.campaigns is None


def owner_of(actor: Actor) -> Hashable:
    """Whose runs are one person's."""
    return actor.means, actor.id, actor.name


def new_id() -> str:
    """An id for whoever brought none."""
    return uuid4().hex


class Runs:
    """The runs of one process: a few at once, one for each person."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._children: dict[str, Child] = {}
        self._lock = threading.Lock()

    def enter(self, run: Run) -> None:
        """Begin a run. Raises OneAtATimeError, TooManyRunsError, RunIdTakenError."""
        with self._lock:
            running = [one for one in self._runs.values() if one.standing is Standing.RUNNING]
            if run.id in self._runs:
                raise RunIdTakenError
            if any(owner_of(one.actor) == owner_of(run.actor) for one in running):
                raise OneAtATimeError
            if len(running) >= MOST_AT_ONCE:
                raise TooManyRunsError
            self._runs[run.id] = run
            self._forget()

    def write(self, id: str, child: Child) -> None:
        """Say who writes it."""
        with self._lock:
            self._children[id] = child

    def leave(self, id: str, standing: Standing, reason: str | None = None) -> None:
        """A run is over; how it stood first stays."""
        with self._lock:
            child = self._children.pop(id, None)
            run = self._runs[id]
            if run.standing is Standing.RUNNING:
                rows = child.progress() if child else 0
                self._runs[id] = replace(run, standing=standing, rows=rows, reason=reason)

    def seen_by(self, actor: Actor) -> list[Run]:
        """What somebody may know of, the newest first."""
        with self._lock:
            runs = [self._at_this_moment(run) for run in reversed(self._runs.values())]
        return [run for run in runs if run.is_for(actor)]

    def find(self, id: str, actor: Actor) -> Run:
        """One run. Raises NoSuchRunError where there is none that they may know of."""
        for run in self.seen_by(actor):
            if run.id == id:
                return run
        raise NoSuchRunError

    def stop(self, id: str) -> None:
        """End a run, unless it is over."""
        with self._lock:
            child = self._children.get(id)
        if child:
            child.stop()

    def _at_this_moment(self, run: Run) -> Run:
        child = self._children.get(run.id)
        return replace(run, rows=child.progress()) if child else run

    def _forget(self) -> None:
        over = [id for id, run in self._runs.items() if run.standing is not Standing.RUNNING]
        for id in over[: max(0, len(self._runs) - MOST_KEPT)]:
            del self._runs[id]


class Delivery:
    """A report on its way to whoever asked: begun by `begin`, iterated once, and closed however it
    ends."""

    def __init__(self, runs: Runs, id: str, child: Child) -> None:
        self._runs, self._id, self._child = runs, id, child
        self._standing, self._reason = Standing.STOPPED, ""
        self._close: Callable[[], None] = lambda: None

    def begin(self) -> Self:
        """Start writing, and wait for the first piece. Raises ReportFailedError; it is closed
        then."""
        self._runs.write(self._id, self._child)
        try:
            self._child.__enter__()
            self._close = lambda: self._child.__exit__(None, None, None)
            self._chunks = self._told(self._child.chunks())
            self._first = next(self._chunks, b"")
        except BaseException:
            self.close()
            raise
        return self

    def __iter__(self) -> Iterator[bytes]:
        """The file. Raises ReportFailedError where it breaks off."""
        yield self._first
        yield from self._chunks
        self._standing = Standing.DONE

    def close(self) -> None:
        """End the process, if it still runs, and its run."""
        close, self._close = self._close, lambda: None
        close()
        self._runs.leave(self._id, self._standing, self._reason or None)

    def _told(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        try:
            yield from chunks
        except ReportFailedError as error:
            is_stopped = isinstance(error, ReportStoppedError)
            self._standing = Standing.STOPPED if is_stopped else Standing.FAILED
            self._reason = "" if is_stopped else str(error)
            raise
