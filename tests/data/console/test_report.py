"""`app.py report`: files on standard output, and files held against the database."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests import forking
from tests.data.reports import many
from tests.data.sql import rows

pytestmark = pytest.mark.service

Done = subprocess.CompletedProcess[bytes]
Run = Callable[..., Done]
MOVES = 60


@pytest.fixture
def run(engine: Engine, environment: None) -> Run:
    """Runs a command on a database with one campaign, as somebody at a terminal does."""
    many.fill(engine, MOVES)
    return lambda *command: forking.run(["report", *command], dict(os.environ), b"")


def test_a_file_is_written_told_audited_and_holds(run: Run, engine: Engine, tmp_path: Path) -> None:
    done = run("write", "transitions", "--campaign", "1", "--tz", "Europe/Prague")
    assert (done.returncode, done.stderr.startswith(b"60 rows as of ")) == (0, True)
    assert done.stdout.count(b"nobody was at home") == MOVES - 1
    assert rows(engine, "SELECT action, means FROM audit") == [("report.export", "console")]
    file = tmp_path / "moves.csv"
    file.write_bytes(done.stdout)
    assert run("verify", str(file)).returncode == 0


def test_a_file_that_was_changed_does_not_hold_and_says_where(run: Run, tmp_path: Path) -> None:
    whole = run("write", "transitions", "--format", "json").stdout
    file = tmp_path / "moves.json"
    file.write_bytes(whole.replace(b"nobody was at home", b"somebody was at home", 1))
    done = run("verify", str(file))
    assert done.returncode == 1
    assert b"reason" in done.stdout
    file.write_bytes(whole[: len(whole) // 2])
    assert run("verify", str(file)).returncode != 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("gossip",), b"kind: there is no 'gossip', only summary"),
        (("summary", "--tz", "Mars/Olympus"), b"tz: nobody knows the zone"),
        (("summary", "--from", "2026-05-02", "--to", "2026-05-01"), b"to: has to lie after from"),
        (("summary", "--from", "12026-01-01"), b"from: expected a day or a time"),
        (("audit", "--format", "pdf"), b"format: this report comes as csv"),
        ((), b"no question in standard input"),
    ],
)
def test_what_cannot_be_asked_is_exit_2_with_the_field_and_no_file(
    run: Run, command: tuple[str, ...], said: bytes
) -> None:
    done = run("write", *command)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in b" ".join(done.stderr.split())
