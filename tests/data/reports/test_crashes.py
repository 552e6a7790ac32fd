"""Killed at any step of a report, the next one leaves exactly one file and sends it.

A message is sent again only where the process died after the receiver had it and before that was
written down; it carries the same id then.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.audit import verify
from data.database import open_engine
from data.domain.schedule import Status
from data.notify.outbox import Outbox
from data.schema.tables import report_deliveries
from tests.data.accounts.people import audited
from tests.data.killing import forked, killed_after
from tests.data.reports.scenes import Clock, add, clerk, files, give_up_leases, runs, utc, work
from tests.data.sql import execute, read

pytestmark = pytest.mark.service

START = utc("2026-03-20T12:00")
DUE = utc("2026-03-21T01:30")
TOUCHES = {"os.rename", "os.remove", "os.mkdir"}


class Sink:
    """A receiver that writes down what it got."""

    name = "webhook"

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, delivery_id: int, _body: str, _sent_at: int) -> None:
        with self._path.open("a") as file:
            file.write(f"{delivery_id}\n")

    def got(self) -> list[str]:
        return self._path.read_text().split() if self._path.exists() else []


def once_through(engine: Engine, folder: Path, clock: Clock) -> None:
    work(clerk(engine, folder, clock))
    outbox = Outbox(engine, [Sink(folder / "got")], report_deliveries)
    while outbox.deliver("webhook"):
        pass


def worker(url: str, folder: Path, clock: Clock, survives: int) -> None:
    """Write what is due and send it, until the step after so many kills it."""
    engine = open_engine(url)
    step = killed_after(engine, survives)

    def touched(name: str, about: tuple[object, ...]) -> None:
        mine = str(about[0]) if about else ""
        if name in TOUCHES or (name == "open" and str(folder) in mine and "sqlite" not in mine):
            step()

    sys.addaudithook(touched)
    once_through(engine, folder, clock)
    os._exit(0)


@pytest.mark.parametrize("stride", [6, pytest.param(2, marks=pytest.mark.exhaustive)])
def test_a_report_survives_crashes(
    engine: Engine, database_url: str, tmp_path: Path, stride: int
) -> None:
    clock, sink = Clock(START), Sink(tmp_path / "got")
    add(engine, START)
    clock.at = DUE + timedelta(minutes=2)
    resent = 0
    # The two databases share the steps.
    first = 0 if engine.dialect.name == "sqlite" else stride // 2
    for survives in range(first, 200, stride):
        exit_code = forked(engine, worker, database_url, tmp_path, clock, survives)
        give_up_leases(engine)
        execute(engine, "UPDATE report_deliveries SET next_at = created_at")
        once_through(engine, tmp_path, clock)
        found = runs(engine)
        assert len(found) == survives // stride + 1
        assert {run.status for run in found} == {Status.DONE}
        assert files(tmp_path) == sorted(run.file or "" for run in found)
        assert len(set(sink.got())) == len(found)
        again = len(sink.got()) - len(found)
        assert again - resent <= 1
        resent = again
        if exit_code == 0:
            break
        clock.at += timedelta(days=1)
    assert exit_code == 0, "it never came to an end"
    assert survives > 30
    assert resent <= 3
    written = [entry for entry in audited(engine) if entry[1] == "schedule.run"]
    assert len(written) == len(found)
    assert read(engine, verify).ok
