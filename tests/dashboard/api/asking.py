"""How tests ask the API: a serving program, or the routes alone."""

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from dashboard.api import errors
from dashboard.visitor import ENVIRON
from data import clock
from data.accounts import sessions, users
from data.accounts.directory import Directory
from data.domain.access import LOCAL, Actor, Role
from data.door import writing
from tests.server import ANSWER_SECONDS, Server


def call(
    server: Server, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, Any, dict[str, str]]:
    """The status of an answer, its JSON and its headers. Bytes are sent as they are."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"Content-Type": "application/json"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    asked = urllib.request.Request(
        server.url + path, None if method == "GET" else data, given, method=method
    )
    try:
        with urllib.request.urlopen(asked, timeout=ANSWER_SECONDS) as answer:
            return answer.status, json.load(answer), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error), dict(error.headers)


def post(server: Server, path: str, body: Any, **headers: str) -> tuple[int, Any]:
    """The status of an answer and its JSON."""
    return call(server, "POST", path, body, **headers)[:2]


def dialed(server: Server, request: str) -> socket.socket:
    """A connection on which something was sent as it stands."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=ANSWER_SECONDS)
    with suppress(ConnectionError):  # who is answered before all was read may hear no more
        connection.sendall(request.encode("latin-1"))
    return connection


def raw(server: Server, request: str, seconds: float = ANSWER_SECONDS) -> str:
    """The answer to what is sent as it stands."""
    with dialed(server, request) as connection:
        connection.settimeout(seconds)
        return connection.recv(65536).decode("latin-1")


def all_pages(server: Server, path: str, name: str) -> list[Any]:
    """What a list holds, read page by page to its end."""
    page = server.get(path)
    found = page[name]
    while page["next_cursor"] is not None:
        page = server.get(f"{path}&cursor={page['next_cursor']}")
        found += page[name]
    return found


def signed_in(engine: Engine, name: str, campaigns: Iterable[int] | None = None) -> Actor:
    """A manager with a session, who may see some campaigns or all."""
    with writing(engine) as connection:
        now = clock.now(connection)
        user = users.add(connection, name, Role.MANAGER, now, campaigns=campaigns)
        session = sessions.begin(connection, user, now)
    actor = Directory(engine).by_session(session)
    assert actor is not None
    return actor


class Routes:
    """Some routes of the API without the program around them, asked as somebody."""

    def __init__(self, *register: Callable[[Flask], None], actor: Actor = LOCAL) -> None:
        self.app = Flask(__name__)
        for routes in (errors.register, *register):
            routes(self.app)
        self._client = self.app.test_client()
        self._actor = actor

    def open(
        self, path: str, method: str = "GET", who: Actor | None = None, **given: Any
    ) -> TestResponse:
        """The answer to a path below `/api/v1/`."""
        return self._client.open(
            f"/api/v1/{path}", method=method, environ_base={ENVIRON: who or self._actor}, **given
        )
