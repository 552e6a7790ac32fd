"""A served program with somebody of every role, and how attacks are told from what they must leave
unharmed: its data, its log, and its answers to everybody else."""

import http.client
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from itertools import count, cycle
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from data import clock
from data.accounts import sessions
from data.commands import access
from data.database import open_engine
from data.domain.access import Actor, Means, Role
from data.door import writing
from tests.data.sql import execute, rows
from tests.security.state import May, unchanged
from tests.server import ANSWER_SECONDS, Server, headers_of

CONSOLE = Actor("console", Role.ADMIN, Means.CONSOLE)
PASSWORD = "seven green umbrellas"
BROWSERS = 8  # of each person
OWN, OTHER = 1, 2  # the campaign that the limited see, and one that they do not
NOBODY = "nobody"
LIMITED = "limited"
# What a browser sends along with a request that another site makes.
FOREIGN = ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Origin": "null"})
EXPECTED_ALERTS = {(OWN, "client_waiting"), (OTHER, "client_waiting")}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody, by what they send along with each request."""

    role: Role | None
    headers: Mapping[str, str] = field(default_factory=dict)
    campaigns: frozenset[int] | None = None

    @property
    def actor(self) -> Actor | None:
        """Whom the program takes the visitor for."""
        return Actor("x", self.role, campaigns=self.campaigns) if self.role else None

    def sending(self, **headers: str) -> "Visitor":
        """The same with other headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **named})


