"""A log that holds what none may fails the run, whoever ran the test."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.log_scan import FOUND, finds
from tests.server import ROOT, WAIT_SECONDS

pytestmark = pytest.mark.service

TEST = """
import logging

def test_it(tmp_path):
    (tmp_path / "server-1.log").write_text({served!r})
    logging.getLogger("x").warning({logged!r})
"""


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("call 420777123450 now", "a phone number"),
        ("+420 777 123 450", "a phone number"),
        ("cdt_abcdefghijklmnop0123", "a token"),
        ("Authorization: Bearer abc", "a token"),
        ("Cookie: session=abc", "a session"),
        ("password='abc'", "a password"),
        ("redis://me:word@host", "a password"),
        ("\x1b[2J", "a forged line"),
        ("the key is of-the-tests", "a secret of the tests"),
    ],
)
def test_what_no_log_may_hold_is_found(line: str, what: str) -> None:
    assert (what, line) in list(finds(f"fine\n{line}\n"))


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-23T16:11:09.123456Z [warning] 12345678 of +420 ••• ••• 450",
        "Authorization: Bearer •••; session=•••; password=•••; https://•••@host",
        "0.1234567890123 s",
    ],
)
def test_what_may_stand_in_a_log_is_not(line: str) -> None:
    assert list(finds(line)) == []


@pytest.mark.parametrize(
    ("served", "logged", "processes", "finds"),
    [
        ("fine", "fine", 0, 0),
        ("call +420777123450", "call +420777123450", 1, 2),
    ],
)
def test_a_find_fails_the_run(served: str, logged: str, processes: int, finds: int) -> None:
    # Not below the folder of this run, whose own scan would find it all.
    with TemporaryDirectory() as folder:
        Path(folder, "test_it.py").write_text(TEST.format(served=served, logged=logged))
        Path(folder, "pytest.ini").write_text("[pytest]")
        plugins = ["-p", "tests.log_scan"]
        where = [folder, f"--basetemp={folder}/temp", "-n", str(processes)]
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", *plugins, *where],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=WAIT_SECONDS,
            check=False,
        )
    assert ended.returncode == (FOUND if finds else 0), ended.stdout
    assert "1 passed" in ended.stdout
    assert ended.stdout.count("a phone number in") == finds
