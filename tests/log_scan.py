"""All logs of a test run, held against what must not stand in any: a find fails the run.

Read are the logs that served programs wrote, and what tests logged in their own processes. Several
processes may run the tests: the first one of them looks at the end.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
SERVED = "server-*.log"
SHOWN = 20
FOUND = 70  # the exit code, which tells a find from tests that failed
_PATTERNS: Mapping[str, str] = {
    "a phone number": r"(?<![\d.])\+?\d{9,15}(?!\d)|\+\d{1,3}(?:[ ./()-]{1,2}\d{2,4}){3,5}",
    "a token": r"\bcd[a-z]_[\w-]{16,}|\bBearer +(?!•)\S+",
    "a session": r"\b(?:session|csrf)=(?!•)[^\s;]+",
    "a password": r"\bpassword[\"']? ?[=:] ?[\"']?(?![\"']?•)\w|://[^/\s:@]+:[^@\s/]+@",
    "a forged line": r"[\x00-\x08\x0b-\x1f\x7f-\x9f]",
}
_ENDED = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
_CONSTANT = re.compile(r"\b\w*(?:PASSWORD|SECRET|TOKEN)\w* = \"([^\"\\]{8,})\"")


def finds(text: str) -> Iterator[tuple[str, str]]:
    """What a text holds that no log may: what it is, and the line."""
    for line in text.split("\n"):
        for what, pattern in _patterns().items():
            if pattern.search(line):
                yield what, line


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    secrets = "|".join(map(re.escape, sorted(_secrets_of_tests())))
    return {what: re.compile(pattern) for what, pattern in _PATTERNS.items()} | {
        "a secret of the tests": re.compile(secrets)
    }


def _secrets_of_tests() -> Iterable[str]:
    """The passwords and tokens that tests have as constants, and the key that servers get."""
    files = [path.read_text() for path in TESTS.rglob("*.py")]
    found = {secret for file in files for secret in _CONSTANT.findall(file)}
    return found | set(re.findall(r"\"SECRET_KEY\": \"([^\"]+)\"", "".join(files)))


def pytest_configure(config: pytest.Config) -> None:
    """Look in one process only: reports of tests come here from all."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Scan(config), "log_scan of this run")


class _Scan:
    """What was found in one run."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._found: dict[str, None] = {}  # the reports of one test repeat what they say

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look at what a test logged."""
        self._look(report.nodeid, report.caplog)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Look at what programs logged, and fail the run for what is found."""
        folder: Path = self._config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        for path in sorted(folder.rglob(SERVED)):
            self._look(str(path), path.read_text(errors="replace"))
        if self._found and session.exitstatus in _ENDED:
            session.exitstatus = FOUND

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was found."""
        if self._found:
            terminalreporter.section("what no log may hold", red=True)
        for line in islice(self._found, SHOWN):
            terminalreporter.write_line(line)

    def _look(self, where: str, text: str) -> None:
        self._found |= {f"{what} in {where}: {line}": None for what, line in finds(text)}