class House:
    """The program on two campaigns, with accounts, and one visitor of every kind."""

    def __init__(self, folder: Path, url: str, redis_url: str = "unix:///nowhere") -> None:
        self.engine: Engine = open_engine(url)
        self._is_settled = False
        self._browsers: Mapping[str, Iterator[Mapping[str, str]]] = {}
        self._instead: dict[str, Mapping[str, str]] = {}
        fill(self.engine)
        secrets = accounts(self.engine)
        self.server = Server(folder, url, redis_url).start()
        self.server.wait_until(lambda: self.server.status("/healthz") == 200)
        self.visitors = {
            NOBODY: Visitor(None),
            "dialer": Visitor(Role.DIALER, {"Authorization": f"Bearer {secrets['dialer']}"}),
            "wall": self.screen(secrets["wall"]),
            **{role.value: self.person(role.value) for role in access.DEMO_USERS.values()},
            LIMITED: replace(self.person(LIMITED), campaigns=frozenset({OWN})),
        }
        self.link = secrets["wall"]
        self._browsers = {
            self.visitors[name].headers["Cookie"]: cycle(headers)
            for name, headers in _more_browsers(self.engine).items()
        }

    def stop(self) -> None:
        self.server.stop()
        self.engine.dispose()

    def person(self, name: str) -> Visitor:
        """Somebody who has just signed in."""
        answer = self.ask("POST", "/login", {"name": name, "password": PASSWORD})
        assert answer.status == 200, answer.text
        return _signed_in(answer, Role.SUPERVISOR if name == LIMITED else Role(name))

    def screen(self, token: str) -> Visitor:
        """A screen that has just come in."""
        answer = self.ask("POST", "/wall/enter", {"token": token})
        assert answer.status == 200, answer.text
        return _signed_in(answer, Role.WALL)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        visitor: Visitor | str | None = None,
        **headers: str,
    ) -> Answer:
        """One request and its answer, which is never an error of ours. A stream is only begun. One
        of the visitors may be meant by name.

        On a 429 the request is repeated in another session of the same user, or after the wait
        where there is none. At the sign-in the 429 is the answer.
        """
        given = {"Content-Type": "application/json"} if body is not None else {}
        if visitor is not None:
            given |= (self.visitors[visitor] if isinstance(visitor, str) else visitor).headers
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        own = given.get("Cookie", "")
        answer = self._sent(method, path, sent, self._instead_of(own, given))
        for tries in count(1):
            if answer.status != HTTPStatus.TOO_MANY_REQUESTS or path == "/login":
                break
            if own in self._browsers and tries < BROWSERS:
                self._instead[own] = next(self._browsers[own])
            else:
                time.sleep(float(answer.headers["retry-after"]))
            answer = self._sent(method, path, sent, self._instead_of(own, given))
        assert answer.status < 500 or answer.status == 503, (method, path, answer.text)
        assert "Traceback" not in answer.text, (method, path)
        return answer

    def get(self, path: str, visitor: Visitor | str | None = None, **headers: str) -> Answer:
        return self.ask("GET", path, None, visitor, **headers)

    def post(
        self, path: str, body: Any, visitor: Visitor | str | None = None, **headers: str
    ) -> Answer:
        return self.ask("POST", path, body, visitor, **headers)

    def _instead_of(self, own: str, given: Mapping[str, str]) -> Mapping[str, str]:
        """The same headers with the session of another browser, where one is in use. What an attack
        forges stays forged."""
        other = self._instead.get(own, {})
        forged = given.get("X-CSRF-Token") != own.partition("csrf=")[2].partition(";")[0]
        return {**given, **{k: v for k, v in other.items() if k == "Cookie" or not forged}}

    def _sent(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        port = self.server.port
        opened = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        with closing(opened) as connection:
            connection.request(method, path, body, dict(headers))
            found = connection.getresponse()
            is_stream = (found.getheader("content-type") or "").startswith("text/event-stream")
            held = found.read1(2**16) if is_stream else found.read()
            return Answer(found.status, _headers(found), held)

    @contextmanager
    def unharmed(self, may_add: May | None = None) -> Iterator[None]:
        """Whatever happens within changes nothing but what is named, throws nothing and stops
        nobody."""
        self._settle()
        said = len(self.server.log.read_text())
        with unchanged(self.engine, may_add):
            yield
            assert self.ask("GET", "/healthz").status == 200
            assert self.ask("GET", "/api/v1/campaigns", None, self.visitors["admin"]).status == 200
            assert "Traceback" not in self.server.log.read_text()[said:]

    def _settle(self) -> None:
        """Wait for the alerts of both campaigns, which the monitor raises by itself."""
        if self._is_settled:
            return
        self.server.wait_until(lambda: self._raised() >= EXPECTED_ALERTS)
        self._is_settled = True

    def _raised(self) -> set[tuple[int, str]]:
        wanted = "SELECT campaign_id, cause FROM alerts WHERE resolved_at IS NULL"
        return {(campaign, cause) for campaign, cause in rows(self.engine, wanted)}


def fill(engine: Engine) -> None:
    """Two campaigns in progress, each with three contacts; in each a client waits for too long."""
    for campaign in (OWN, OTHER):
        execute(
            engine,
            "INSERT INTO campaigns (id, name, mode, status) VALUES"
            f" ({campaign}, 'Campaign of {campaign}', 'predictive', 'in_progress')",
            *(
                "INSERT INTO contacts (campaign_id, name, phone)"
                f" VALUES ({campaign}, 'Ada Green {number}', '+42077712345{number}')"
                for number in range(3)
            ),
            f"INSERT INTO thresholds VALUES ({campaign}, 'awaiting_free_operator', 1, 600)",
        )
    execute(engine, "UPDATE contacts SET state = 'awaiting_free_operator' WHERE id IN (3, 6)")


def _more_browsers(engine: Engine) -> Mapping[str, list[Mapping[str, str]]]:
    """What further browsers send in which the same people are signed in: each may ask as often as
    the first."""
    with writing(engine) as connection:
        now = clock.now(connection)
        users = connection.execute(text("SELECT id, name FROM users")).all()
        return {
            name: [headers_of(sessions.begin(connection, id, now)) for _ in range(BROWSERS)]
            for id, name in users
        }


def accounts(engine: Engine) -> dict[str, str]:
    """A user for each role, one more who is limited, a dialer and a wall."""
    for name, role in access.DEMO_USERS.items():
        access.add_user(engine, CONSOLE, name, role, PASSWORD)
    own = frozenset({OWN})
    access.add_user(engine, CONSOLE, LIMITED, Role.SUPERVISOR, PASSWORD, campaigns=own)
    dialer = access.create_token(engine, CONSOLE, "dialer", Role.DIALER, days=1)
    wall = access.create_wall(engine, CONSOLE, "Hall")
    return {"dialer": dialer.secret, "wall": wall.secret}


def _signed_in(answer: Answer, role: Role) -> Visitor:
    cookies = dict(
        line.split(";")[0].split("=", 1) for line in answer.headers["set-cookie"].split("\n")
    )
    held = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return Visitor(role, {"Cookie": held, "X-CSRF-Token": cookies["csrf"]})


def _headers(found: http.client.HTTPResponse) -> Mapping[str, str]:
    headers: dict[str, str] = {}
    for name, value in found.getheaders():
        key = name.lower()
        headers[key] = f"{headers[key]}\n{value}" if key in headers else value
    return headers
