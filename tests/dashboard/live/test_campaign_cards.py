"""The cards of the campaign page hold exactly the numbers of the snapshot."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from dashboard.components.figures_line import FIRST, OTHERS
from dashboard.formats import UNKNOWN
from dashboard.live.props import View
from dashboard.live.views import campaign as campaign_view
from data.domain import dwell
from data.domain.metrics import KPIS
from data.domain.sight import Sight
from data.domain.snapshot import CampaignView, Dial, Move, fold
from tests.dashboard.snapshots import MINUTE, VIEWS, snapshot, view

HOUR = MINUTE // 60


def shown(one: CampaignView) -> View:
    return campaign_view.campaign(Sight(snapshot(one)), one.campaign.id)


def dialed(mode: str, *dials: Dial) -> View:
    return shown(fold(view(mode=mode), list(dials), MINUTE))


def test_every_figure_stands_in_one_of_the_two_ranks() -> None:
    assert sorted((*FIRST, *OTHERS)) == sorted([*(kpi.key for kpi in KPIS), "finish"])


@pytest.mark.parametrize("mode", ["preview", "progressive", "predictive"])
def test_a_figure_that_does_not_apply_is_not_shown(mode: str) -> None:
    page = shown(view(mode=mode))
    for kpi in KPIS:
        assert page[f"figure-{kpi.key}"]["hidden"] is not kpi.applies_to(mode)


def test_abandonment_stands_beside_its_limit() -> None:
    abandoned = Dial(7, "canceled_by_client", 1, HOUR, 20)
    few = dialed("predictive", Dial(7, "call_in_progress", 1, HOUR, 980), abandoned)
    assert few["kpi-abandonment_24h"]["text"] == "2.0\u00a0%"
    beside = few["kpi-abandonment_24h-fraction"]
    assert beside == {"text": "limit 3.0\u00a0% · 20\u00a0/\u00a01,000", "data-over": "no"}
    many = dialed("predictive", abandoned)["kpi-abandonment_24h-fraction"]
    assert (many["text"][:10], many["data-over"]) == ("▲ over 3.0", "yes")


def test_a_mean_says_of_how_many() -> None:
    moves = [
        Move(7, None, "calling", None, 1, MINUTE, None, 3),
        Move(7, "calling", "acw", 1, 3, MINUTE, dwell.bucket_of(20), 3, 61_500),
    ]
    page = shown(fold(view(), moves, MINUTE))
    assert page["kpi-ring"] == {"text": "20\u00a0s", "data-value": 20.5}
    assert page["kpi-ring-fraction"]["text"] == "of 3"
    assert page["kpi-talk"]["text"] == UNKNOWN


def test_time_to_finish_with_its_range() -> None:
    closing = {("calling", "success"): (*[0] * 29, *[10, 14] * 15, 0)}
    page = shown(view(cells={("initial", 0): 1200}, minutes=closing))
    assert page["kpi-finish"] == {"text": "1\u00a0h\u00a040", "data-value": 6000}
    assert page["kpi-finish-fraction"]["text"] == "1\u00a0h\u00a034 – 1\u00a0h\u00a046"
    endless = shown(view(goal="empty", cells={("initial", 0): 1200}, minutes=closing))
    assert endless["figure-finish"] == {"hidden": True}
    assert endless["kpi-finish"]["data-value"] == ""


def test_attempts_and_what_they_yield() -> None:
    page = dialed(
        "preview",
        Dial(7, "calling", 1, HOUR, 400),
        Dial(7, "calling", 10, None, 3),
        Dial(7, "call_in_progress", 1, None, 100),
    )
    assert [page[f"attempt-{n}"]["hidden"] for n in (1, 2, 10)] == [False, True, False]
    assert page["attempt-1"]["cells"] == "\t400\t100\t25.0\u00a0%"
    assert page["attempt-1-bar"] == {"style.--share": 0.25}
    assert page["attempt-10"]["cells"] == "\t3\t0\t0.0\u00a0%"


@given(VIEWS)
def test_the_table_of_moves_adds_up(one: CampaignView) -> None:
    page = shown(one)
    between = {edge: count for edge, count in one.moves.items() if None not in edge}
    rows = [props.get("cells", "0") for id, props in page.items() if id.startswith("move-")]
    assert sum(int(row.split("\t")[-1].replace(",", "")) for row in rows) == sum(between.values())


def test_a_window_without_moves_says_so() -> None:
    page = shown(view(minutes={("initial", "calling"): (*[0] * 30, 5, *[0] * 29)}))
    assert page["flow-5m"]["hidden"] is True
    assert page["flow-5m-none"]["hidden"] is False
    assert page["flow-1h"]["hidden"] is False


def test_lengths_of_stays_and_the_warning_beside_them() -> None:
    histogram = dwell.add(dwell.EMPTY, dwell.bucket_of(20), 10)
    page = shown(replace(view(), dwell={"calling": histogram}))
    assert page["stay-acw"] == {"hidden": True}
    _, stays, *lengths, warn = page["stay-calling"]["cells"].split("\t")
    assert stays == "10"
    assert lengths == [lengths[0]] * 3
    assert warn == "1\u00a0m\u00a000\u00a0s"
    bar = page["stay-calling-bar"]
    assert bar["style.--limit"] == 1
    assert 0.3 < bar["style.--p50"] == bar["style.--p99"] < 0.4


def test_why_nothing_moves_is_said_only_then() -> None:
    waiting = view(status="paused", cells={("initial", 0): 5})
    page = shown(waiting)
    assert page["campaign-still"] == {"hidden": False}
    assert page["reason-0"]["text"].startswith("The campaign is paused")
    assert page["reason-1"] == {"hidden": True, "text": ""}
    moving: dict[str, Any] = {"minutes": {("initial", "calling"): (*[0] * 59, 1)}}
    assert shown(view(cells={("initial", 0): 5}, **moving))["campaign-still"] == {"hidden": True}
    assert shown(view(status="paused"))["campaign-still"] == {"hidden": True}


def test_the_minutes_are_there_as_a_table_too() -> None:
    page = shown(view(minutes={("initial", "calling"): (*[0] * 57, 1234, 7, 99)}))
    assert page["minute-57"] == {"cells": "13:58\t1,234\t0\t0"}
    assert page["minute-58"] == {"cells": "13:59\t7\t0\t0"}
    assert "minute-59" not in page


def test_a_minute_that_is_cut_off_is_told() -> None:
    bulk = {("initial", "calling"): (*[100] * 58, 9000, 0)}
    page = shown(view(minutes=bulk))
    assert page["pace-cut"]["hidden"] is False
    assert "9,000" in page["pace-cut"]["text"]
    usual = {("initial", "calling"): (*[100] * 59, 0)}
    assert shown(view(minutes=usual))["pace-cut"]["hidden"] is True
