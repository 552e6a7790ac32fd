"""Alerts over HTTP: listed, taken up, given back, and everything else refused."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.server import ANSWER_SECONDS, Server


@pytest.fixture
def waiting(engine: Engine, server: Server) -> int:
    """The alert of a client who waits, and a campaign with its own short limits."""
    write(
        engine,
        "INSERT INTO campaigns (id, name, mode, status) VALUES (7, 'S', 'predictive', 'paused')",
        "INSERT INTO thresholds VALUES (7, 'awaiting_free_operator', 1, 600)",
        "INSERT INTO contacts (campaign_id, state, operator)"
        " VALUES (7, 'awaiting_free_operator', 'ana')",
    )
    server.wait_until(lambda: found(server))
    return int(found(server)[0]["id"])


def write(engine: Engine, *statements: str) -> None:
    with engine.execution_options(write=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def found(server: Server, query: str = "campaign=7&status=open") -> list[dict[str, Any]]:
    listed = server.get(f"/api/v1/alerts?{query}")["alerts"]
    return [alert for alert in listed if alert["cause"] == "client_waiting"]


def post(server: Server, path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"Content-Type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    asked = urllib.request.Request(server.url + path, data, given)
    try:
        with urllib.request.urlopen(asked, timeout=ANSWER_SECONDS) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error) | {"kind": error.headers["content-type"]}


def test_an_alert_lives_in_real_time(server: Server, waiting: int, engine: Engine) -> None:
    (alert,) = found(server)
    assert (alert["severity"], alert["status"], alert["count"]) == ("warn", "firing", 1)
    assert (alert["state"], alert["limit_seconds"]) == ("awaiting_free_operator", 1)
    assert alert["shared"] == [{"name": "operator", "value": "ana", "count": 1}]
    write(engine, "UPDATE contacts SET state = 'success'")
    server.wait_until(lambda: not found(server))
    (past,) = found(server, "status=resolved")
    assert past["id"] == waiting
    assert past["resolved_at"]


def test_it_is_taken_up_snoozed_and_given_back(
    server: Server, waiting: int, engine: Engine
) -> None:
    path = f"/api/v1/alerts/{waiting}"
    for _ in range(2):
        status, alert = post(server, f"{path}/acknowledge", {"note": " on\n it "})
        assert status == 200
        assert (alert["status"], alert["note"]) == ("acknowledged", "on it")
        assert alert["acknowledged_by"] == "local operator"
    status, alert = post(server, f"{path}/snooze", {"minutes": 15})
    assert (status, alert["snoozed"], alert["note"]) == (200, True, None)
    status, alert = post(server, f"{path}/unacknowledge", {})
    assert (status, alert["status"], alert["acknowledged_by"]) == (200, "firing", None)
    with engine.connect() as connection:
        told = text("SELECT kind, by FROM alert_events WHERE alert_id = :id AND by IS NOT NULL")
        assert connection.execute(told, {"id": waiting}).all() == [
            ("acknowledged", "local operator"),
            ("snoozed", "local operator"),
            ("unacknowledged", "local operator"),
        ]


REFUSED = [
    ("acknowledge", b"{", {}, 400),
    ("acknowledge", [], {}, 400),
    ("acknowledge", None, {}, 400),
    ("acknowledge", b"[" * 20_000, {}, 400),
    ("acknowledge", {}, {"Content_Type": "text/plain"}, 415),
    ("acknowledge", {}, {"Content_Type": "application/x-www-form-urlencoded"}, 415),
    ("acknowledge", {"status": "resolved"}, {}, 422),
    ("acknowledge", {"__proto__": 1}, {}, 422),
    ("acknowledge", {"note": 7}, {}, 422),
    ("acknowledge", {"note": "x" * 501}, {}, 422),
    ("acknowledge", {"note": "a\x00b"}, {}, 422),
    ("acknowledge", {"minutes": 0}, {}, 422),
    ("acknowledge", {"minutes": True}, {}, 422),
    ("acknowledge", {"minutes": 10**30}, {}, 422),
    ("acknowledge", {"minutes": 5, "until": "2030-01-01T00:00:00Z"}, {}, 422),
    ("acknowledge", {"until": "soon"}, {}, 422),
    ("acknowledge", {"until": "2001-01-01T00:00:00Z"}, {}, 422),
    ("acknowledge", {"until": "9999-12-31T23:59:59-23:59"}, {}, 422),
    ("acknowledge", {}, {"Origin": "https://evil.example"}, 403),
    ("acknowledge", {}, {"Sec_Fetch_Site": "cross-site"}, 403),
    ("snooze", {}, {}, 422),
    ("snooze", {"note": "x", "minutes": 5}, {}, 422),
    ("unacknowledge", {"note": "x"}, {}, 422),
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_wrong_is_refused_and_changes_nothing(
    server: Server, waiting: int, engine: Engine
) -> None:
    for deed, body, headers, status in REFUSED:
        answer, problem = post(server, f"/api/v1/alerts/{waiting}/{deed}", body, **headers)
        assert (answer, problem["status"]) == (status, status), (deed, body, headers)
        assert problem["detail"]
        assert problem["kind"] == "application/problem+json"
    assert post(server, "/api/v1/alerts/999999/acknowledge", {})[0] == 404
    assert post(server, f"/api/v1/alerts/{10**30}/acknowledge", {})[0] == 404
    write(engine, "UPDATE contacts SET state = 'success'")
    server.wait_until(lambda: not found(server))
    assert post(server, f"/api/v1/alerts/{waiting}/acknowledge", {})[0] == 409
    with engine.connect() as connection:
        told = text("SELECT count(*) FROM alert_events WHERE by IS NOT NULL")
        assert connection.execute(told).scalar_one() == 0


def test_pages_of_alerts_miss_none_and_repeat_none(
    server: Server, waiting: int, engine: Engine
) -> None:
    columns = "campaign_id, cause, state, severity, status, since, count, at_least, shared, snoozed"
    for number in range(7):
        write(
            engine,
            f"INSERT INTO alerts ({columns}, version, resolved_at) VALUES (9, 'stuck', 'acw',"
            f" 'warn', 'resolved', '2026-01-0{number + 1}T00:00:00.000Z', 1, FALSE, '[]', FALSE, 0,"
            " '2026-01-09T00:00:00.000Z')",
        )
    seen: list[int] = []
    cursor = ""
    while True:
        answer = server.get(f"/api/v1/alerts?limit=3{cursor}")
        seen += [alert["id"] for alert in answer["alerts"]]
        if answer["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['next_cursor']}"
    assert len(seen) == len(set(seen)) >= 8
    assert len(server.get("/api/v1/alerts?campaign=9&status=resolved")["alerts"]) == 7
    assert server.get("/api/v1/alerts?campaign=9&status=open")["alerts"] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_queries_that_cannot_be_meant_are_refused(server: Server) -> None:
    for query in (
        "status=x", "status=pending", "limit=0", "limit=201", "limit=1e3", "campaign=-1",
        "cursor=past", "cursor=past-x", "cursor=x-1", "cursor=past-99999999999999999999",
        "campaign=1&campaign=2", "sort=harm", f"campaign={10**30}",
    ):  # fmt: skip
        status, body, kind = server.fetch(f"/api/v1/alerts?{query}")
        assert (status, kind) == (400, "application/problem+json"), query
        assert json.loads(body)["detail"]
