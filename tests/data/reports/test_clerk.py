"""Reports that come by themselves: once and only once, late ones told, rights read each time."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

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
from data.domain.schedule import Status
from data.reports import clerk as clerks
from data.reports.clerk import Clerk, LeavingError
from tests.data.accounts.people import add as add_user
from tests.data.accounts.people import add_campaigns, audited, execute
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

START = utc("2026-03-20T12:00")
DUE = utc("2026-03-21T01:30")
SOON = DUE + timedelta(minutes=2)


def user(engine: Engine, name: str, **given: object) -> Actor:
    """Somebody with an account, as a schedule knows its maker."""
    role = given.pop("role", Role.MANAGER)
    id = add_user(engine, name, role, **given)  # type: ignore[arg-type]
    return Actor(name, Role.WALL, Means.SESSION, id)


def test_two_clerks_write_each_report_once_over_thirty_days(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    """Across the change of clocks: 29 March has no 02:30 in Prague."""
    clock, press = Clock(START), Press()
    add(engine, START)
    add(engine, START, every(recurrence=Recurrence(Every.WEEK, DAILY.at, "America/New_York", 0)))
    add(engine, START, every(recurrence=Recurrence(Every.MONTH, DAILY.at, "Asia/Kolkata", 31)))
    others = open_engine(database_url)
    both = [clerk(one, tmp_path, clock, press) for one in (engine, others)]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(30 * 2):
            clock.at += timedelta(hours=12)
            assert sum(pool.map(work, both)) >= 0
    others.dispose()
    found = runs(engine)
    assert [run.status for run in found] == [Status.DONE] * (30 + 4 + 1)
    daily = [run for run in found if run.schedule_id == 1]
    assert len({run.due_at for run in daily}) == 30
    assert utc("2026-03-29T01:00") in {run.due_at for run in daily}
    assert all(one.end_at == other.start_at for one, other in pairwise(daily))
    assert len(press.asked) == len(files(tmp_path)) == len(queued(engine)) == len(found)
    assert all(run.tries == 1 and run.skipped == 0 for run in found)
    with engine.connect() as connection:
        assert verify(connection).ok
    assert audited(engine).count(("root", "schedule.run", "schedule Each day", "done")) == 35


def test_a_report_waits_until_what_belongs_to_it_is_committed(
    engine: Engine, tmp_path: Path
) -> None:
    clock = Clock(START)
    add(engine, START, every(recurrence=replace(DAILY, at=DAILY.at.replace(hour=0, minute=0))))
    one = clerk(engine, tmp_path, clock)
    clock.at = utc("2026-03-20T23:00:59")
    assert work(one) == 0
    clock.at = utc("2026-03-20T23:01")
    assert work(one) == 1


def test_a_file_says_what_it_is(engine: Engine, tmp_path: Path) -> None:
    clock, press = Clock(START), Press()
    add(engine, START, every(campaigns=None, language="cs", format=Format.XLSX))
    one = clerk(engine, tmp_path, clock, press)
    clock.at = SOON
    assert work(one) == 1
    (run,) = runs(engine)
    assert (run.status, run.size, run.rows, run.hash) == (Status.DONE, 13, 2, "abc")
    assert (run.is_late, run.skipped, run.error) == (False, 0, None)
    assert files(tmp_path) == ["1-1.xlsx"]
    assert one.shelf.path(run.file or "").read_bytes() == b"first\nsecond\n"
    (asked,) = press.asked
    assert (asked.start, asked.end) == (utc("2026-03-19T23:00"), utc("2026-03-20T23:00"))
    assert (asked.zone, asked.language, asked.seen) == ("Europe/Prague", "cs", None)
    (told,) = queued(engine)
    assert told["title"] == "Each day"
    assert told["report"]["link"] == "https://here/api/v1/report-files/1"
    assert (told["report"]["hash"], told["report"]["bytes"]) == ("abc", 13)
    assert told["text"].startswith("Each day, 2026-03-20 (Europe/Prague): 2 rows, 13 bytes. https:")
    assert press.open == 0


def test_three_days_of_downtime_are_made_up_for_and_it_says_so(
    engine: Engine, tmp_path: Path
) -> None:
    clock = Clock(START)
    add(engine, START)
    clock.at = SOON + timedelta(days=2)
    assert work(clerk(engine, tmp_path, clock)) == 3
    found = runs(engine)
    assert [run.due_at for run in found] == [DUE + timedelta(days=n) for n in range(3)]
    assert [run.is_late for run in found] == [True, True, False]
    assert [told["report"]["late"] for told in queued(engine)] == [True, True, False]
    assert "It comes late." in queued(engine)[0]["text"]


def test_of_a_long_downtime_the_newest_are_made_up_for(engine: Engine, tmp_path: Path) -> None:
    clock = Clock(START)
    add(engine, START)
    clock.at = SOON + timedelta(days=19)
    assert work(clerk(engine, tmp_path, clock)) == clerks.CAUGHT_UP
    assert [run.skipped for run in runs(engine)] == [13, 0, 0, 0, 0, 0, 0]
    assert "Not made up for: 13 before it." in queued(engine)[0]["text"]


def test_who_is_disabled_gets_no_report_and_it_says_why(engine: Engine, tmp_path: Path) -> None:
    clock = Clock(START)
    mia = user(engine, "mia")
    add(engine, START, maker=mia)
    one = clerk(engine, tmp_path, clock)
    clock.at = SOON
    assert work(one) == 1
    access.disable_user(engine, CONSOLE, "mia")
    clock.at += timedelta(days=3)
    assert work(one) == 0
    first, *others = runs(engine)
    why = "Whoever asked for it may not have it any more: the schedule was ended."
    assert first.status is Status.DONE
    assert [(run.status, run.error) for run in others] == [(Status.FAILED, why)] * 3
    with engine.connect() as connection:
        ended = schedule_book.with_id(connection, 1)
    assert (ended.ended_at, ended.error) == (clock.at, why)
    assert audited(engine)[-1] == ("mia", "schedule.stop", "schedule Each day", "done")
    assert [told["kind"] for told in queued(engine)] == ["report.ready"] + ["report.failed"] * 3
    clock.at += timedelta(days=3)
    assert work(one) == 0
    assert len(runs(engine)) == 4


@pytest.mark.parametrize(
    ("role", "campaigns", "kind", "why"),
    [
        (Role.SUPERVISOR, None, "summary", "may not have it"),
        (Role.MANAGER, frozenset({2}), "summary", "does not see all its campaigns"),
    ],
)
def test_who_is_less_than_before_gets_no_report(
    engine: Engine,
    tmp_path: Path,
    role: Role,
    campaigns: frozenset[int] | None,
    kind: str,
    why: str,
) -> None:
    clock = Clock(START)
    add_campaigns(engine, 1, 2)
    mia = user(engine, "mia")
    add(engine, START, every(campaigns=(1, 2), kind=kind), mia)
    access.change_role(engine, CONSOLE, "mia", role, campaigns)
    clock.at = SOON
    assert work(clerk(engine, tmp_path, clock)) == 0
    (run,) = runs(engine)
    assert run.status is Status.FAILED
    assert why in (run.error or "")
    assert files(tmp_path) == []


def test_a_report_holds_what_its_maker_sees_at_that_time(engine: Engine, tmp_path: Path) -> None:
    clock, press = Clock(START), Press()
    add_campaigns(engine, 1, 2)
    mia = user(engine, "mia", campaigns=frozenset({1, 2}))
    add(engine, START, maker=mia)
    one = clerk(engine, tmp_path, clock, press)
    clock.at = SOON
    work(one)
    access.change_role(engine, CONSOLE, "mia", Role.MANAGER, frozenset({2}))
    clock.at += timedelta(days=1)
    work(one)
    assert [asked.seen for asked in press.asked] == [(1, 2), (2,)]
    before, after = runs(engine)
    with engine.connect() as connection:
        schedule = schedule_book.with_id(connection, 1)
    seeing = Actor("mia", Role.MANAGER, Means.SESSION, mia.id, campaigns=frozenset({2}))
    assert not schedules.is_readable(seeing, schedule, before)
    assert schedules.is_readable(seeing, schedule, after)


def test_a_failure_is_tried_three_times_then_told(engine: Engine, tmp_path: Path) -> None:
    def fail() -> None:
        raise DashboardError("The history of that time is not there any more.")

    clock, press = Clock(START), Press(fail)
    add(engine, START)
    one = clerk(engine, tmp_path, clock, press)
    clock.at = SOON
    for tries in (1, 2, 3):
        assert work(one) == 1
        (run,) = runs(engine)
        assert (run.tries, files(tmp_path)) == (tries, [])
        assert queued(engine) == [] or tries == 3
        clock.at += clerks.PAUSE * 2 ** (tries - 1)
    assert (run.status, run.error) == (
        Status.FAILED,
        "The history of that time is not there any more.",
    )
    assert work(one) == 0
    (told,) = queued(engine)
    assert (told["kind"], told["report"]["link"]) == ("report.failed", None)
    assert run.error in told["text"]


def test_where_nothing_can_be_written_nothing_is_left(engine: Engine, tmp_path: Path) -> None:
    clock = Clock(START)
    add(engine, START)
    tmp_path.joinpath(REPORTS).write_text("a file where a folder has to be")
    one = clerk(engine, tmp_path, clock)
    clock.at = SOON
    for tries in range(3):
        assert work(one) == 1
        clock.at += clerks.PAUSE * 2**tries
    (run,) = runs(engine)
    assert run.status is Status.FAILED
    assert "Not a directory" in (run.error or "")
    assert files(tmp_path) == []


def test_a_full_disk_leaves_no_half_file(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(START)
    add(engine, START)
    one = clerk(engine, tmp_path, clock)
    clock.at = SOON

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert one.look()
    (run,) = runs(engine)
    assert (run.status, files(tmp_path)) == (Status.WAITING, [])
    assert "No space left on device" in (run.error or "")
    clock.at += clerks.PAUSE
    assert work(one) == 1
    (run,) = runs(engine)
    assert (run.status, run.error, files(tmp_path)) == (Status.DONE, None, ["1-2.csv"])


def test_who_dies_three_times_is_given_up(engine: Engine, tmp_path: Path) -> None:
    clock = Clock(START)
    add(engine, START)
    one = clerk(engine, tmp_path, clock)
    clock.at = SOON
    one._plan()
    for _ in range(3):
        assert one._take() is not None  # and dies
        assert one._take() is None  # nobody else takes it while there may be life
        give_up_leases(engine)
    assert work(one) == 0
    (run,) = runs(engine)
    assert (run.status, run.error) == (Status.FAILED, "Three times whoever wrote the report died.")


def test_a_clerk_that_slept_too_long_leaves_nothing(engine: Engine, tmp_path: Path) -> None:
    """It wakes up between its last sign of life and the row: the other one's file is the file."""
    clock = Clock(START)
    other = clerk(engine, tmp_path, clock)

    def sleep() -> None:
        give_up_leases(engine)
        assert work(other) == 1

    add(engine, START)
    clock.at = SOON
    slow = clerk(engine, tmp_path, clock, Press(sleep))
    assert slow.look()
    (run,) = runs(engine)
    assert (run.status, run.tries, run.file) == (Status.DONE, 2, "1-2.csv")
    assert files(tmp_path) == ["1-2.csv"]
    assert len(queued(engine)) == 1
    assert [entry[1] for entry in audited(engine)].count("schedule.run") == 1


