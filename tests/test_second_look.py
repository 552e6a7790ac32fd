"""A second look forgives what a busy machine did, and nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import second_look
from tests.log_scan import FOUND
from tests.second_look import FAILED, LIVE, looked, once_more
from tests.server import ROOT, WAIT_SECONDS

PAGE = "tests/live/test_page.py::test_it[sqlite]"
COUNT = "tests/data/test_feed.py::test_it"


@pytest.mark.parametrize("failed", [[PAGE], [PAGE, "tests/test_app.py::test_it", f"{PAGE}2"]])
def test_a_few_that_drive_real_programs_are_looked_at_again(failed: list[str]) -> None:
    assert once_more(1, failed) == tuple(failed)


@pytest.mark.parametrize(
    ("code", "failed"),
    [
        (1, []),  # something else failed the run
        (1, [f"{PAGE}{number}" for number in range(4)]),
        (1, [COUNT]),
        (1, [PAGE, COUNT]),
        (1, ["tests/test_real_campaign.py::test_it"]),
        (1, ["tests/dashboard/api/test_limits.py::test_it"]),  # asks no real program
        *((code, [PAGE]) for code in (2, 3, 4, 5, 130, 137, FOUND)),
    ],
)
def test_all_else_is_final(code: int, failed: list[str]) -> None:
    assert once_more(code, failed) == ()


def test_what_may_be_looked_at_again_is_there() -> None:
    for place in LIVE:
        assert (ROOT / place).exists(), place


@pytest.mark.parametrize(("passes", "code"), [(True, 0), (False, 1)])
def test_only_who_passes_alone_is_forgiven_and_that_is_said(
    passes: bool,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    written(tmp_path, {PAGE: "first\n" + "line\n" * 60 + "assert 1 == 2"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(second_look, "_passes_alone", lambda test: passes and test == PAGE)
    assert looked(1) == code
    said = capsys.readouterr().out
    assert (f"UNSTEADY: {PAGE} failed once and passed alone" in said) == passes
    assert ("assert 1 == 2" in said) == passes
    assert "first" not in said


def test_a_run_of_which_nothing_is_known_is_final(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert [looked(code) for code in (1, 2, 3, 4, 5)] == [1, 2, 3, 4, 5]


def written(folder: Path, failed: dict[str, str]) -> None:
    path = folder / FAILED
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(failed))


UNSTEADY = """
from pathlib import Path

def test_it():
    before = Path({mark!r})
    if not before.exists():
        before.touch()
        raise AssertionError("too slow")
    {rest}
"""


@pytest.mark.parametrize(
    ("rest", "processes", "code"), [("assert True", 2, 0), ("assert False", 0, 1)]
)
def test_from_the_run_to_the_gate(tmp_path: Path, rest: str, processes: int, code: int) -> None:
    (tmp_path / "tests/live").mkdir(parents=True)
    (tmp_path / "pytest.ini").write_text("[pytest]")
    test = UNSTEADY.format(mark=str(tmp_path / "mark"), rest=rest)
    (tmp_path / "tests/live/test_page.py").write_text(test)
    ran = python(tmp_path, "pytest", "-p", "tests.second_look", "-n", str(processes))
    assert ran.returncode == 1, ran.stdout
    ended = python(tmp_path, "tests.second_look", "1")
    assert ended.returncode == code, ended.stdout
    said = "UNSTEADY: tests/live/test_page.py::test_it failed once and passed alone"
    assert (said in ended.stdout) == (code == 0)


def python(folder: Path, *module: str) -> subprocess.CompletedProcess[str]:
    """A module of ours, run in another folder.

    Its runs keep their files there: pytest would shut the folder that all runs of a user share to
    everybody else, and the PostgreSQL of this very run is somebody else.
    """
    options = f"-p no:dash -p no:valkey --basetemp={folder / 'temp'}"
    return subprocess.run(
        [sys.executable, "-m", *module],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": options},
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
