"""Long deeds on every page and on the wall: in prepared lines, in words, in both languages."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dashboard.components.frame import page_frame
from dashboard.components.operation_strip import LINES, operation_strip
from dashboard.components.wall.screen import screen
from dashboard.live.operation_slots import strip, wall_line
from dashboard.live.views import alerts, campaign, contact, overview, wall
from dashboard.operation_words import KINDS, STAGES, facts, kind_word, what_is_left
from dashboard.pages import PAGES
from dashboard.texts import speaking
from data.domain.operation import Kind, Operation, Stage
from data.domain.sight import Sight
from tests.dashboard import snapshots
from tests.dashboard.snapshots import NOON, snapshot, view
from tests.dashboard.trees import values

DEED = Operation(
    5, Kind.CANCEL, 7, Stage.RUNNING, "ada", "by mistake", 12_431, 8_000, 3, NOON,
    started_at=NOON, rate=8_214.2, seconds_left=0.6, in_call=14,
)  # fmt: skip


def one(**given: Any) -> Operation:
    return replace(DEED, **given)


def sight(*deeds: Operation) -> Sight:
    return Sight(snapshot(view()), operations=deeds)


FACTS = {
    "8,000 of 12,431 · 8,214 a second · 1\u00a0s left · 14 calls are let finish": DEED,
    "1 call is let finish · 12,431 of 12,431": one(
        stage=Stage.DRAINING, in_call=1, done=12_431, rate=None
    ),
    "the disk is full · 8,000 of 12,431": one(stage=Stage.FAILED, error="the disk is full"),
    "12,431 contacts wait for a second person": one(stage=Stage.AWAITING_APPROVAL),
    "8,000 of 12,431 · 3 skipped": one(stage=Stage.DONE),
    "8,000 of 12,431": one(stage=Stage.PAUSED, in_call=0),
}


def test_how_far_it_is() -> None:
    assert [facts(deed) for deed in FACTS.values()] == [*FACTS]


@pytest.mark.parametrize("language", ["en", "cs"])
def test_every_kind_and_stage_has_its_words(language: str) -> None:
    assert (set(KINDS), set(STAGES)) == (set(Kind), set(Stage))
    with speaking(language):
        for kind in Kind:
            assert kind_word(one(kind=kind))
        for stage in Stage:
            assert "{" not in facts(one(stage=stage))


def test_a_line_tells_the_deed_its_campaign_and_how_far_it_is() -> None:
    shown = strip(sight(DEED))
    assert shown["operations-strip"] == {"hidden": False}
    assert shown["operations-strip-0"] == {"hidden": False, "data-stage": "running"}
    assert shown["operations-strip-0-what"] == {
        "children": "Cancel campaign · Spring renewals",
        "href": "/operations/5",
    }
    assert shown["operations-strip-0-bar"] == {"style.--share": 0.6436}
    assert shown["operations-strip-1"]["hidden"] is True


def test_nothing_going_on_is_no_strip() -> None:
    assert strip(sight())["operations-strip"] == {"hidden": True}
    assert wall_line(sight())["wall-operation"] == {"hidden": True, "data-stage": ""}


def test_what_needs_somebody_comes_first_and_what_is_over_last() -> None:
    deeds = (
        one(id=9, stage=Stage.DONE, ended_at=NOON),
        one(id=8),
        one(id=7, stage=Stage.FAILED, error="x"),
        one(id=6, campaign_id=None, kind=Kind.BLACKLIST),
    )
    shown = strip(sight(*deeds))
    links = [shown[f"operations-strip-{n}-what"]["href"] for n in range(LINES)]
    assert links == ["/operations/7", "/operations/8", "/operations/6"]
    assert shown["operations-more"]["children"] == "and 1 more"


def test_a_page_of_one_campaign_tells_of_its_own_deeds() -> None:
    deeds = (DEED, one(id=6, campaign_id=8))
    assert strip(sight(*deeds), 7)["operations-strip-1"]["hidden"] is True
    assert strip(sight(*deeds), 8)["operations-strip-0-what"]["href"] == "/operations/6"


def test_it_can_be_undone_as_long_as_there_is_time() -> None:
    ended = one(stage=Stage.DONE, ended_at=NOON - timedelta(minutes=9))
    until = NOON + timedelta(minutes=1)
    shown = strip(sight(replace(ended, undo_until=until)))
    button = shown["operations-strip-0-undo"]
    assert button["hidden"] is False
    assert json.loads(button["data-deed"])["path"] == "/api/v1/operations/5/undo"
    assert shown["operations-strip-0-until"] == {"data-until": round(until.timestamp() * 1000)}
    undone, undo = {"undone_by": 6}, {"kind": Kind.UNDO}
    for given in ({"undo_until": None}, {"undo_until": NOON}, undone, undo):
        over = replace(ended, **{"undo_until": until} | given)
        assert strip(sight(over))["operations-strip"]["hidden"] is True


def test_what_has_just_ended_is_told_of_for_a_moment() -> None:
    for seconds, hidden in ((29, False), (31, True)):
        ended = one(stage=Stage.DONE, ended_at=NOON - timedelta(seconds=seconds))
        assert strip(sight(ended))["operations-strip"]["hidden"] is hidden


def test_the_wall_has_one_line_that_names_nobody() -> None:
    shown = wall_line(sight(one(stage=Stage.FAILED, error="duplicate key +420777123456")))
    assert shown["wall-operation-facts"]["text"] == "Failed"
    told = str(wall_line(sight(DEED)))
    assert [word for word in ("ada", "mistake") if word in told] == []


VIEWS = {
    "overview": overview.overview,
    "alerts": alerts.alerts,
    "campaign": lambda seen: campaign.campaign(seen, 7),
    "no campaign": lambda seen: campaign.campaign(seen, 8),
    "contact": lambda seen: contact.contact(seen, 7, 1),
}


def test_every_page_fills_every_place_of_the_strip() -> None:
    places = set(values(operation_strip(), "id"))
    assert places <= set(values(page_frame(PAGES), "id"))
    for name, show in VIEWS.items():
        assert places <= set(show(sight(DEED))), name


def test_every_wall_tells_of_it() -> None:
    places = set(values(screen("/live/wall"), "id"))
    seen = sight(DEED)
    for shown in (wall.board(seen, 7), wall.rotation(seen), wall.turn(seen, 7)):
        assert shown["wall-operation"]["hidden"] is False
    assert set(wall_line(seen)) <= places


def test_a_campaign_that_is_being_canceled_says_what_it_waits_for() -> None:
    canceling = snapshots.campaign(status="canceling")
    assert what_is_left(canceling, [DEED]) == "4,428 contacts to go"
    draining = one(stage=Stage.DRAINING, done=12_414)
    assert what_is_left(canceling, [draining]) == "14 calls left"
    assert what_is_left(canceling, [one(stage=Stage.DONE)]) == ""
    assert what_is_left(snapshots.campaign(), [DEED]) == ""


def test_the_way_to_an_end_goes_with_the_campaign() -> None:
    for status, hidden in {"in_progress": False, "paused": False, "canceling": True}.items():
        seen = Sight(snapshot(view(status=status)), operations=(one(stage=Stage.DRAINING),))
        shown = campaign.campaign(seen, 7)
        assert shown["campaign-cancel"] == {"hidden": hidden}
        assert shown["campaign-left"]["hidden"] is not hidden
