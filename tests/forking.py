"""Served programs in a tenth of the time: everything is imported once in a process without threads,
which forks for each program. `tests/test_app.py` starts the real command."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

from data.leash import tie_to_parent

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.forking_preload"])


class Forked:
    """`app.py serve` with settings in its environment; what it says goes to a file."""

    def __init__(self, settings: Mapping[str, str], log: Path) -> None:
        self._process: BaseProcess = _FORKS.Process(target=_serve, args=(dict(settings), str(log)))
        self._process.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def wait(self, seconds: float) -> int:
        """The exit code, once it ends. Raises TimeoutExpired."""
        self._process.join(seconds)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired("app.py serve", seconds)
        return code


def _serve(settings: Mapping[str, str], log: str) -> None:
    os.setsid()
    tie_to_parent(os.getppid())
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(settings)

    from app import cli

    cli(["serve"])
