"""A second look at a run that failed: what drives real programs and browsers may have met a busy
machine, so a few such tests are run once more, each alone. All else is final.

As a plugin of pytest it writes down what failed. `python -m tests.second_look CODE`, in the folder
of the run, is given the exit code of the run and ends with that of the gate.
"""

import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import pytest

FAILED = Path("tests/output/failed.json")  # test → what was said of it, of the last run
MOST = 3
TAIL_LINES = 40
# Not the real campaign: that a count is wrong once is what it looks for.
LIVE = (
    *("tests/live/", "tests/security/", "tests/test_app.py", "tests/docs/test_dialers.py"),
    *(f"tests/dashboard/api/test_{noun}.py" for noun in ("alerts", "api", "blacklist", "commands")),
    *(f"tests/dashboard/api/test_{noun}.py" for noun in ("contacts", "deeds", "dialers")),
    *("tests/dashboard/api/test_handover.py", "tests/dashboard/api/test_past.py"),
    "tests/test_reports.py",
)


def once_more(code: int, failed: Collection[str]) -> tuple[str, ...]:
    """The tests to look at again; none where the run is final: it was broken off, a log held what
    none may, too many failed, or one of those that depend on nothing but the code."""
    fits = len(failed) <= MOST and all(test.startswith(LIVE) for test in failed)
    return tuple(failed) if code == pytest.ExitCode.TESTS_FAILED and fits else ()


def looked(code: int) -> int:
    """The exit code of the gate, after a run that ended with `code`."""
    failed = json.loads(FAILED.read_text()) if FAILED.exists() else {}
    tests = once_more(code, failed)
    if not tests or not all(map(_passes_alone, tests)):
        return code
    for test in tests:
        tail = "\n".join(failed[test].splitlines()[-TAIL_LINES:])
        print(f"\n{'=' * 80}\nUNSTEADY: {test} failed once and passed alone\n{tail}")
    return 0


def _passes_alone(test: str) -> bool:
    print(f"\nA second look at {test}", flush=True)
    return subprocess.run([sys.executable, "-m", "pytest", test], check=False).returncode == 0


def pytest_configure(config: pytest.Config) -> None:
    """Write down in one process only: reports of tests come here from all."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Failed(config.rootpath / FAILED))


class _Failed:
    """What failed in this run."""

    def __init__(self, path: Path) -> None:
        self._path, self._said = path, dict[str, str]()
        path.unlink(missing_ok=True)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what is said of a failure; a test may fail in its parts."""
        if report.failed:
            self._said[report.nodeid] = self._said.get(report.nodeid, "") + report.longreprtext

    def pytest_sessionfinish(self) -> None:
        """Write down what failed."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._said))


if __name__ == "__main__":
    sys.exit(looked(int(sys.argv[1])))
