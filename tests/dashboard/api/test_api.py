"""The API of a serving program, on both databases."""

import json
import pickle
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from data.broker import connect
from data.domain.states import CODES
from data.embedded import EmbeddedValkey
from tests.server import ANSWER_SECONDS, Server


@pytest.fixture
def spring(engine: Engine, server: Server) -> int:
    """A campaign of five contacts, one of which is being called, known to the server."""
    with engine.execution_options(write=True).begin() as connection:
        new = text(
            "INSERT INTO campaigns (name, mode, status) VALUES ('Spring', 'predictive', 'paused')"
            " RETURNING id"
        )
        campaign = int(connection.execute(new).scalar_one())
        contact = text("INSERT INTO contacts (campaign_id) VALUES (:campaign)")
        connection.execute(contact, [{"campaign": campaign}] * 5)
        connection.execute(
            text("UPDATE contacts SET state = 'calling', operator = 'ana' WHERE id = 1")
        )
    server.wait_until(lambda: server.status(f"/api/v1/campaigns/{campaign}") == 200)
    return campaign


def test_a_campaign_with_its_live_numbers(server: Server, spring: int) -> None:
    answer = server.get(f"/api/v1/campaigns/{spring}")
    assert answer["counts"] == dict.fromkeys((*CODES, "other"), 0) | {"initial": 4, "calling": 1}
    assert (answer["total"], answer["funnel"]) == (5, [5, 1, 0, 0, 0])
    assert answer["kpis"]["attempts"]["value"] == 1
    assert answer["kpis"]["connect_rate"]["value"] is None
    assert (answer["name"], answer["mode"], answer["status"]) == ("Spring", "predictive", "paused")
    assert answer["as_of"].endswith("Z")
    assert server.get("/api/v1/campaigns")["campaigns"][0]["counts"] == answer["counts"]


def test_the_history_page_by_page(server: Server, spring: int) -> None:
    path = f"/api/v1/campaigns/{spring}/transitions"
    server.wait_until(lambda: len(server.get(path)["transitions"]) == 6)
    first = server.get(f"{path}?limit=4")
    rest = server.get(f"{path}?after={first['next_after']}&limit=4")
    rows = first["transitions"] + rest["transitions"]
    assert [row["id"] for row in rows] == [1, 2, 3, 4, 5, 6]
    last = rows[-1]
    assert (last["from_state"], last["to_state"], last["operator"]) == ("initial", "calling", "ana")
    assert last["verdict"] == "expected"
    empty = server.get(f"{path}?after={rest['next_after']}")
    assert empty == {"transitions": [], "next_after": 6, "gone_up_to": 0}


def test_a_full_page_of_history_is_kept_and_an_open_one_is_not(
    server: Server, spring: int, engine: Engine, valkey_url: str
) -> None:
    path = f"/api/v1/campaigns/{spring}/transitions"
    server.wait_until(lambda: len(server.get(path)["transitions"]) == 6)
    full, before = server.get(f"{path}?limit=6"), server.get(path)
    with connect(valkey_url) as client:
        assert len(client.keys("dashboard:transitions/*")) == 1
        with engine.execution_options(write=True).begin() as connection:
            connection.execute(text("UPDATE contacts SET state = 'success' WHERE id = 1"))
        server.wait_until(lambda: len(server.get(path)["transitions"]) == 7)
        assert server.get(f"{path}?limit=6") == full
        client.flushall()
    assert server.get(f"{path}?limit=6") == full
    assert server.get(path)["transitions"][:6] == before["transitions"]


def test_history_is_answered_without_redis(
    server: Server, spring: int, valkey: EmbeddedValkey
) -> None:
    valkey.stop()
    path = f"/api/v1/campaigns/{spring}/transitions?limit=2"
    server.wait_until(lambda: len(server.get(path)["transitions"]) == 2)
    server.wait_until(lambda: server.get("/readyz")["redis"]["hints"] == "off")
    assert server.status("/readyz") == 200


