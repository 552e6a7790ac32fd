"""The embedded Valkey ends with the app, however the app ends."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from data.broker import connect
from data.embedded import EmbeddedValkey, listens
from tests.data.waiting import until
from tests.server import ROOT, STOP_SECONDS

HOLD = """
import signal, time
from data.embedded import EmbeddedValkey
# A run that was started in the background has inherited that SIGINT is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
valkey = EmbeddedValkey()
valkey.start()
print(valkey._process.pid, flush=True)
time.sleep(600)
"""


def test_it_answers_on_a_private_socket(valkey: EmbeddedValkey) -> None:
    with connect(valkey.url) as client:
        assert client.ping()
    socket = Path(valkey.url.removeprefix("unix://"))
    assert socket.stat().st_mode & 0o077 == 0
    assert socket.parent.stat().st_mode & 0o077 == 0


def test_stopping_leaves_nothing(valkey: EmbeddedValkey) -> None:
    valkey.stop()
    assert valkey._process.poll() is not None
    assert not Path(valkey.url.removeprefix("unix://")).parent.exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_orphan_is_left_when_the_app_is_killed(number: int) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    valkey = int(holder.stdout.readline())
    holder.send_signal(number)
    holder.wait(STOP_SECONDS)
    holder.stdout.close()
    until(lambda: not _lives(valkey), STOP_SECONDS)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def test_a_socket_is_waited_for_until_it_takes_connections(tmp_path: Path) -> None:
    path = tmp_path / "s"
    assert not listens(path)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))
        assert path.exists()
        assert not listens(path)
        bound.listen()
        assert listens(path)
