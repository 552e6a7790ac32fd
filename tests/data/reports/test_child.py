"""A report in a process of its own: whole, or not there at all, and nothing is left of it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine

from data.domain.report import Format, Question
from data.reports.child import (
    Child,
    ReportFailedError,
    ReportRefusedError,
    ReportStoppedError,
    ReportTooLongError,
)
from data.settings import ROOT, Settings
from tests.data.reports import many
from tests.data.waiting import until

pytestmark = pytest.mark.service

MOVES = Question("transitions")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, var_dir=tmp_path)


@pytest.fixture
def large(sqlite_engine: Engine, sqlite_url: str, tmp_path: Path) -> Settings:
    """A database whose moves fit into no pipe."""
    many.fill(sqlite_engine, 20_000)
    return Settings(database_url=sqlite_url, var_dir=tmp_path)


@pytest.fixture(autouse=True)
def _nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No process, and no file."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    yield
    assert list(scratch.glob("campaign-report-*")) == []
    assert [one for one in psutil.Process().children(recursive=True) if is_report(one)] == []


def is_report(process: psutil.Process) -> bool:
    return process.is_running() and "report" in process.cmdline()


def test_a_report_is_whole_and_says_so(engine: Engine, settings: Settings) -> None:
    many.fill(engine, 1_200)
    with Child(settings, MOVES, Format.CSV) as child:
        content = b"".join(child.chunks())
        assert child.progress() == 1_200
    assert content.count(b"nobody was at home") == 1_199
    assert child.manifest["rows"] == 1_200
    assert child.manifest["totals"] == {"initial": 1, "retry_scheduled": 1_199}
    assert child.manifest["hash"] in content.decode()


def test_a_report_comes_in_pieces_of_64_kib_at_most(large: Settings) -> None:
    with Child(large, MOVES, Format.CSV) as child:
        sizes = [len(chunk) for chunk in child.chunks()]
    assert max(sizes) <= 65_536
    assert sum(sizes) > 10 * 65_536


def test_what_cannot_be_written_is_said(large: Settings) -> None:
    states, failed = Question("states"), pytest.raises(ReportFailedError, match="format")
    with Child(large, states, Format.PDF) as child, failed:
        list(child.chunks())
    assert child.manifest is None


def test_a_database_that_is_away_is_said(tmp_path: Path) -> None:
    gone = Settings(database_url=f"sqlite:///{tmp_path}/none.db", var_dir=tmp_path)
    with Child(gone, MOVES, Format.CSV) as child, pytest.raises(ReportFailedError, match="table"):
        list(child.chunks())


@pytest.mark.parametrize("format", [Format.CSV, Format.XLSX])
def test_stopping_ends_it_in_the_middle(large: Settings, format: Format) -> None:
    with Child(large, MOVES, format) as child:
        chunks = child.chunks()
        if format is Format.CSV:
            next(chunks)
        else:  # which goes out when it is whole
            until(lambda: child.progress() > 0)
        child.stop()
        with pytest.raises(ReportStoppedError):
            list(chunks)
    assert child.manifest is None


def test_stopping_before_it_began_ends_it(large: Settings) -> None:
    child = Child(large, MOVES, Format.CSV)
    child.stop()
    with child, pytest.raises(ReportStoppedError):
        list(child.chunks())


def test_whoever_takes_too_long_is_ended(large: Settings) -> None:
    with Child(large, MOVES, Format.CSV, seconds=0.05) as child, pytest.raises(ReportTooLongError):
        list(child.chunks())


def test_leaving_in_the_middle_ends_it(large: Settings) -> None:
    with Child(large, MOVES, Format.XLSX) as child:
        until(lambda: child.progress() > 0)
        pid = child.pid
    assert not psutil.pid_exists(pid)


def test_one_that_does_not_listen_is_killed(large: Settings) -> None:
    with Child(large, MOVES, Format.CSV) as child:
        next(child.chunks())
        os.kill(child.pid, signal.SIGSTOP)
        child.stop()
        with pytest.raises(ReportStoppedError):
            list(child.chunks())


def test_a_report_ends_with_its_parent(large: Settings, tmp_path: Path) -> None:
    holding = (
        "import sys; from data.reports.child import Child; from data.settings import load\n"
        "from data.domain.report import Format, Question\n"
        "with Child(load(), Question('transitions'), Format.XLSX) as child:\n"
        "    while not child.progress(): pass\n"
        "    print(child.pid, flush=True); sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", holding],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": large.database, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_what_was_given_up_is_refused_with_the_way_out(engine: Engine, settings: Settings) -> None:
    many.fill(engine, 10)
    many.give_up(engine, 5)
    refused = pytest.raises(ReportRefusedError, match="choose a later start")
    with Child(settings, MOVES, Format.CSV) as child, refused:
        b"".join(child.chunks())
