"""Two serving programs over one PostgreSQL: one alert, one message, and either may die."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.dashboard.api.asking import post
from tests.data.sql import execute
from tests.server import Server, free_port

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
SECRET = "of-the-receiver"


class Receiver:
    """Takes messages on a port on which nobody listens until `start()`."""

    def __init__(self) -> None:
        self.port = free_port()
        self.got: list[tuple[dict[str, str], bytes]] = []
        self._server: HTTPServer | None = None

    def start(self) -> None:
        got = self.got

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                got.append(
                    (dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])))
                )
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = HTTPServer(("127.0.0.1", self.port), Handler)
        Thread(target=self._server.serve_forever).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def kinds_of(self, alert: int) -> list[str]:
        messages = [json.loads(body) for _, body in self.got]
        return [one["kind"] for one in messages if one["alert"]["id"] == alert]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that is down."""
    made = Receiver()
    yield made
    made.stop()


@pytest.fixture
def servers(
    database_url: str, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Server]]:
    """Two programs that tell the receiver; not started yet."""
    monkeypatch.setenv("ALERT_WEBHOOK_URL", f"http://127.0.0.1:{receiver.port}/hook")
    monkeypatch.setenv("ALERT_WEBHOOK_SECRET", SECRET)
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(Server(tmp_path / name, database_url))
    yield made
    for server in made:
        server.stop()


def stuck(server: Server) -> list[dict[str, Any]]:
    """The open alerts of contacts that are stuck."""
    found = server.get("/api/v1/alerts?status=open")["alerts"]
    return [alert for alert in found if alert["cause"] == "stuck"]


def wait_for(server: Server, *states: tuple[str, str]) -> list[dict[str, Any]]:
    """The alerts once they are in these states, each with its status."""

    def holds() -> bool:
        return sorted((one["state"], one["status"]) for one in stuck(server)) == sorted(states)

    server.wait_until(holds)
    return stuck(server)


def holder_of(engine: Engine) -> str | None:
    holder: str | None = execute(engine, "SELECT holder FROM leases WHERE name = 'alerts'")
    return holder


def test_one_alert_one_message_and_either_may_die(
    servers: list[Server], receiver: Receiver, engine: Engine
) -> None:
    one, two = servers
    one.start()
    one.wait_until(lambda: holder_of(engine) is not None)
    first = holder_of(engine)
    two.start()
    execute(
        engine,
        "INSERT INTO campaigns (id, name, mode, status) "
        "VALUES (7, 'Spring', 'progressive', 'in_progress')",
        "INSERT INTO thresholds VALUES (7, 'calling', 2, 9000), (7, 'acw', 2, 9000)",
        "INSERT INTO contacts (campaign_id, state) VALUES (7, 'initial')",
        "UPDATE contacts SET state = 'calling'",
    )
    (alert,) = wait_for(one, ("calling", "firing"))
    assert [other["id"] for other in wait_for(two, ("calling", "firing"))] == [alert["id"]]
    assert receiver.got == []  # it is down
    receiver.start()
    one.wait_until(lambda: receiver.kinds_of(alert["id"]) == ["fired"])
    for headers, body in receiver.got:
        signed = f"{headers['X-Alert-Timestamp']}.".encode() + body
        wanted = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        assert headers["X-Alert-Signature"] == f"sha256={wanted}"
    assert post(one, f"/api/v1/alerts/{alert['id']}/acknowledge", {"note": "on it"})[0] == 200
    (shown,) = wait_for(two, ("calling", "acknowledged"))
    assert shown["note"] == "on it"
    execute(engine, "UPDATE contacts SET state = 'call_in_progress'")
    wait_for(two)

    holder, survivor = (one, two) if holder_of(engine) == first else (two, one)
    holder.kill()
    execute(engine, "UPDATE contacts SET state = 'acw'")
    (after,) = wait_for(survivor, ("acw", "firing"))
    survivor.wait_until(lambda: receiver.kinds_of(after["id"]) == ["fired"])
    assert holder_of(engine) != first or holder is two
    assert receiver.kinds_of(alert["id"]) == ["fired"]