def test_who_lost_a_report_stops_writing_it(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clerks, "BEAT_SECONDS", 0.01)
    clock, lost = Clock(START), threading.Event()

    def lose() -> None:
        execute(engine, "UPDATE report_files SET tries = 2")
        assert lost.wait(20)

    monkeypatch.setattr(clerks._Held, "stop", lambda held, why: (stop(held, why), lost.set()))
    add(engine, START)
    clock.at = SOON
    assert clerk(engine, tmp_path, clock, Press(lose)).look()
    (run,) = runs(engine)
    assert (run.status, run.tries, files(tmp_path)) == (Status.WRITING, 2, [])


stop = clerks._Held.stop


def test_a_stop_leaves_the_report_to_another_at_once(engine: Engine, tmp_path: Path) -> None:
    clock = Clock(START)
    add(engine, START)
    clock.at = SOON
    leaving: list[Clerk] = []
    press = Press(lambda: [one.stop() for one in leaving])
    leaving.append(clerk(engine, tmp_path, clock, press))
    assert leaving[0].look()
    (run,) = runs(engine)
    assert (run.status, run.tries, run.error, files(tmp_path)) == (Status.WAITING, 0, None, [])
    assert LeavingError.__doc__
    assert work(clerk(engine, tmp_path, clock)) == 1


