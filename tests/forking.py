"""Served programs in a tenth of the time: everything is imported once in a process without threads,
which forks for each program. `tests/test_app.py` starts the real command."""

import atexit
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from data.leash import tie_to_parent

_DEFAULTS = {signal.SIGTERM: signal.SIG_DFL, signal.SIGINT: signal.default_int_handler}
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.forking_preload"])


class Forked:
    """`app.py COMMAND…` in an environment of its own.

    It reads `given`, if there is any; what it writes is appended to the files.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        output: Path,
        errors: Path,
        given: Path = Path(os.devnull),
    ) -> None:
        files = (str(given), str(output), str(errors))
        self._command = command
        self._process: BaseProcess = _FORKS.Process(
            target=_run, args=(list(command), dict(environment), files)
        )
        self._process.start()
        # One that was left behind and does not end by itself would be waited for at the end.
        atexit.register(self.send_signal, signal.SIGKILL)

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
            raise subprocess.TimeoutExpired(list(self._command), seconds)
        return code


def run(
    command: Sequence[str], environment: Mapping[str, str], given: bytes = b"", seconds: float = 90
) -> subprocess.CompletedProcess[bytes]:
    """What a command of `app.py` ends with and has written. Raises TimeoutExpired."""
    with TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("output", "errors", "given")]
        files[2].write_bytes(given)
        code = Forked(command, environment, *files).wait(seconds)
        return subprocess.CompletedProcess(
            list(command), code, files[0].read_bytes(), files[1].read_bytes()
        )


def _run(command: Sequence[str], environment: Mapping[str, str], files: Sequence[str]) -> None:
    os.setsid()
    tie_to_parent(os.getppid())
    modes = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_APPEND] * 2)
    for number, (file, mode) in enumerate(zip(files, modes, strict=True)):
        opened = os.open(file, mode, 0o644)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    for signalled in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signalled, _DEFAULTS[signalled])
    os.environ.clear()
    os.environ.update(environment)

    from app import cli

    cli(list(command))