BAD_REQUESTS = {
    "/api/v1/campaigns/999": 404,
    "/api/v1/campaigns/999/transitions": 404,
    "/api/v1/campaigns/1e3": 404,
    "/api/v1/campaigns/-1": 404,
    f"/api/v1/campaigns/{10**30}": 404,
    f"/api/v1/campaigns/{10**30}/transitions": 404,
    "/api/v1/campaigns/{id}/transitions?limit=0": 400,
    "/api/v1/campaigns/{id}/transitions?limit=1001": 400,
    "/api/v1/campaigns/{id}/transitions?limit=": 400,
    "/api/v1/campaigns/{id}/transitions?after=-1": 400,
    "/api/v1/campaigns/{id}/transitions?after=1e3": 400,
    "/api/v1/campaigns/{id}/transitions?after=%D9%A1%D9%A2": 400,
    f"/api/v1/campaigns/{{id}}/transitions?after={2**63}": 400,
    "/api/v1/campaigns/{id}/transitions?after=1&after=2": 400,
    "/api/v1/live": 400,
    "/api/v1/live?campaign=x": 400,
    "/api/v1/live?campaign=1&campaign=2": 400,
    "/api/v1/live?campaign=999": 404,
    "/api/v1/nothing": 404,
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bad_requests_get_a_problem(server: Server, spring: int) -> None:
    for path, status in BAD_REQUESTS.items():
        found, body, kind = server.fetch(path.replace("{id}", str(spring)))
        assert (found, kind) == (status, "application/problem+json"), path
        problem = json.loads(body)
        assert problem["status"] == status
        assert problem["detail"]
        assert "Traceback" not in body


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_odd_requests_get_a_problem_and_hold_nobody_up(server: Server, spring: int) -> None:
    many = "&".join(f"a{number}=1" for number in range(20))
    assert server.fetch(f"/api/v1/live?campaign={spring}&{many}")[0] == 400
    assert _raw(server, "GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n") == 400
    assert _raw(server, "GET /healthz HTTP/1.1\r\nHost: localhost:1\r\n\r\n") == 200
    size = "Content-Length: 900000\r\n"
    head = f"POST /_dash-update-component HTTP/1.1\r\nHost: localhost\r\n{size}\r\n"
    assert _raw(server, head + "x" * 400_000) == 413
    waiting = [_open(server, head + "x") for _ in range(20)]
    assert server.status("/healthz") == 200
    for connection in waiting:
        connection.close()


BAD_CALLS: tuple[Any, ...] = (
    *({}, [], None, "x", 1),
    {"output": "x.y", "inputs": []},
    {"output": "page.children"},
    {"output": ["page.children"], "inputs": {}},
    {"output": "page.children", "inputs": [None]},
    {"output": "page.children", "inputs": [{"id": "location", "property": "href", "value": "/"}]},
    {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [{"id": "location", "property": "pathname", "value": {"$": 1}}],
    },
    {
        "output": "page.children",
        "outputs": [],
        "inputs": [{"id": "location", "property": "pathname", "value": "/"}],
    },
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_callbacks_that_no_page_makes_are_refused(server: Server) -> None:
    for call in BAD_CALLS:
        request = urllib.request.Request(
            f"{server.url}/_dash-update-component",
            json.dumps(call).encode(),
            {"content-type": "application/json"},
        )
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(request, timeout=ANSWER_SECONDS)
        assert refusal.value.code == 400, call
        assert refusal.value.headers["content-type"] == "application/problem+json"
        refusal.value.close()
    assert "Traceback" not in server.log.read_text()


def test_what_stands_in_redis_is_never_run(
    server: Server, spring: int, valkey_url: str, tmp_path: Path
) -> None:
    path = f"/api/v1/campaigns/{spring}/transitions?limit=2"
    server.wait_until(lambda: len(server.get(path)["transitions"]) == 2)
    before, mark = server.get(path), tmp_path / "owned"
    with connect(valkey_url) as client:
        (key,) = client.keys("dashboard:*")
        client.set(key, b"!" + pickle.dumps(_Evil(mark)))
    assert server.get(path) == before
    assert not mark.exists()


def test_the_stream_of_a_deleted_campaign_ends(server: Server, spring: int, engine: Engine) -> None:
    with live_stream(server, spring) as live:
        next(_states(live))
        with engine.execution_options(write=True).begin() as connection:
            connection.execute(text("DELETE FROM contacts"))
            connection.execute(text("DELETE FROM campaigns"))
        assert live.read().endswith(b"retry: 500\n\n")
    assert server.status(f"/api/v1/live?campaign={spring}") == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_method_that_is_not_there_gets_a_problem(server: Server) -> None:
    request = urllib.request.Request(server.url + "/api/v1/campaigns", method="DELETE")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=ANSWER_SECONDS)
    assert refusal.value.code == 405
    assert refusal.value.headers["content-type"] == "application/problem+json"
    assert refusal.value.headers["allow"] == "GET, HEAD, OPTIONS"
    refusal.value.close()


def test_the_live_stream_follows_each_change(server: Server, spring: int, engine: Engine) -> None:
    with live_stream(server, spring) as live:
        assert live.headers["content-type"].startswith("text/event-stream")
        states = _states(live)
        first = next(states)
        assert first["counts"]["calling"] == 1
        with engine.execution_options(write=True).begin() as connection:
            connection.execute(text("UPDATE contacts SET state = 'success' WHERE id <= 2"))
        second = next(states)
    assert second["counts"]["success"] == 2
    assert second["funnel"] == [5, 2, 2, 2, 2]
    assert second["epoch"] == first["epoch"]
    assert second["seq"] > first["seq"]
    assert set(second) == {"campaign_id", "epoch", "seq", "as_of", "total", "counts", "funnel"}


def test_the_process_lives_and_is_ready(server: Server) -> None:
    assert server.get("/healthz") == {"status": "ok"}
    server.wait_until(lambda: server.get("/readyz")["history"]["age_seconds"] is not None)
    ready = server.get("/readyz")
    assert (ready["history"]["age_seconds"] < 60, ready["history"]["error"]) == (True, None)
    assert ready["status"] == "ready"
    assert ready["redis"] == {"hints": "on"}
    server.wait_until(lambda: server.get("/readyz")["feed"]["age_seconds"] < 3)
    assert ready["feed"]["drifts"] == 0


class _Evil:
    """Unpickled, it makes a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.mark,)


def _open(server: Server, request: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=ANSWER_SECONDS)
    with suppress(ConnectionError):  # who is answered before all was read may hear no more
        connection.sendall(request.encode())
    return connection


def _raw(server: Server, request: str) -> int:
    """The status of the answer to a request that is sent as it stands."""
    with _open(server, request) as connection:
        return int(connection.recv(4096).split()[1])


def live_stream(server: Server, campaign: int) -> Any:
    address = f"{server.url}/api/v1/live?campaign={campaign}"
    return urllib.request.urlopen(address, timeout=ANSWER_SECONDS)


def _states(live: Any) -> Iterator[dict[str, Any]]:
    for line in live:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))
