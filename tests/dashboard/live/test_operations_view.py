"""The pages of long deeds: what the stream brings, and where it goes."""

import json

import pytest

from dashboard.live.views.operations import all_concern, concern, operation, operations
from dashboard.operation_json import operation_json
from dashboard.pages import operation as operation_page
from dashboard.pages import operations as operations_page
from dashboard.texts import speaking
from data.domain.access import Actor, Role
from data.domain.operation import Stage
from data.domain.sight import Sight
from tests.dashboard.live.test_operation_slots import DEED, one, sight
from tests.dashboard.snapshots import snapshot
from tests.dashboard.trees import values


def test_deeds_go_as_they_are_with_the_name_of_their_campaign() -> None:
    shown = operations(sight(DEED, one(id=6, campaign_id=None)))
    told = json.loads(shown["operations"]["data-operations"])
    assert [deed["id"] for deed in told] == [5, 6]
    assert told[0] == operation_json(DEED) | {"campaign_name": "Spring renewals"}
    assert told[1]["campaign_name"] is None
    assert told[0]["created_at"] == "2026-05-01T12:00:30.000Z"


def test_one_deed_and_one_that_is_in_no_stream() -> None:
    shown = operation(sight(DEED), 5)
    assert json.loads(shown["operation"]["data-operation"])["stage"] == "running"
    assert shown["document-title"]["text"].startswith("Cancel campaign ·")
    gone = operation(sight(DEED), 4)
    assert gone["operation"]["data-operation"] == ""
    assert gone["document-title"]["text"].startswith("Operation 4 ·")


def test_nothing_is_computed_while_the_deeds_are_the_same() -> None:
    seen = sight(DEED, one(id=6))
    same = Sight(seen.snapshot, alerts_error="gone", operations=seen.operations)
    assert all_concern(seen) == all_concern(same)
    assert concern(seen, 5) == concern(same, 5)
    moved = sight(one(done=8_001), one(id=6))
    assert concern(seen, 5) != concern(moved, 5)
    assert concern(seen, 6) == concern(moved, 6)
    unnamed = Sight(snapshot(), operations=seen.operations)
    assert all_concern(seen) != all_concern(unnamed)


def test_every_place_is_on_its_page() -> None:
    for shown, page in (
        (operations(sight(DEED)), operations_page.layout()),
        (operation(sight(DEED), 5), operation_page.layout(5)),
    ):
        assert set(shown) <= {*values(page, "id"), "document-title"}


def test_each_stage_offers_what_can_be_done_in_it() -> None:
    page = operation_page.layout(5)
    offered = dict(zip(values(page, "data-verb"), values(page, "data-stages"), strict=True))
    in_stage = {
        stage: {verb for verb, stages in offered.items() if stage in stages.split()}
        for stage in Stage
    }
    assert in_stage[Stage.RUNNING] == {"pause", "stop"}
    assert in_stage[Stage.PAUSED] == {"resume", "stop"}
    assert in_stage[Stage.FAILED] == {"retry", "stop"}
    assert in_stage[Stage.AWAITING_APPROVAL] == {"approve", "stop"}
    assert in_stage[Stage.DONE] == set()
    paths = {json.loads(deed)["path"] for deed in values(page, "data-deed")}
    verbs = ("approve", "pause", "resume", "stop", "undo")
    assert paths == {f"/api/v1/operations/5/{verb}" for verb in verbs}


@pytest.mark.parametrize("role", Role)
def test_who_may_not_is_not_offered_it(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.courtesy.LOCAL", Actor("x", role))
    is_admin = role is Role.ADMIN
    assert bool(values(operation_page.layout(5), "data-deed")) is is_admin


def test_both_speak_czech() -> None:
    with speaking("cs"):
        page = str(operations_page.layout()) + str(operation_page.layout(5))
    assert "Probíhají" in page
    assert "Jak je to daleko" in page
    assert "'Reason'" not in page
