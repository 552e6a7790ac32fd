"""The program as its users run it: a process of its own, on real parts."""

import json
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from redis.exceptions import RedisError
from sqlalchemy import Connection

from dashboard.auth.caller import SESSION
from dashboard.auth.requests import COOKIE, HEADER, csrf_token
from data import clock
from data.accounts import revision, sessions, tokens, users, walls
from data.broker import HINTS, connect
from data.database import open_engine
from data.domain.access import Role
from data.door import writing
from tests.forking import Forked

ROOT = Path(__file__).resolve().parent.parent
# Long enough for a machine that is busy with much else: only what fails waits for so long.
WAIT_SECONDS = 90
STOP_SECONDS = 60
ANSWER_SECONDS = 30
# Below the ports that systems give to outgoing connections, which might take one between our
# choosing and its use, and above the last one that no browser opens, 10080; each process of a test
# run begins elsewhere.
PORTS = range(10_081, 32_000)
_BEGIN = os.getpid() * 1009 % len(PORTS)
_PORTS = cycle([*PORTS[_BEGIN:], *PORTS[:_BEGIN]])
SECRET_KEY = "of-the-tests"


class Server:
    """`app.py serve` on a free port of loopback."""

    def __init__(self, folder: Path, database_url: str, redis_url: str = "") -> None:
        self.port = free_port()
        self.log = folder / f"server-{self.port}.log"
        self.settings = {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": SECRET_KEY,
            "PORT": str(self.port),
            "VAR_DIR": str(folder / "var"),
        }
        self._redis = connect(redis_url) if redis_url else None
        self.process: Forked | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Server":
        self.process = Forked(["serve"], os.environ | self.settings, self.log, self.log)
        self.wait_until(lambda: self.status("/readyz") == 200)
        return self

    def wait_until(self, holds: Callable[[], Any], seconds: float = WAIT_SECONDS) -> None:
        """Wait until something holds; where it cannot be told yet, it does not.

        Rings for the server first: what was written is looked at now, not within a second.
        """
        self._ring()
        deadline = time.monotonic() + seconds
        pause = 0.01
        while not _holds(holds):
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text()
            if time.monotonic() > deadline:
                assert holds(), self.log.read_text()  # or raises what was in the way
            time.sleep(pause)
            pause = min(2 * pause, 0.08)

    def _ring(self) -> None:
        with suppress(RedisError):
            if self._redis is not None:
                self._redis.publish(HINTS, "{}")

    def signal(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.signal(signal.SIGTERM)
        if self._redis is not None:
            self._redis.close()

    def sign_in(
        self, name: str, role: str, campaigns: Iterable[int] | None = None
    ) -> dict[str, str]:
        """The headers of a browser in which somebody of this role is signed in.

        An account is made, and the house is open to nobody else from then on.
        """
        with self._accounts() as (connection, now):
            user_id = users.add(connection, name, Role(role), now, campaigns=campaigns)
            session = sessions.begin(connection, user_id, now)
        return headers_of(session)

    def token(self, name: str, role: str, campaigns: Iterable[int] | None = None) -> dict[str, str]:
        """The headers of a program that has a token of this role."""
        secret = tokens.new_secret()
        life = timedelta(days=1)
        with self._accounts() as (connection, now):
            tokens.add(
                connection, name, Role(role), secret, now,
                life=life, by="the tests", campaigns=campaigns,
            )  # fmt: skip
        return {"Authorization": f"Bearer {secret}"}

    def wall(self, name: str, campaigns: Iterable[int] | None = None) -> str:
        """The token in the link of a new wall."""
        secret = walls.new_secret()
        with self._accounts() as (connection, now):
            walls.add(connection, name, secret, now, by="the tests", campaigns=campaigns)
        return secret

    @contextmanager
    def _accounts(self) -> Iterator[tuple[Connection, datetime]]:
        engine = open_engine(self.settings["DATABASE_URL"])
        try:
            with writing(engine) as connection:
                yield connection, clock.now(connection)
                revision.count_up(connection)
        finally:
            engine.dispose()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Any:
        """The JSON of an answer, whatever its status."""
        return json.loads(self.fetch(path, headers)[1])

    def status(self, path: str, headers: Mapping[str, str] | None = None) -> int:
        """The status of an answer; 0 where there is none."""
        try:
            return self.fetch(path, headers)[0]
        except OSError:
            return 0

    def fetch(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        """Status, body and content type."""
        asked = urllib.request.Request(self.url + path, headers=dict(headers or {}))
        try:
            with urllib.request.urlopen(asked, timeout=ANSWER_SECONDS) as answer:
                return answer.status, answer.read().decode(), answer.headers["content-type"]
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers["content-type"]


def headers_of(session: str) -> dict[str, str]:
    """What a browser sends with a session when a page of ours asks for a change."""
    vouched = csrf_token(session, SECRET_KEY)
    return {"Cookie": f"{SESSION}={session}; {COOKIE}={vouched}", HEADER: vouched}


def free_port() -> int:
    """A port that nobody listens on, and that nobody is given by chance before it is used."""
    return next(port for port in _PORTS if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _holds(holds: Callable[[], Any]) -> bool:
    with suppress(LookupError, TypeError, OSError):  # another answer, no answer
        return bool(holds())
    return False