def test_who_ends_a_schedule_hears_no_more_of_it(engine: Engine, tmp_path: Path) -> None:
    clock = Clock(START)
    add(engine, START)
    one = clerk(engine, tmp_path, clock)
    clock.at = SOON
    one._plan()
    schedules.end(engine, CONSOLE, 1, reason="enough")
    assert work(one) == 0
    (run,) = runs(engine)
    assert run.status is Status.FAILED
    assert run.error == "The schedule was ended before the report was written."
    assert queued(engine) == []


def test_files_are_kept_for_a_while(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clerks, "TIDY_SECONDS", 0)
    monkeypatch.setattr(clerks, "KEPT_FILES", 2)
    clock = Clock(START)
    add(engine, START)
    one = clerk(engine, tmp_path, clock)
    clock.at = SOON + timedelta(days=3)
    work(one)
    assert files(tmp_path) == ["3-1.csv", "4-1.csv"]
    assert [run.removed_at is not None for run in runs(engine)] == [True, True, False, False]
    assert [run.hash for run in runs(engine)] == ["abc"] * 4
    schedules.end(engine, CONSOLE, 1)
    clock.at += clerks.KEPT + timedelta(seconds=1)
    work(one)
    assert files(tmp_path) == []
    assert all(run.removed_at and run.file is None for run in runs(engine))


def test_receivers_that_are_not_set_get_nothing(engine: Engine, tmp_path: Path) -> None:
    clock = Clock(START)
    add(engine, START, every(WISH, receivers=("apprise",)))
    clock.at = SOON
    assert work(clerk(engine, tmp_path, clock)) == 1
    assert queued(engine) == []
