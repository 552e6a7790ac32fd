"""Loading contacts and reporting moves over HTTP: an answer for each row, and odd bodies."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine

from data.domain.states import STATES
from tests.dashboard.api.asking import call, post
from tests.data.sql import execute, rows
from tests.server import Server

LOAD = "/api/v1/campaigns/7/contacts"
REPORT = "/api/v1/transitions"


@pytest.fixture
def spring(engine: Engine, server: Server) -> Server:
    """A server with a campaign in progress."""
    execute(
        engine,
        "INSERT INTO campaigns (id, name, mode, status)"
        " VALUES (7, 'Spring', 'predictive', 'in_progress')",
    )
    server.wait_until(lambda: server.status("/api/v1/campaigns/7") == 200)
    return server


def contents(engine: Engine) -> list[tuple[Any, ...]]:
    return rows(engine, "SELECT state, phone, operator FROM contacts ORDER BY id")


def test_contacts_are_loaded_reported_and_counted(spring: Server, engine: Engine) -> None:
    wanted: Any = [
        {"phone": "+442079460001", "name": "Ada Green", "external_id": "a"},
        {"state": "BCW"},
    ]
    status, problem = post(spring, LOAD, wanted)
    assert (status, problem["rows"][0]["index"], problem["rows"][0]["field"]) == (422, 1, "state")
    wanted[1] = {"state": "INVALID_RECORD", "phone": ""}
    status, loaded = post(spring, LOAD, {"contacts": wanted}, Idempotency_Key="once")
    assert (status, loaded["campaign_id"]) == (201, 7)
    assert [row["state"] for row in loaded["contacts"]] == ["initial", "invalid_record"]
    assert post(spring, LOAD, {"contacts": wanted}, Idempotency_Key="once") == (201, loaded)
    assert post(spring, LOAD, wanted[:1], Idempotency_Key="once")[0] == 422
    mine = loaded["contacts"][0]["id"]
    moves = [
        {"contact_id": mine, "from": "initial", "state": "calling"},
        {"contact_id": mine, "from": "calling", "state": "CALL_IN_PROGRESS", "operator": "Eva"},
        {"contact_id": mine, "state": "retry_scheduled", "retry_at": "2030-01-31T14:00:00Z"},
    ]
    status, reported = post(spring, REPORT, moves)
    assert status == 200
    assert [row["outcome"] for row in reported["transitions"]] == ["done"] * 3
    counts = lambda: spring.get("/api/v1/campaigns/7")["counts"]  # noqa: E731
    spring.wait_until(lambda: counts()["retry_scheduled"] == 1)
    assert contents(engine)[0] == ("retry_scheduled", "+442079460001", "Eva")


def test_a_lost_race_and_a_fence_answer_with_the_present_state(
    spring: Server, engine: Engine
) -> None:
    _, loaded = post(spring, LOAD, [{}, {}])
    first, second = (row["id"] for row in loaded["contacts"])
    assert post(spring, REPORT, [{"contact_id": first, "state": "calling"}])[0] == 200
    execute(engine, "UPDATE campaigns SET status = 'canceling' WHERE id = 7")
    moves = [
        {"contact_id": first, "state": "call_in_progress"},
        {"contact_id": first, "state": "calling", "from": "initial"},
        {"contact_id": second, "state": "calling"},
        {"contact_id": 999_999, "state": "calling"},
    ]
    status, problem = post(spring, REPORT, moves)
    assert (status, problem["detail"][:9]) == (409, "3 of 4 ro")
    told = [(row["index"], row["outcome"], row["state"], row["error"]) for row in problem["rows"]]
    assert told == [
        (0, "not_done", "calling", None),
        (1, "error", "calling", "moved"),
        (2, "error", "initial", "not_in_progress"),
        (3, "error", None, "unknown_contact"),
    ]
    assert all(row["detail"] for row in problem["rows"] if row["error"])
    assert post(spring, LOAD, [{}])[0] == 409
    assert [state for state, *_ in contents(engine)] == ["calling", "initial"]


MOVE = {"contact_id": 1, "state": "acw"}
BAD: list[tuple[str, int, tuple[Any, ...]]] = [
    (LOAD, 400, (b"[", None, {}, {"contacts": {}}, {"contacts": [], "more": 1}, "x")),
    (LOAD, 413, ([{}] * 1_001,)),
    (LOAD, 422, (
        [[]], [None], [{"id": 1}], [{"__proto__": 1}], [{"attempts": 3}], [{"phone": 1}],
        [{"phone": "1" * 65}], [{"name": "a\x00b"}], b'[{"name": "\\ud800"}]', [{"name": ["x"]}],
        [{"state": "calling"}], [{"state": "removed"}], [{"state": "hypnotized"}],
        [{"state": None}], [{"external_id": "a"}, {"external_id": "a"}],
    )),
    ("/api/v1/campaigns/99/contacts", 404, ([{}],)),
    (f"/api/v1/campaigns/{10**30}/contacts", 404, ([{}],)),
    (REPORT, 413, ([MOVE] * 1_001,)),
    (REPORT, 422, (
        [{}], [{"contact_id": 1}], [MOVE | {"contact_id": True}], [MOVE | {"contact_id": 1.0}],
        [MOVE | {"contact_id": "1"}], [MOVE | {"contact_id": 0}], [MOVE | {"contact_id": 2**63}],
        [MOVE | {"state": "other"}], [MOVE | {"from": "x"}], [MOVE | {"retry_at": "soon"}],
        [MOVE | {"retry_at": 7}], [MOVE | {"retry_at": "0001-01-01T00:00:00+14:00"}],
        [MOVE | {"operator": "a\nb"}], [MOVE | {"version": 1}],
    )),
]  # fmt: skip


def test_odd_bodies_get_a_problem_and_change_nothing(spring: Server, engine: Engine) -> None:
    post(spring, LOAD, [{}])
    before = contents(engine)
    for path, status, bodies in BAD:
        for body in bodies:
            found, problem, headers = call(spring, "POST", path, body)
            assert (found, problem["status"]) == (status, status), (path, body)
            assert headers["content-type"] == "application/problem+json"
            assert "Traceback" not in json.dumps(problem)
    assert contents(engine) == before
    assert post(spring, LOAD, [])[0] == 201
    assert post(spring, REPORT, [])[0] == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_vendors_spellings_are_taken(spring: Server, engine: Engine) -> None:
    _, loaded = post(spring, LOAD, [{}] * len(STATES))
    moves = [
        {"contact_id": row["id"], "state": state.wire_alias}
        for row, state in zip(loaded["contacts"], STATES, strict=True)
        if state.code not in ("initial", "canceled_by_admin", "removed")
    ]
    assert post(spring, REPORT, moves)[0] == 200
    assert [state for state, *_ in contents(engine)] == [
        "initial" if state.code in ("canceled_by_admin", "removed") else state.code
        for state in STATES
    ]
