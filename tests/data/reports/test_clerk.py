"""Reports that come by themselves: once and only once, late ones told, rights read each time."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data import schedule_book
from data.audit import verify
from data.commands import access, schedules
from data.database import open_engine
from data.domain.access import Actor, Means, Role
from data.domain.calendar import Every, Recurrence
from data.domain.errors import DashboardError
from data.domain.report import Format
from data.domain.schedule import Run, Schedule, Status, Wish
from data.reports import clerk as clerks
from data.reports.clerk import Clerk
from tests.data.accounts.people import add as add_user
from tests.data.accounts.people import add_campaigns, audited
from tests.data.reports.scenes import (
    CONSOLE,
    DAILY,
    REPORTS,
    WISH,
    Clock,
    Press,
    add,
    clerk,
    every,
    files,
    give_up_leases,
    queued,
    runs,
    utc,
    work,
)
from tests.data.sql import execute, read

START = utc("2026-03-20T12:00")
DUE = utc("2026-03-21T01:30")
SOON = DUE + timedelta(minutes=2)


class Office:
    """Schedules in a database, and clerks whose clock is set by hand."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self.clock, self.press = Clock(START), Press()

    def add(self, wish: Wish = WISH, maker: Actor = CONSOLE) -> None:
        add(self.engine, START, wish, maker)

    def clerk(self, during: Callable[[], None] | None = None) -> Clerk:
        """A clerk; while it writes a report, `during` is called."""
        press = Press(during) if during else self.press
        return clerk(self.engine, self.folder, self.clock, press)

    def work(self) -> int:
        """Have a clerk write all that is due; how many reports that was."""
        return work(self.clerk())

    def runs(self) -> list[Run]:
        return runs(self.engine)

    def run(self) -> Run:
        (only,) = self.runs()
        return only

    def files(self) -> list[str]:
        return files(self.folder)

    def queued(self) -> list[dict[str, Any]]:
        return queued(self.engine)

    def schedule(self) -> Schedule:
        return read(self.engine, schedule_book.with_id, 1)


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    """An office without a schedule."""
    return Office(engine, tmp_path)


@pytest.fixture
def due(office: Office) -> Office:
    """An office in which the first daily report is due."""
    office.add()
    office.clock.at = SOON
    return office


def user(engine: Engine, name: str, **given: Any) -> Actor:
    """Somebody with an account, as a schedule knows its maker."""
    return Actor(name, Role.WALL, Means.SESSION, add_user(engine, name, Role.MANAGER, **given))


def test_two_clerks_write_each_report_once_over_thirty_days(
    office: Office, engine: Engine, database_url: str
) -> None:
    """Across the change of clocks: 29 March has no 02:30 in Prague."""
    office.add()
    office.add(every(recurrence=Recurrence(Every.WEEK, DAILY.at, "America/New_York", 0)))
    office.add(every(recurrence=Recurrence(Every.MONTH, DAILY.at, "Asia/Kolkata", 31)))
    others = open_engine(database_url)
    both = [clerk(one, office.folder, office.clock, office.press) for one in (engine, others)]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(30 * 2):
            office.clock.at += timedelta(hours=12)
            list(pool.map(work, both))
    others.dispose()
    found = office.runs()
    assert [run.status for run in found] == [Status.DONE] * (30 + 4 + 1)
    daily = [run for run in found if run.schedule_id == 1]
    assert len({run.due_at for run in daily}) == 30
    assert utc("2026-03-29T01:00") in {run.due_at for run in daily}
    assert all(one.end_at == other.start_at for one, other in pairwise(daily))
    assert len(office.press.asked) == len(office.files()) == len(office.queued()) == len(found)
    assert all(run.tries == 1 and run.skipped == 0 for run in found)
    assert read(engine, verify).ok
    assert audited(engine).count(("root", "schedule.run", "schedule Each day", "done")) == 35


def test_a_report_waits_until_what_belongs_to_it_is_committed(office: Office) -> None:
    office.add(every(recurrence=replace(DAILY, at=time(0))))
    office.clock.at = utc("2026-03-20T23:00:59")
    assert office.work() == 0
    office.clock.at = utc("2026-03-20T23:01")
    assert office.work() == 1


