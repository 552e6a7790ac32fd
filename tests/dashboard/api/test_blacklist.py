"""The blacklist, erasing and revealing over HTTP: done once, told masked, and else refused."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from sqlalchemy import Engine

from data.blacklist.entries import LIST_LIMIT
from tests.data.blacklist.lists import NUMBER, campaigns, contact, rows, states
from tests.phone_numbers import raw_numbers
from tests.server import ANSWER_SECONDS, Server

LIST = "/api/v1/blacklist"
HUGE = 10**30


def call(
    server: Server, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, Any], dict[str, str]]:
    """The status of an answer, its JSON, and its headers."""
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
        return error.code, json.load(error), dict(error.headers)


def test_a_number_is_added_listed_and_lifted(server: Server, engine: Engine) -> None:
    campaigns(engine, "in_progress")
    contact(engine, 1, "777 123 456")
    asked = {"phone": "00420 777 123 456", "reason": " asked\n twice "}
    status, plan, _ = call(server, "POST", f"{LIST}?dry_run=1", {"phone": NUMBER})
    assert (status, plan["kind"], plan["counts"]["moved"]) == (200, "blacklist", 1)
    assert rows(engine, "SELECT id FROM blacklist") == []
    status, entry, _ = call(server, "POST", LIST, asked, Idempotency_Key="k")
    assert status == 201
    assert (entry["phone"], entry["reason"], entry["source"]) == (
        "+420 ••• ••• 456", "asked twice", "manual",
    )  # fmt: skip
    again = call(server, "POST", LIST, asked, Idempotency_Key="k")
    assert again[1] == entry
    other = call(server, "POST", LIST, {"phone": NUMBER, "reason": "r"})
    assert (other[0], other[1]["id"], other[1]["operation_id"]) == (200, entry["id"], None)
    listed = call(server, "GET", f"{LIST}?active=1")[1]
    assert [one["id"] for one in listed["entries"]] == [entry["id"]]
    assert raw_numbers(json.dumps(listed)) == []
    path = f"{LIST}/{entry['id']}"
    assert call(server, "DELETE", f"{path}?dry_run=1", {})[1]["kind"] == "lift"
    status, lifted, _ = call(server, "DELETE", path, {"reason": "asked again"})
    assert (status, lifted["lifted_reason"]) == (200, "asked again")
    assert call(server, "DELETE", path, {"reason": "r"})[0] == 409
    assert call(server, "DELETE", f"{path}?dry_run=1", {})[0] == 409
    assert call(server, "GET", f"{LIST}?active=1")[1]["entries"] == []
    assert len(call(server, "GET", f"{LIST}?active=0")[1]["entries"]) == 1


def test_who_waits_and_who_arrives_is_not_called(server: Server, engine: Engine) -> None:
    campaigns(engine, "in_progress", "in_progress")
    contact(engine, 1, "777 123 456")
    entry = call(server, "POST", LIST, {"phone": NUMBER, "reason": "r"})[1]
    server.wait_until(lambda: states(engine) == ["blacklisted"])
    contact(engine, 2, "00420777123456")
    contact(engine, 2, "00420777123457")
    server.wait_until(lambda: states(engine) == ["blacklisted", "blacklisted", "initial"])
    call(server, "DELETE", f"{LIST}/{entry['id']}", {"reason": "r"})
    server.wait_until(lambda: states(engine) == ["initial"] * 3)
    assert rows(engine, "SELECT count(*) FROM commands WHERE type = 'blacklist.lift'") == [(2,)]


def test_pages(server: Server, engine: Engine) -> None:
    for number in range(7):
        asked = {"phone": f"+42077700000{number}", "reason": "r"}
        assert call(server, "POST", LIST, asked)[0] == 201
    seen: list[int] = []
    cursor = ""
    while True:
        answer = call(server, "GET", f"{LIST}?limit=3{cursor}")[1]
        seen += [entry["id"] for entry in answer["entries"]]
        if answer["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['next_cursor']}"
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 7
    found = call(server, "GET", f"{LIST}?q=0004")[1]["entries"]
    assert [entry["phone"] for entry in found] == ["+420 ••• ••• 004"]


REFUSED = [
    ("POST", LIST, {"phone": NUMBER}, 422),
    ("POST", LIST, {"reason": "r"}, 422),
    ("POST", LIST, {"phone": "unknown", "reason": "r"}, 422),
    ("POST", LIST, {"phone": "٧٧٧١٢٣٤٥٦", "reason": "r"}, 422),
    ("POST", LIST, {"phone": NUMBER, "reason": " \n "}, 422),
    ("POST", LIST, {"phone": NUMBER, "reason": "a\x00b"}, 422),
    ("POST", LIST, {"phone": NUMBER, "reason": "x" * 501}, 422),
    ("POST", LIST, {"phone": 420777123456, "reason": "r"}, 422),
    ("POST", LIST, {"phone": NUMBER, "reason": "r", "source": "erasure"}, 422),
    ("POST", LIST, [], 400),
    ("POST", LIST, b"[" * 20_000, 400),
    ("POST", f"{LIST}?dry_run=2", {"phone": NUMBER}, 400),
    ("POST", f"{LIST}?dry=1", {"phone": NUMBER, "reason": "r"}, 400),
    ("POST", f"{LIST}?dry_run=1", {"phone": "1" * 10_000}, 422),
    ("DELETE", f"{LIST}/99", {"reason": "r"}, 404),
    ("DELETE", f"{LIST}/99?dry_run=1", {}, 404),
    ("DELETE", f"{LIST}/{HUGE}", {"reason": "r"}, 404),
    ("DELETE", f"{LIST}/99", {}, 422),
    ("GET", f"{LIST}?limit=0", None, 400),
    ("GET", f"{LIST}?limit={LIST_LIMIT + 1}", None, 400),
    ("GET", f"{LIST}?active=yes", None, 400),
    ("GET", f"{LIST}?cursor=x", None, 400),
    ("GET", f"{LIST}?cursor={HUGE}", None, 400),
    ("GET", f"{LIST}?q=1&q=2", None, 400),
    ("GET", f"{LIST}?q={'x' * 65}", None, 400),
    ("GET", f"{LIST}?sort=id", None, 400),
    ("POST", "/api/v1/contacts/99/erase", {"reason": "r"}, 404),
    ("POST", "/api/v1/contacts/99/reveal", {"reason": "r"}, 404),
    ("POST", "/api/v1/contacts/1/erase", {}, 422),
    ("POST", "/api/v1/contacts/1/reveal", {"reason": ""}, 422),
    ("POST", "/api/v1/contacts/1/erase", {"reason": "r"}, 409),
    ("POST", f"/api/v1/contacts/{HUGE}/reveal", {"reason": "r"}, 404),
]


def test_what_is_wrong_is_refused_and_changes_nothing(server: Server, engine: Engine) -> None:
    campaigns(engine, "in_progress")
    contact(engine, 1, NUMBER, "calling")
    for method, path, body, expected in REFUSED:
        status, problem, headers = call(server, method, path, body)
        assert (status, problem["status"]) == (expected, expected), (method, path, body, problem)
        assert headers["content-type"] == "application/problem+json"
    assert rows(engine, "SELECT id FROM blacklist") == []
    assert rows(engine, "SELECT phone FROM contacts") == [(NUMBER,)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_number_is_told_sixty_times_an_hour(server: Server, engine: Engine) -> None:
    campaigns(engine, "paused")
    id = contact(engine, 1, NUMBER)
    for _ in range(60):
        status, told, headers = call(
            server, "POST", f"/api/v1/contacts/{id}/reveal", {"reason": "r"}, Idempotency_Key="k"
        )
        assert (status, told) == (200, {"phone": NUMBER})
        assert "no-store" in headers["cache-control"]
    status, problem, headers = call(
        server, "POST", f"/api/v1/contacts/{id}/reveal", {"reason": "r"}
    )
    assert (status, problem["status"]) == (429, 429)
    assert 3000 < int(headers["retry-after"]) <= 3600
    assert len(rows(engine, "SELECT id FROM audit WHERE outcome = 'done'")) == 60
    assert rows(engine, "SELECT * FROM idempotency") == []
    assert "777123456" not in server.log.read_text()


def test_an_erased_person_is_forgotten_at_once(server: Server, engine: Engine) -> None:
    campaigns(engine, "paused")
    id = contact(engine, 1, NUMBER)
    path = f"/api/v1/contacts/{id}"
    server.wait_until(lambda: call(server, "GET", path)[0] == 200)
    assert call(server, "GET", path)[1]["contact"]["name"] == "Ada Green"
    status, done, _ = call(server, "POST", f"{path}/erase", {"reason": "asked"})
    assert (status, done["contact_id"]) == (200, id)
    erased = call(server, "GET", path)[1]
    assert {erased["contact"][name] for name in ("name", "phone", "external_id")} == {None}
    assert "777123456" not in json.dumps(erased)
    assert states(engine) == ["initial"]
    (entry,) = call(server, "GET", f"{LIST}?q=777123456")[1]["entries"]
    assert (entry["id"], entry["phone"], entry["source"]) == (done["entry_id"], None, "erasure")
