"""Contacts over HTTP: pages, one with its history, and what odd requests get."""

import json
from urllib.parse import quote

import pytest
from sqlalchemy import Engine, text

from tests.data.history.log import unguarded
from tests.data.sql import execute
from tests.phone_numbers import raw_numbers
from tests.server import Server

MOVES = ("calling", "call_in_progress", "success", "calling")


@pytest.fixture
def spring(engine: Engine, server: Server) -> str:
    """The path of a campaign's contacts: 7 of them, one with a history."""
    execute(
        engine,
        "INSERT INTO campaigns (id, name, mode) VALUES (1, 'Spring', 'predictive')",
        *(
            "INSERT INTO contacts (campaign_id, phone, name, external_id)"
            f" VALUES (1, '+420 777 123 45{number}', 'Ada Green {number}', 'C{number}')"
            for number in range(7)
        ),
        *(
            f"UPDATE contacts SET state = '{state}', operator = 'ana',"
            " reason = 'call +420777123450' WHERE id = 1"
            for state in MOVES
        ),
    )
    server.wait_until(lambda: server.status("/api/v1/campaigns/1") == 200)
    return "/api/v1/campaigns/1/contacts"


def test_pages_lead_from_one_to_the_next(server: Server, spring: str) -> None:
    first = server.get(f"{spring}?limit=4&sort=-id")
    assert [row["id"] for row in first["contacts"]] == [7, 6, 5, 4]
    assert (first["complete"], first["matches"]) == (True, None)
    rest = server.get(f"{spring}?limit=4&sort=-id&cursor={first['next_cursor']}")
    assert [row["id"] for row in rest["contacts"]] == [3, 2, 1]
    assert rest["next_cursor"] is None


def test_filters_find_and_phones_are_masked(server: Server, spring: str) -> None:
    (row,) = server.get(f"{spring}?state=calling,other&operator=ana&min_attempts=2")["contacts"]
    assert (row["id"], row["attempts"], row["phone"]) == (1, 2, "+420 ••• ••• 450")
    assert row["reason"] == "call +420 ••• ••• 450"
    assert row["state_since"].endswith("Z")
    for wanted in ("123 453", "c3", "3", "ada green 3"):
        assert server.get(f"{spring}?q={quote(wanted)}")["matches"] == 1, wanted
    assert server.get(f"{spring}?min_dwell=86400")["contacts"] == []
    assert raw_numbers(json.dumps(server.get(spring))) == []


def test_without_an_order_chosen_states_come_by_their_time(
    server: Server, spring: str, engine: Engine
) -> None:
    execute(engine, "UPDATE contacts SET state = 'calling' WHERE id = 2")
    ids = lambda query: [row["id"] for row in server.get(spring + query)["contacts"]]  # noqa: E731
    assert ids("?state=initial,calling") == ids("?state=initial,calling&sort=since")
    assert ids("?state=initial,calling")[-1] == 2
    assert ids("") == ids("?sort=id") == ids("?state=initial,calling&sort=id") == list(range(1, 8))


def test_one_contact_with_its_history(server: Server, spring: str) -> None:
    answer = server.get("/api/v1/contacts/1?limit=3")
    assert answer["contact"]["phone"] == "+420 ••• ••• 450"
    assert [move["to_state"] for move in answer["history"]] == list(reversed(MOVES))[:3]
    assert answer["history"][0]["verdict"] == "unexpected"
    rest = server.get(f"/api/v1/contacts/1?before={answer['next_before']}")
    assert [move["to_state"] for move in rest["history"]] == ["calling", "initial"]
    assert rest["next_before"] is None
    assert raw_numbers(json.dumps([answer, rest])) == []


def test_an_answer_that_is_shared_is_never_older_than_the_numbers(
    server: Server, spring: str, engine: Engine
) -> None:
    for number in range(5):
        state = ("calling", "retry_scheduled")[number % 2]
        before = server.get("/api/v1/contacts/2")
        execute(engine, "UPDATE contacts SET state = :state WHERE id = 2", state=state)
        counts = lambda: server.get("/api/v1/campaigns/1")["counts"]  # noqa: E731
        wanted = 2 if state == "calling" else 1
        server.wait_until(lambda: counts()["calling"] == wanted)  # noqa: B023
        after = server.get("/api/v1/contacts/2")
        assert len(after["history"]) == len(before["history"]) + 1
        assert after["contact"]["state"] == state


BAD = {
    422: ("state=nothing", "min_dwell=5&max_dwell=4", "min_attempts=5&max_attempts=4"),
    400: (
        "state=initial&state=acw", "state=" + "a" * 501, "q=" + "a" * 65, "q=%00",
        "operator=%0d%0a", "operator=" + "a" * 201, "min_dwell=-1", "min_dwell=1e3",
        "max_dwell=3000000001", "min_attempts=x", "sort=phone", "sort=id;drop", "limit=0",
        "limit=201", "limit=1&limit=2", "cursor=x", "cursor=" + "A" * 401, "phone=1",
        "__proto__=1",
    ),
}  # fmt: skip
ODD_BUT_FINE = (
    *("?q=%25_%25", "?q='%20or%201=1--", "?q=%FF%FE", "?q=", "?q=٣٣٣", "?state=", "?state=,"),
    *("?max_dwell=3000000000", "?min_dwell=3000000000", "?operator=%F4%8F%BF%BF"),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_odd_requests_get_a_problem(server: Server, spring: str) -> None:
    cursor = server.get(f"{spring}?limit=1")["next_cursor"]
    bad = {f"{spring}?{query}": status for status, queries in BAD.items() for query in queries}
    paths = bad | {
        f"{spring}?limit=1&sort=-id&cursor={cursor}": 400,
        f"{spring}?limit=1&cursor={cursor[:-2]}": 400,
        "/api/v1/campaigns/9/contacts": 404,
        f"/api/v1/campaigns/{2**63}/contacts": 404,
        "/api/v1/contacts/99": 404,
        "/api/v1/contacts/-1": 404,
        f"/api/v1/contacts/{2**63 - 1}": 404,
        "/api/v1/contacts/1?before=0": 400,
        "/api/v1/contacts/1?limit=1001": 400,
        "/api/v1/contacts/1?x=1": 400,
    }
    for path, status in paths.items():
        found, body, kind = server.fetch(path)
        assert (found, kind) == (status, "application/problem+json"), path
        assert json.loads(body)["detail"], path
    for query in ODD_BUT_FINE:
        assert server.status(spring + quote(query, safe="?=&%+,")) == 200, query


def test_what_is_not_kept_any_more_is_told_of(server: Server, spring: str, engine: Engine) -> None:
    whole = server.get("/api/v1/contacts/1")
    assert (whole["history"][-1]["from_state"], whole["gone_before"]) == (None, None)
    with unguarded(engine) as connection:
        floor = "UPDATE log_floor SET at = :at, last_id = 7"
        connection.execute(text(floor), {"at": "2026-01-01T00:00:00.000Z"})
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER transitions_delete"))
        connection.execute(text("DELETE FROM transitions WHERE id <= 7"))
    execute(engine, "UPDATE contacts SET state = 'retry_scheduled' WHERE id = 1")
    server.wait_until(lambda: server.get("/api/v1/contacts/1")["gone_before"] is not None)
    rest = server.get("/api/v1/contacts/1")
    assert rest["gone_before"] == "2026-01-01T00:00:00.000Z"
    assert rest["next_before"] is None
    moves = server.get("/api/v1/campaigns/1/transitions")
    assert moves["gone_up_to"] == 7
    assert moves["transitions"][0]["id"] == 8
