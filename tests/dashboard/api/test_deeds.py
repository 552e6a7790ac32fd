"""Deeds over HTTP: looked at, done, followed, undone, and everything else refused."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.dashboard.api import asking
from tests.data.operations.scenes import campaign, counts, ids, status
from tests.data.sql import execute, one
from tests.server import Server

REASON: dict[str, Any] = {"reason": "a mistake"}


@pytest.fixture
def spring(engine: Engine, server: Server) -> Server:
    """A server with one campaign."""
    campaign(engine, {"initial": 30, "retry_scheduled": 5, "success": 4, "call_in_progress": 1})
    campaign(engine, {"initial": 2}, id=8)
    return server


def post(server: Server, path: str, body: Any) -> tuple[int, Any]:
    return asking.post(server, f"/api/v1{path}", body)


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


REFUSED: list[tuple[str, int, tuple[Any, ...]]] = [
    ("/campaigns/7/cancel", 422, (
        {}, {"reason": " \n "}, {"reason": "x" * 501}, {"reason": 7}, REASON | {"token": "é.é"},
        REASON | {"token": "e30.e30"}, REASON | {"all": True},
    )),
    ("/campaigns/7/cancel?dry_run=yes", 400, (REASON,)),
    ("/campaigns/99/cancel", 404, (REASON,)),
    (f"/campaigns/{10**30}/cancel", 404, (REASON,)),
    ("/campaigns/7/contacts/remove", 400, (REASON | {"filter": {"sql": "1"}},)),
    ("/campaigns/7/contacts/remove", 422, (
        REASON, *(REASON | wrong for wrong in (
            {"contact_ids": []}, {"contact_ids": [True]}, {"contact_ids": [2**63]},
            {"contact_ids": list(range(1, 10_002))}, {"contact_ids": [1], "filter": {}},
            {"filter": {"state": "none"}}, {"filter": {"state": {}}},
        )),
    )),
    ("/operations/99/undo", 404, ({},)),
    ("/operations/99/pause", 404, ({},)),
]  # fmt: skip


def test_what_cannot_be_meant_changes_nothing(spring: Server, engine: Engine) -> None:
    for path, wanted, bodies in REFUSED:
        for body in bodies:
            answer, problem = post(spring, path, body)
            assert (answer, problem["status"]) == (wanted, wanted), (path, body, problem)
            assert problem["detail"]
    assert one(engine, "SELECT count(*) FROM operations") == 0
    assert status(engine) == "in_progress"
