"""Other processes: each ends with the block that it was started for, every wait has an end."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from data.leash import leashed
from data.settings import ROOT

END_SECONDS = 10
_NO_SETTINGS: Mapping[str, str] = {}


@contextmanager
def running(
    *arguments: str, settings: Mapping[str, str] = _NO_SETTINGS
) -> Iterator["subprocess.Popen[str]"]:
    """A Python process, ended when the block is left; its input and output are pipes."""
    process = subprocess.Popen(
        leashed(sys.executable, *arguments),
        cwd=ROOT,
        env=os.environ | settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            _end(process)


def task(module: str, order: Any) -> list[str]:
    """The arguments that run a module of the benchmark with an order, a dataclass."""
    return ["-m", f"tests.bench.{module}", json.dumps(asdict(order))]


def answer(process: "subprocess.Popen[str]", seconds: float, question: str = "") -> Any:
    """What a process answers, as JSON, after it has read the question and ended by itself."""
    said, _ = process.communicate(question, timeout=seconds)
    if process.returncode:
        raise ChildProcessError(f"A process ended with {process.returncode}: {process.args}")
    return json.loads(said)


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until the condition holds. Raises TimeoutError, which says what was waited for."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(0.01)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