def test_a_file_says_what_it_is(office: Office) -> None:
    office.add(every(campaigns=None, language="cs", format=Format.XLSX))
    office.clock.at = SOON
    assert office.work() == 1
    run = office.run()
    assert (run.status, run.size, run.rows, run.hash) == (Status.DONE, 13, 2, "abc")
    assert (run.is_late, run.skipped, run.error) == (False, 0, None)
    assert office.files() == ["1-1.xlsx"]
    assert office.clerk().shelf.path(run.file or "").read_bytes() == b"first\nsecond\n"
    (asked,) = office.press.asked
    assert (asked.start, asked.end) == (utc("2026-03-19T23:00"), utc("2026-03-20T23:00"))
    assert (asked.zone, asked.language, asked.seen) == ("Europe/Prague", "cs", None)
    (told,) = office.queued()
    assert told["title"] == "Each day"
    assert told["report"]["link"] == "https://here/api/v1/report-files/1"
    assert (told["report"]["hash"], told["report"]["bytes"]) == ("abc", 13)
    assert told["text"].startswith("Each day, 2026-03-20 (Europe/Prague): 2 rows, 13 bytes. https:")
    assert office.press.open == 0


def test_three_days_of_downtime_are_made_up_for_and_it_says_so(due: Office) -> None:
    due.clock.at += timedelta(days=2)
    assert due.work() == 3
    assert [run.due_at for run in due.runs()] == [DUE + timedelta(days=n) for n in range(3)]
    assert [run.is_late for run in due.runs()] == [True, True, False]
    assert [told["report"]["late"] for told in due.queued()] == [True, True, False]
    assert "It comes late." in due.queued()[0]["text"]


def test_of_a_long_downtime_the_newest_are_made_up_for(due: Office) -> None:
    due.clock.at += timedelta(days=19)
    assert due.work() == clerks.CAUGHT_UP
    assert [run.skipped for run in due.runs()] == [13, 0, 0, 0, 0, 0, 0]
    assert "Not made up for: 13 before it." in due.queued()[0]["text"]


def test_who_is_disabled_gets_no_report_and_it_says_why(office: Office, engine: Engine) -> None:
    office.add(maker=user(engine, "mia"))
    office.clock.at = SOON
    assert office.work() == 1
    access.disable_user(engine, CONSOLE, "mia")
    office.clock.at += timedelta(days=3)
    assert office.work() == 0
    first, *others = office.runs()
    why = "Whoever asked for it may not have it any more: the schedule was ended."
    assert first.status is Status.DONE
    assert [(run.status, run.error) for run in others] == [(Status.FAILED, why)] * 3
    ended = office.schedule()
    assert (ended.ended_at, ended.error) == (office.clock.at, why)
    assert audited(engine)[-1] == ("mia", "schedule.stop", "schedule Each day", "done")
    assert [told["kind"] for told in office.queued()] == ["report.ready"] + ["report.failed"] * 3
    office.clock.at += timedelta(days=3)
    assert office.work() == 0
    assert len(office.runs()) == 4


@pytest.mark.parametrize(
    ("role", "campaigns", "why"),
    [
        (Role.SUPERVISOR, None, "may not have it"),
        (Role.MANAGER, frozenset({2}), "does not see all its campaigns"),
    ],
)
def test_who_is_less_than_before_gets_no_report(
    office: Office, engine: Engine, role: Role, campaigns: frozenset[int] | None, why: str
) -> None:
    add_campaigns(engine, 1, 2)
    office.add(every(campaigns=(1, 2)), user(engine, "mia"))
    access.change_role(engine, CONSOLE, "mia", role, campaigns)
    office.clock.at = SOON
    assert office.work() == 0
    assert office.run().status is Status.FAILED
    assert why in (office.run().error or "")
    assert office.files() == []


def test_a_report_holds_what_its_maker_sees_at_that_time(office: Office, engine: Engine) -> None:
    add_campaigns(engine, 1, 2)
    mia = user(engine, "mia", campaigns=frozenset({1, 2}))
    office.add(maker=mia)
    office.clock.at = SOON
    office.work()
    access.change_role(engine, CONSOLE, "mia", Role.MANAGER, frozenset({2}))
    office.clock.at += timedelta(days=1)
    office.work()
    assert [asked.seen for asked in office.press.asked] == [(1, 2), (2,)]
    before, after = office.runs()
    seeing = Actor("mia", Role.MANAGER, Means.SESSION, mia.id, campaigns=frozenset({2}))
    assert not schedules.is_readable(seeing, office.schedule(), before)
    assert schedules.is_readable(seeing, office.schedule(), after)


