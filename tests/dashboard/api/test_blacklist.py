"""The blacklist, erasing and revealing over HTTP: done once, told masked, and else refused."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine

from data.blacklist.entries import LIST_LIMIT
from tests.dashboard.api.asking import all_pages, call, post
from tests.data.blacklist.lists import NUMBER, campaigns, contact, states
from tests.data.sql import rows
from tests.phone_numbers import raw_numbers
from tests.server import Server

LIST = "/api/v1/blacklist"
HUGE = 10**30


def test_a_number_is_added_listed_and_lifted(server: Server, engine: Engine) -> None:
    campaigns(engine, "in_progress")
    contact(engine, 1, "777 123 456")
    asked = {"phone": "00420 777 123 456", "reason": " asked\n twice "}
    status, plan = post(server, f"{LIST}?dry_run=1", {"phone": NUMBER})
    assert (status, plan["kind"], plan["counts"]["moved"]) == (200, "blacklist", 1)
    assert rows(engine, "SELECT id FROM blacklist") == []
    status, entry = post(server, LIST, asked, Idempotency_Key="k")
    wanted = {"phone": "+420 ••• ••• 456", "reason": "asked twice", "source": "manual"}
    assert (status, entry) == (201, entry | wanted)
    assert post(server, LIST, asked, Idempotency_Key="k")[1] == entry
    status, other = post(server, LIST, {"phone": NUMBER, "reason": "r"})
    assert (status, other["id"], other["operation_id"]) == (200, entry["id"], None)
    listed = server.get(f"{LIST}?active=1")
    assert [one["id"] for one in listed["entries"]] == [entry["id"]]
    assert raw_numbers(json.dumps(listed)) == []
    path = f"{LIST}/{entry['id']}"
    assert call(server, "DELETE", f"{path}?dry_run=1", {})[1]["kind"] == "lift"
    status, lifted, _ = call(server, "DELETE", path, {"reason": "asked again"})
    assert (status, lifted["lifted_reason"]) == (200, "asked again")
    assert call(server, "DELETE", path, {"reason": "r"})[0] == 409
    assert call(server, "DELETE", f"{path}?dry_run=1", {})[0] == 409
    assert server.get(f"{LIST}?active=1")["entries"] == []
    assert len(server.get(f"{LIST}?active=0")["entries"]) == 1


def test_who_waits_and_who_arrives_is_not_called(server: Server, engine: Engine) -> None:
    campaigns(engine, "in_progress", "in_progress")
    contact(engine, 1, "777 123 456")
    entry = post(server, LIST, {"phone": NUMBER, "reason": "r"})[1]
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
        assert post(server, LIST, asked)[0] == 201
    seen = [entry["id"] for entry in all_pages(server, f"{LIST}?limit=3", "entries")]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 7
    found = server.get(f"{LIST}?q=0004")["entries"]
    assert [entry["phone"] for entry in found] == ["+420 ••• ••• 004"]


ENTRY = {"phone": NUMBER, "reason": "r"}
WHY = {"reason": "r"}
REFUSED: list[tuple[str, str, int, tuple[Any, ...]]] = [
    ("POST", LIST, 422, (
        {"phone": NUMBER}, WHY, ENTRY | {"phone": "unknown"}, ENTRY | {"phone": "٧٧٧١٢٣٤٥٦"},
        ENTRY | {"reason": " \n "}, ENTRY | {"reason": "a\x00b"}, ENTRY | {"reason": "x" * 501},
        ENTRY | {"phone": 420777123456}, ENTRY | {"source": "erasure"},
    )),
    ("POST", LIST, 400, ([], b"[" * 20_000)),
    ("POST", f"{LIST}?dry_run=2", 400, ({"phone": NUMBER},)),
    ("POST", f"{LIST}?dry=1", 400, (ENTRY,)),
    ("POST", f"{LIST}?dry_run=1", 422, ({"phone": "1" * 10_000},)),
    ("DELETE", f"{LIST}/99", 404, (WHY,)),
    ("DELETE", f"{LIST}/99?dry_run=1", 404, ({},)),
    ("DELETE", f"{LIST}/{HUGE}", 404, (WHY,)),
    ("DELETE", f"{LIST}/99", 422, ({},)),
    *(("GET", f"{LIST}?{query}", 400, (None,)) for query in (
        "limit=0", f"limit={LIST_LIMIT + 1}", "active=yes", "cursor=x", f"cursor={HUGE}",
        "q=1&q=2", f"q={'x' * 65}", "sort=id",
    )),
    ("POST", "/api/v1/contacts/99/erase", 404, (WHY,)),
    ("POST", "/api/v1/contacts/99/reveal", 404, (WHY,)),
    ("POST", "/api/v1/contacts/1/erase", 422, ({},)),
    ("POST", "/api/v1/contacts/1/reveal", 422, ({"reason": ""},)),
    ("POST", "/api/v1/contacts/1/erase", 409, (WHY,)),
    ("POST", f"/api/v1/contacts/{HUGE}/reveal", 404, (WHY,)),
]  # fmt: skip


def test_what_is_wrong_is_refused_and_changes_nothing(server: Server, engine: Engine) -> None:
    campaigns(engine, "in_progress")
    contact(engine, 1, NUMBER, "calling")
    for method, path, expected, bodies in REFUSED:
        for body in bodies:
            status, problem, headers = call(server, method, path, body)
            assert (status, problem["status"]) == (expected, expected), (path, body, problem)
            assert headers["content-type"] == "application/problem+json"
    assert rows(engine, "SELECT id FROM blacklist") == []
    assert rows(engine, "SELECT phone FROM contacts") == [(NUMBER,)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_number_is_told_sixty_times_an_hour(server: Server, engine: Engine) -> None:
    campaigns(engine, "paused")
    id = contact(engine, 1, NUMBER)
    path = f"/api/v1/contacts/{id}/reveal"
    for _ in range(60):
        status, told, headers = call(server, "POST", path, WHY, Idempotency_Key="k")
        assert (status, told) == (200, {"phone": NUMBER})
        assert "no-store" in headers["cache-control"]
    status, problem, headers = call(server, "POST", path, WHY)
    assert (status, problem["status"]) == (429, 429)
    assert 3000 < int(headers["retry-after"]) <= 3600
    assert len(rows(engine, "SELECT id FROM audit WHERE outcome = 'done'")) == 60
    assert rows(engine, "SELECT * FROM idempotency") == []
    assert "777123456" not in server.log.read_text()


def test_an_erased_person_is_forgotten_at_once(server: Server, engine: Engine) -> None:
    campaigns(engine, "paused")
    id = contact(engine, 1, NUMBER)
    path = f"/api/v1/contacts/{id}"
    server.wait_until(lambda: server.status(path) == 200)
    assert server.get(path)["contact"]["name"] == "Ada Green"
    status, done = post(server, f"{path}/erase", {"reason": "asked"})
    assert (status, done["contact_id"]) == (200, id)
    erased = server.get(path)
    assert {erased["contact"][name] for name in ("name", "phone", "external_id")} == {None}
    assert "777123456" not in json.dumps(erased)
    assert states(engine) == ["initial"]
    (entry,) = server.get(f"{LIST}?q=777123456")["entries"]
    assert (entry["id"], entry["phone"], entry["source"]) == (done["entry_id"], None, "erasure")
