"""A report written by a process of its own, so that live screens keep their pace meanwhile.

What it is to write goes in as JSON, the file comes out, and how far it is comes out beside it. The
process ends with its parent, however that ends, and when nobody reads what it writes.
"""

import fcntl
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any, Self

from data.domain.errors import DashboardError
from data.domain.report import Format, Question
from data.leash import leashed
from data.settings import ROOT, Settings

CHUNK_BYTES = 65_536
PIPE_BYTES = 1_048_576  # what the writer may be ahead: else it waits for the reader at each piece
LONGEST_SECONDS = 1_800.0
END_SECONDS = 2.0


class ReportFailedError(DashboardError):
    """The report could not be written."""


class ReportRefusedError(ReportFailedError):
    """What is asked has no answer, however often it is tried."""


class ReportStoppedError(ReportFailedError):
    """The report was stopped."""


class ReportTooLongError(ReportFailedError):
    """The report took too long: choose a shorter span, or fewer campaigns."""


class Child:
    """One process that writes one report; a context manager, in which it runs."""

    def __init__(
        self, settings: Settings, question: Question, format: Format, seconds: float | None = None
    ) -> None:
        """`seconds` is how long it may take."""
        self._order = {
            "database": settings.database,
            "question": question.plain(),
            "format": format.value,
        }
        self._seconds = LONGEST_SECONDS if seconds is None else seconds
        self._told: dict[str, Any] = {}
        self._ended: ReportFailedError | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        with tempfile.TemporaryFile() as order:  # a pipe could fill up before it is read
            order.write(json.dumps(self._order).encode())
            order.seek(0)
            with self._lock:
                self._process = _started(order)
        process = self._running
        self._listener = threading.Thread(
            target=self._listen, args=(_pipe(process.stderr),), name="report-progress", daemon=True
        )
        self._listener.start()
        self._timer = threading.Timer(self._seconds, self._end, (ReportTooLongError(),))
        self._timer.daemon = True
        self._timer.start()
        if self._ended:  # before it had begun
            process.terminate()
        return self

    def __exit__(self, *raised: object) -> None:
        self._timer.cancel()
        process = self._running
        process.terminate()
        _pipe(process.stdout).close()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._listener.join()
        _pipe(process.stderr).close()

    def chunks(self) -> Iterator[bytes]:
        """The file, in pieces of at most 64 KiB, as they come. Raises ReportFailedError where it is
        not whole."""
        output = _pipe(self._running.stdout)
        while chunk := output.read(CHUNK_BYTES):
            yield chunk
        code = self._running.wait()
        self._listener.join()
        if self._ended:
            raise self._ended
        if code != 0 or "manifest" not in self._told:
            failed = ReportRefusedError if self._told.get("refused") else ReportFailedError
            raise failed(self._told.get("error", ""))

    def progress(self) -> int:
        """How many rows were written so far."""
        return int(self._told.get("rows", 0))

    @property
    def manifest(self) -> dict[str, Any] | None:
        """What the file says of itself, as JSON can hold it; None before it is whole."""
        return self._told.get("manifest")

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._running.pid

    def stop(self) -> None:
        """End it, without waiting until it has; whoever reads is told. May be called at any time,
        by any thread."""
        self._end(ReportStoppedError())

    def _end(self, why: ReportFailedError) -> None:
        with self._lock:
            self._ended = self._ended or why
            if self._process is None or self._process.poll() is not None:
                return
            self._process.terminate()
        last = threading.Timer(END_SECONDS, self._process.kill)
        last.daemon = True
        last.start()

    def _listen(self, told: IO[bytes]) -> None:
        for line in told:
            try:
                self._told |= json.loads(line)
            except (ValueError, TypeError):  # a warning of some library
                continue

    @property
    def _running(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None, "it runs within its context only"
        return self._process


def _started(order: IO[bytes]) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        leashed(sys.executable, str(ROOT / "app.py"), "report", "write"),
        bufsize=0,
        stdin=order,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    if sys.platform == "linux":
        with suppress(OSError):  # somebody has too many of them
            fcntl.fcntl(_pipe(process.stdout), fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return process


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None, "all of its pipes are ours"
    return pipe