def test_a_failure_is_tried_three_times_then_told(due: Office) -> None:
    why = "The history of that time is not there any more."

    def fail() -> None:
        raise DashboardError(why)

    one = due.clerk(fail)
    for tries in (1, 2, 3):
        assert work(one) == 1
        assert (due.run().tries, due.files()) == (tries, [])
        assert due.queued() == [] or tries == 3
        due.clock.at += clerks.PAUSE * 2 ** (tries - 1)
    assert (due.run().status, due.run().error) == (Status.FAILED, why)
    assert work(one) == 0
    (told,) = due.queued()
    assert (told["kind"], told["report"]["link"]) == ("report.failed", None)
    assert why in told["text"]


def test_where_nothing_can_be_written_nothing_is_left(due: Office) -> None:
    due.folder.joinpath(REPORTS).write_text("a file where a folder has to be")
    one = due.clerk()
    for tries in range(3):
        assert work(one) == 1
        due.clock.at += clerks.PAUSE * 2**tries
    assert due.run().status is Status.FAILED
    assert "Not a directory" in (due.run().error or "")
    assert due.files() == []


def test_a_full_disk_leaves_no_half_file(due: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    one = due.clerk()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert one.look()
    run = due.run()
    assert (run.status, due.files()) == (Status.WAITING, [])
    assert "No space left on device" in (run.error or "")
    due.clock.at += clerks.PAUSE
    assert work(one) == 1
    run = due.run()
    assert (run.status, run.error, due.files()) == (Status.DONE, None, ["1-2.csv"])


def test_who_dies_three_times_is_given_up(due: Office) -> None:
    one = due.clerk()
    one._plan()
    for _ in range(3):
        assert one._take() is not None  # and dies
        assert one._take() is None  # nobody else takes it while there may be life
        give_up_leases(due.engine)
    assert work(one) == 0
    run = due.run()
    assert (run.status, run.error) == (Status.FAILED, "Three times whoever wrote the report died.")


def test_a_clerk_that_slept_too_long_leaves_nothing(due: Office) -> None:
    """It wakes up between its last sign of life and the row: the other one's file is the file."""

    def sleep() -> None:
        give_up_leases(due.engine)
        assert due.work() == 1

    assert due.clerk(sleep).look()
    run = due.run()
    assert (run.status, run.tries, run.file) == (Status.DONE, 2, "1-2.csv")
    assert due.files() == ["1-2.csv"]
    assert len(due.queued()) == 1
    assert [entry[1] for entry in audited(due.engine)].count("schedule.run") == 1


def test_who_lost_a_report_stops_writing_it(due: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clerks, "BEAT_SECONDS", 0.01)
    lost, stop = threading.Event(), clerks._Held.stop

    def lose() -> None:
        execute(due.engine, "UPDATE report_files SET tries = 2")
        assert lost.wait(20)

    monkeypatch.setattr(clerks._Held, "stop", lambda held, why: (stop(held, why), lost.set()))
    assert due.clerk(lose).look()
    run = due.run()
    assert (run.status, run.tries, due.files()) == (Status.WRITING, 2, [])


def test_a_stop_leaves_the_report_to_another_at_once(due: Office) -> None:
    def leave() -> None:
        leaving.stop()

    leaving = due.clerk(leave)
    assert leaving.look()
    run = due.run()
    assert (run.status, run.tries, run.error, due.files()) == (Status.WAITING, 0, None, [])
    assert due.work() == 1


def test_who_ends_a_schedule_hears_no_more_of_it(due: Office) -> None:
    due.clerk()._plan()
    schedules.end(due.engine, CONSOLE, 1, reason="enough")
    assert due.work() == 0
    assert due.run().status is Status.FAILED
    assert due.run().error == "The schedule was ended before the report was written."
    assert due.queued() == []


def test_files_are_kept_for_a_while(due: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clerks, "TIDY_SECONDS", 0)
    monkeypatch.setattr(clerks, "KEPT_FILES", 2)
    due.clock.at += timedelta(days=3)
    due.work()
    assert due.files() == ["3-1.csv", "4-1.csv"]
    assert [run.removed_at is not None for run in due.runs()] == [True, True, False, False]
    assert [run.hash for run in due.runs()] == ["abc"] * 4
    schedules.end(due.engine, CONSOLE, 1)
    due.clock.at += clerks.KEPT + timedelta(seconds=1)
    due.work()
    assert due.files() == []
    assert all(run.removed_at and run.file is None for run in due.runs())


def test_receivers_that_are_not_set_get_nothing(office: Office) -> None:
    office.add(every(receivers=("apprise",)))
    office.clock.at = SOON
    assert office.work() == 1
    assert office.queued() == []
