"""Alerts over HTTP: listed, taken up, given back, and everything else refused."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.dashboard.api.asking import all_pages, call, post
from tests.data.sql import execute, rows
from tests.server import Server


@pytest.fixture
def waiting(engine: Engine, server: Server) -> int:
    """The alert of a client who waits, and a campaign with its own short limits."""
    execute(
        engine,
        "INSERT INTO campaigns (id, name, mode, status) VALUES (7, 'S', 'predictive', 'paused')",
        "INSERT INTO thresholds VALUES (7, 'awaiting_free_operator', 1, 600)",
        "INSERT INTO contacts (campaign_id, state, operator)"
        " VALUES (7, 'awaiting_free_operator', 'ana')",
    )
    server.wait_until(lambda: found(server))
    return int(found(server)[0]["id"])


def found(server: Server, query: str = "campaign=7&status=open") -> list[dict[str, Any]]:
    listed = server.get(f"/api/v1/alerts?{query}")["alerts"]
    return [alert for alert in listed if alert["cause"] == "client_waiting"]


def test_an_alert_lives_in_real_time(server: Server, waiting: int, engine: Engine) -> None:
    (alert,) = found(server)
    assert (alert["severity"], alert["status"], alert["count"]) == ("warn", "firing", 1)
    assert (alert["state"], alert["limit_seconds"]) == ("awaiting_free_operator", 1)
    assert alert["shared"] == [{"name": "operator", "value": "ana", "count": 1}]
    execute(engine, "UPDATE contacts SET state = 'success'")
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
    told = f"SELECT kind, by FROM alert_events WHERE alert_id = {waiting} AND by IS NOT NULL"
    kinds = ("acknowledged", "snoozed", "unacknowledged")
    assert rows(engine, told) == [(kind, "local operator") for kind in kinds]


REFUSED: dict[tuple[str, int], tuple[Any, ...]] = {
    ("acknowledge", 400): (b"{", [], None, b"[" * 20_000),
    ("acknowledge", 422): (
        {"status": "resolved"}, {"__proto__": 1}, {"note": 7}, {"note": "x" * 501},
        {"note": "a\x00b"}, {"minutes": 0}, {"minutes": True}, {"minutes": 10**30},
        {"minutes": 5, "until": "2030-01-01T00:00:00Z"}, {"until": "soon"},
        {"until": "2001-01-01T00:00:00Z"}, {"until": "9999-12-31T23:59:59-23:59"},
    ),
    ("snooze", 422): ({}, {"note": "x", "minutes": 5}),
    ("unacknowledge", 422): ({"note": "x"},),
}  # fmt: skip
REFUSED_HEADERS = (
    ({"Content_Type": "text/plain"}, 415),
    ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
    ({"Origin": "https://evil.example"}, 403),
    ({"Sec_Fetch_Site": "cross-site"}, 403),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_wrong_is_refused_and_changes_nothing(
    server: Server, waiting: int, engine: Engine
) -> None:
    tries: list[tuple[str, Any, dict[str, str], int]] = [
        (deed, body, {}, status) for (deed, status), bodies in REFUSED.items() for body in bodies
    ]
    tries += [("acknowledge", {}, headers, status) for headers, status in REFUSED_HEADERS]
    for deed, body, headers, status in tries:
        path = f"/api/v1/alerts/{waiting}/{deed}"
        answer, problem, told = call(server, "POST", path, body, **headers)
        assert (answer, problem["status"]) == (status, status), (deed, body, headers)
        assert problem["detail"]
        assert told["content-type"] == "application/problem+json"
    assert post(server, "/api/v1/alerts/999999/acknowledge", {})[0] == 404
    assert post(server, f"/api/v1/alerts/{10**30}/acknowledge", {})[0] == 404
    execute(engine, "UPDATE contacts SET state = 'success'")
    server.wait_until(lambda: not found(server))
    assert post(server, f"/api/v1/alerts/{waiting}/acknowledge", {})[0] == 409
    assert rows(engine, "SELECT * FROM alert_events WHERE by IS NOT NULL") == []


def test_pages_of_alerts_miss_none_and_repeat_none(
    server: Server, waiting: int, engine: Engine
) -> None:
    columns = "campaign_id, cause, state, severity, status, since, count, at_least, shared, snoozed"
    for number in range(7):
        execute(
            engine,
            f"INSERT INTO alerts ({columns}, version, resolved_at) VALUES (9, 'stuck', 'acw',"
            f" 'warn', 'resolved', '2026-01-0{number + 1}T00:00:00.000Z', 1, FALSE, '[]', FALSE, 0,"
            " '2026-01-09T00:00:00.000Z')",
        )
    seen = [alert["id"] for alert in all_pages(server, "/api/v1/alerts?limit=3", "alerts")]
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
