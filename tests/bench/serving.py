"""The dashboard and its peer, each served by a process of its own."""

import http.client
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from tests.bench.process import free_port, running, wait_until

START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers: where a campaign's page is, and its process."""

    port: int
    page: str
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """What the process has used of a core so far."""
        times = self.process.cpu_times()
        return times.user + times.system


@contextmanager
def dashboard(url: str, redis_url: str) -> Iterator[Served]:
    """The dashboard, ready."""
    settings = {
        "DATABASE_URL": url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "of a benchmark",
        "LOG_LEVEL": "warning",
    }
    with _served(["app.py", "serve"], settings, ready="/readyz", page="/campaigns/1") as served:
        yield served


@contextmanager
def peer(url: str, redis_url: str) -> Iterator[Served]:
    """The page that a Dash developer would write first; it knows no Redis."""
    settings = {"DATABASE_URL": url}
    command = ["-m", "tests.bench.peers.interval"]
    with _served(command, settings, ready="/_dash-layout", page="/") as served:
        yield served


@contextmanager
def _served(
    command: list[str], settings: Mapping[str, str], ready: str, page: str
) -> Iterator[Served]:
    port = free_port()
    with running(*command, settings={**settings, "PORT": str(port)}) as process:
        wait_until(lambda: _is_ready(process, port, ready), START_SECONDS, f"{command} to be ready")
        yield Served(port, f"http://127.0.0.1:{port}{page}", psutil.Process(process.pid))


def _is_ready(process: "subprocess.Popen[str]", port: int, path: str) -> bool:
    if process.poll() is not None:
        raise ChildProcessError(f"It ended with {process.returncode}: {process.args}")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
