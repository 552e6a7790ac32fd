"""Scheduled reports for the tests: a clock that is set by hand, reports of a few bytes."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from data import schedule_book
from data.domain.access import Actor, Means, Role
from data.domain.calendar import Every, Recurrence, next_due
from data.domain.manifest import Manifest
from data.domain.report import Format, Question
from data.domain.schedule import Run, Wish
from data.door import writing
from data.reports.child import ReportStoppedError
from data.reports.clerk import Clerk
from data.reports.shelf import Shelf
from tests.data.sql import execute, read, rows

REPORTS = "reports"
CONSOLE = Actor("root", Role.ADMIN, Means.CONSOLE)
DAILY = Recurrence(Every.DAY, time(2, 30), "Europe/Prague")
WISH = Wish("Each day", "summary", Format.CSV, DAILY, receivers=("webhook",))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    at: datetime

    def __call__(self, _: Connection) -> datetime:
        return self.at


@dataclass
class Fake:
    """A report of a few bytes; `during` is called in the middle of it."""

    question: Question
    during: Callable[[], None] = lambda: None
    stopped: bool = False

    def chunks(self) -> Iterator[bytes]:
        yield b"first\n"
        self.during()
        if self.stopped:
            raise ReportStoppedError
        yield b"second\n"

    def stop(self) -> None:
        self.stopped = True

    @property
    def manifest(self) -> dict[str, Any]:
        return Manifest(self.question, "here", utc("2026-01-01"), 2, {}, {}, hash="abc").plain()


@dataclass
class Press:
    """Makes reports, and keeps what it was asked."""

    during: Callable[[], None] = lambda: None
    asked: list[Question] = field(default_factory=list)
    open: int = 0

    @contextmanager
    def __call__(self, question: Question, format: Format) -> Iterator[Fake]:
        self.asked.append(question)
        self.open += 1
        try:
            yield Fake(question, self.during)
        finally:
            self.open -= 1


def clerk(engine: Engine, folder: Path, clock: Clock, press: Any = None, **given: Any) -> Clerk:
    shelf = Shelf(engine, folder / REPORTS)
    return Clerk(engine, shelf, press or Press(), "https://here", ["webhook"], now=clock, **given)


def add(engine: Engine, now: datetime, wish: Wish = WISH, maker: Actor = CONSOLE) -> int:
    with writing(engine) as connection:
        due = next_due(wish.recurrence, now)
        return schedule_book.add(connection, wish, maker, now, due.at)


def every(wish: Wish = WISH, **given: Any) -> Wish:
    return replace(wish, **given)


def work(one: Clerk) -> int:
    """Look until nothing is left to write; how many were written."""
    return sum(1 for _ in iter(one.look, False))


def runs(engine: Engine) -> list[Run]:
    ids = rows(engine, "SELECT id FROM report_files ORDER BY id")
    return [read(engine, schedule_book.run_with_id, id) for (id,) in ids]


def queued(engine: Engine) -> list[dict[str, Any]]:
    told = rows(engine, "SELECT body FROM report_deliveries ORDER BY id")
    return [json.loads(body) for (body,) in told]


def files(folder: Path) -> list[str]:
    """All that clerks have left there."""
    return sorted(path.name for path in (folder / REPORTS).rglob("*") if path.is_file())


def give_up_leases(engine: Engine) -> None:
    """As if a minute had passed since the last sign of life."""
    execute(engine, "UPDATE report_files SET next_at = due_at WHERE status = 'writing'")
