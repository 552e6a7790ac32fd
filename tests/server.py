"""The program as its users run it: a process of its own, on real parts."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30
STOP_SECONDS = 15


class Server:
    """`app.py serve` of a tree of the program, on a free port of loopback."""

    def __init__(
        self, folder: Path, database_url: str, redis_url: str = "", root: Path = ROOT
    ) -> None:
        self.root = root
        self.port = free_port()
        self.log = folder / f"server-{self.port}.log"
        self._settings = {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": "of-the-tests",
            "PORT": str(self.port),
            "VAR_DIR": str(folder / "var"),
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Server":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(self.root / "app.py"), "serve"],
                env=os.environ | self._settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_until(lambda: self.status("/readyz") == 200)
        return self

    def wait_until(self, holds: Any, seconds: float = START_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.02)

    def signal(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.signal(signal.SIGTERM)

    def get(self, path: str) -> Any:
        """The JSON of an answer, whatever its status."""
        return json.loads(self.fetch(path)[1])

    def status(self, path: str) -> int:
        """The status of an answer; 0 where there is none."""
        try:
            return self.fetch(path)[0]
        except OSError:
            return 0

    def fetch(self, path: str) -> tuple[int, str, str]:
        """Status, body and content type."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode(), answer.headers["content-type"]
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers["content-type"]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
