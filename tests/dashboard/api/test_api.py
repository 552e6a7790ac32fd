"""The API of a serving program, on both databases."""

import json
import pickle
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data.broker import connect
from data.domain.states import CODES
from data.embedded import EmbeddedValkey
from tests.dashboard.api.asking import call, dialed, raw
from tests.data.sql import execute
from tests.server import ANSWER_SECONDS, Server


@pytest.fixture
def spring(engine: Engine, server: Server) -> int:
    """A campaign of five contacts, one of which is being called, known to the server."""
    execute(
        engine,
        "INSERT INTO campaigns (name, mode, status) VALUES ('Spring', 'predictive', 'paused')",
        *["INSERT INTO contacts (campaign_id) VALUES (1)"] * 5,
        "UPDATE contacts SET state = 'calling', operator = 'ana' WHERE id = 1",
    )
    server.wait_until(lambda: server.status("/api/v1/campaigns/1") == 200)
    return 1


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
        execute(engine, "UPDATE contacts SET state = 'success' WHERE id = 1")
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


BAD_QUERIES = (
    "limit=0", "limit=1001", "limit=", "after=-1", "after=1e3", "after=%D9%A1%D9%A2",
    f"after={2**63}", "after=1&after=2",
)  # fmt: skip
BAD_REQUESTS = {
    404: (
        "campaigns/999", "campaigns/999/transitions", "campaigns/1e3", "campaigns/-1",
        f"campaigns/{10**30}", f"campaigns/{10**30}/transitions", "live?campaign=999", "nothing",
    ),
    400: (
        *(f"campaigns/1/transitions?{query}" for query in BAD_QUERIES),
        "live", "live?campaign=x", "live?campaign=1&campaign=2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bad_requests_get_a_problem(server: Server, spring: int) -> None:
    for status, paths in BAD_REQUESTS.items():
        for path in paths:
            found, body, kind = server.fetch(f"/api/v1/{path}")
            assert (found, kind) == (status, "application/problem+json"), path
            problem = json.loads(body)
            assert (problem["status"], bool(problem["detail"])) == (status, True)
            assert "Traceback" not in body


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_odd_requests_get_a_problem_and_hold_nobody_up(server: Server, spring: int) -> None:
    many = "&".join(f"a{number}=1" for number in range(20))
    assert server.fetch(f"/api/v1/live?campaign={spring}&{many}")[0] == 400
    for host, status in (("evil.example", "400"), ("localhost:1", "200")):
        answer = raw(server, f"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n")
        assert answer.split()[1] == status
    size = "Content-Length: 900000\r\n"
    head = f"POST /_dash-update-component HTTP/1.1\r\nHost: localhost\r\n{size}\r\n"
    assert raw(server, head + "x" * 400_000).split()[1] == "413"
    waiting = [dialed(server, head + "x") for _ in range(20)]
    assert server.status("/healthz") == 200
    for connection in waiting:
        connection.close()


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
        execute(engine, "DELETE FROM contacts", "DELETE FROM campaigns")
        assert live.read().endswith(b"retry: 500\n\n")
    assert server.status(f"/api/v1/live?campaign={spring}") == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_method_that_is_not_there_gets_a_problem(server: Server) -> None:
    status, _, headers = call(server, "DELETE", "/api/v1/campaigns")
    assert (status, headers["content-type"]) == (405, "application/problem+json")
    assert headers["allow"] == "GET, HEAD, OPTIONS"


def test_the_live_stream_follows_each_change(server: Server, spring: int, engine: Engine) -> None:
    with live_stream(server, spring) as live:
        assert live.headers["content-type"].startswith("text/event-stream")
        states = _states(live)
        first = next(states)
        assert first["counts"]["calling"] == 1
        execute(engine, "UPDATE contacts SET state = 'success' WHERE id <= 2")
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


def live_stream(server: Server, campaign: int) -> Any:
    address = f"{server.url}/api/v1/live?campaign={campaign}"
    return urllib.request.urlopen(address, timeout=ANSWER_SECONDS)


def _states(live: Any) -> Iterator[dict[str, Any]]:
    for line in live:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))
