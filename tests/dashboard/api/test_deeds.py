"""Deeds over HTTP: looked at, done, followed, undone, and everything else refused."""

import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.data.operations.scenes import campaign, counts, execute, ids, one, status
from tests.server import ANSWER_SECONDS, Server

REASON = {"reason": "a mistake"}


@pytest.fixture
def spring(engine: Engine, server: Server) -> Server:
    """A server with one campaign."""
    campaign(engine, {"initial": 30, "retry_scheduled": 5, "success": 4, "call_in_progress": 1})
    campaign(engine, {"initial": 2}, id=8)
    return server


def post(server: Server, path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    given = {"Content-Type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    data = json.dumps(body).encode()
    asked = urllib.request.Request(f"{server.url}/api/v1{path}", data, given)
    try:
        with urllib.request.urlopen(asked, timeout=ANSWER_SECONDS) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def operation(server: Server, id: int) -> dict[str, Any]:
    return server.get(f"/api/v1/operations/{id}")  # type: ignore[no-any-return]


def test_a_campaign_is_canceled_and_brought_back(spring: Server, engine: Engine) -> None:
    answer, plan = post(spring, "/campaigns/7/cancel?dry_run=1", {})
    assert (answer, plan["campaign_name"], plan["needs_approval"]) == (200, "Spring", False)
    assert plan["counts"] == {"moved": 35, "asked": 0, "drains": 1, "untouched": 4}
    answer, begun = post(spring, "/campaigns/7/cancel", {**REASON, "token": plan["token"]})
    assert (answer, begun["kind"], begun["total"]) == (202, "cancel", 36)
    spring.wait_until(lambda: operation(spring, begun["id"])["stage"] == "draining")
    assert counts(engine)["canceled_by_admin"] == 35
    execute(engine, "UPDATE contacts SET state = 'success' WHERE state = 'call_in_progress'")
    spring.wait_until(lambda: operation(spring, begun["id"])["stage"] == "done")
    assert status(engine) == "canceled"
    skips = spring.get(f"/api/v1/operations/{begun['id']}/skips")["skips"]
    assert [(one["state"], one["reason"]) for one in skips] == [("success", "finished")]
    answer, undone = post(spring, f"/operations/{begun['id']}/undo", {})
    assert (answer, undone["kind"], undone["undoes"]) == (202, "undo", begun["id"])
    spring.wait_until(lambda: operation(spring, undone["id"])["stage"] == "done")
    assert status(engine) == "in_progress"
    assert counts(engine) == {"initial": 30, "retry_scheduled": 5, "success": 5}
    assert operation(spring, begun["id"])["undone_by"] == undone["id"]
    answer, problem = post(spring, f"/operations/{begun['id']}/undo", {})
    assert (answer, problem["operation_id"]) == (409, undone["id"])


def test_fifty_clicks_are_one_operation(spring: Server, engine: Engine) -> None:
    with ThreadPoolExecutor(50) as pool:
        clicks = [pool.submit(post, spring, "/campaigns/7/cancel", REASON) for _ in range(50)]
        answers = [click.result() for click in clicks]
    ((_, begun),) = [answer for answer in answers if answer[0] == 202]
    refused = [problem for answer, problem in answers if answer == 409]
    assert len(refused) == 49
    assert {problem["campaign_status"] for problem in refused} == {"canceling"}
    assert {problem["operation_id"] for problem in refused} == {begun["id"]}
    assert one(engine, "SELECT count(*) FROM operations") == 1


def test_contacts_are_removed_by_id_and_by_filter(spring: Server, engine: Engine) -> None:
    chosen = ids(engine, "initial")[:3]
    foreign = ids(engine, campaign_id=8)[0]
    answer, begun = post(
        spring, "/campaigns/7/contacts/remove", {**REASON, "contact_ids": [*chosen, foreign]}
    )
    assert (answer, begun["total"]) == (202, 4)
    spring.wait_until(lambda: operation(spring, begun["id"])["stage"] == "done")
    assert operation(spring, begun["id"])["skips"] == {"unknown": 1}
    assert counts(engine)["removed"] == 3
    assert counts(engine, 8) == {"initial": 2}
    wish = {"filter": {"state": "retry_scheduled"}}
    answer, plan = post(spring, "/campaigns/7/contacts/remove?dry_run=1", wish)
    assert (answer, plan["fates"]["moved"]) == (200, {"retry_scheduled": 5})
    answer, begun = post(
        spring, "/campaigns/7/contacts/remove", {**wish, **REASON, "token": plan["token"]}
    )
    spring.wait_until(lambda: operation(spring, begun["id"])["stage"] == "done")
    assert counts(engine)["removed"] == 8
    listed = spring.get("/api/v1/operations?campaign=7&status=ended&limit=1")
    assert [found["id"] for found in listed["operations"]] == [begun["id"]]
    assert listed["next_cursor"] == str(begun["id"])


REFUSED = [
    ("/campaigns/7/cancel", {}, 422),
    ("/campaigns/7/cancel", {"reason": " \n "}, 422),
    ("/campaigns/7/cancel", {"reason": "x" * 501}, 422),
    ("/campaigns/7/cancel", {"reason": 7}, 422),
    ("/campaigns/7/cancel", {**REASON, "token": "é.é"}, 422),
    ("/campaigns/7/cancel", {**REASON, "token": "e30.e30"}, 422),
    ("/campaigns/7/cancel", {**REASON, "all": True}, 422),
    ("/campaigns/7/cancel?dry_run=yes", REASON, 400),
    ("/campaigns/99/cancel", REASON, 404),
    (f"/campaigns/{10**30}/cancel", REASON, 404),
    ("/campaigns/7/contacts/remove", REASON, 422),
    ("/campaigns/7/contacts/remove", {**REASON, "contact_ids": []}, 422),
    ("/campaigns/7/contacts/remove", {**REASON, "contact_ids": [True]}, 422),
    ("/campaigns/7/contacts/remove", {**REASON, "contact_ids": [2**63]}, 422),
    ("/campaigns/7/contacts/remove", {**REASON, "contact_ids": list(range(1, 10_002))}, 422),
    ("/campaigns/7/contacts/remove", {**REASON, "contact_ids": [1], "filter": {}}, 422),
    ("/campaigns/7/contacts/remove", {**REASON, "filter": {"state": "none"}}, 422),
    ("/campaigns/7/contacts/remove", {**REASON, "filter": {"state": {}}}, 422),
    ("/campaigns/7/contacts/remove", {**REASON, "filter": {"sql": "1"}}, 400),
    ("/operations/99/undo", {}, 404),
    ("/operations/99/pause", {}, 404),
]


def test_what_cannot_be_meant_changes_nothing(spring: Server, engine: Engine) -> None:
    for path, body, wanted in REFUSED:
        answer, problem = post(spring, path, body)
        assert (answer, problem["status"]) == (wanted, wanted), (path, body, problem)
        assert problem["detail"]
    assert one(engine, "SELECT count(*) FROM operations") == 0
    assert status(engine) == "in_progress"
