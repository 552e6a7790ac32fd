"""Views hold exactly the numbers of the snapshot, and fill every place that pages keep for them."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from dashboard.formats import UNKNOWN
from dashboard.live.props import View
from dashboard.live.views import campaign as campaign_view
from dashboard.live.views import overview as overview_view
from dashboard.pages import campaign as campaign_page
from dashboard.pages import overview as overview_page
from dashboard.theme import GROUPS
from data.domain.dwell import BUCKETS
from data.domain.metrics import KPIS
from data.domain.sight import Sight
from data.domain.snapshot import CampaignView, Snapshot
from data.domain.states import CODES, OTHER
from tests.dashboard.snapshots import MINUTE, SNAPSHOTS, VIEWS, snapshot, view
from tests.dashboard.trees import values

GROUP_KEYS = [group.key for group in GROUPS]


def campaign(snapshot: Snapshot, campaign_id: int) -> View:
    return campaign_view.campaign(Sight(snapshot), campaign_id)


def overview(snapshot: Snapshot) -> View:
    return overview_view.overview(Sight(snapshot))


def number(shown: View, id: str) -> Any:
    """The raw number at an id, after checking that the words say the same."""
    props = shown[id]
    if isinstance(props["data-value"], int):
        assert props["text"] == f"{props['data-value']:,}"
    return props["data-value"]


@settings(deadline=None)
@given(VIEWS)
def test_a_campaign_shows_its_counts(view: CampaignView) -> None:
    shown = campaign(snapshot(view), view.campaign.id)
    assert {code: number(shown, f"count-{code}") for code in view.counts} == dict(view.counts)
    assert sum(number(shown, f"group-{key}") for key in GROUP_KEYS) == view.total
    assert tuple(number(shown, f"funnel-{step}") for step in range(5)) == view.funnel
    assert shown["funnel-chart"]["series"] == [{"x": list(view.funnel)}]


@settings(deadline=None)
@given(VIEWS)
def test_a_campaign_shows_its_key_figures(view: CampaignView) -> None:
    shown = campaign(snapshot(view), view.campaign.id)
    for kpi in KPIS:
        value = kpi.compute(view, MINUTE).value
        assert shown[f"kpi-{kpi.key}"]["data-value"] == ("" if value is None else value)
        assert (shown[f"kpi-{kpi.key}"]["text"] == UNKNOWN) == (value is None)


@settings(deadline=None)
@given(VIEWS)
def test_bars_are_shares_of_the_largest(view: CampaignView) -> None:
    shown = campaign(snapshot(view), view.campaign.id)
    largest = max(view.counts.values())
    for code, count in view.counts.items():
        share = shown[f"bar-{code}"]["style.--share"]
        assert share == (pytest.approx(count / largest, abs=1e-4) if largest else 0)


@settings(deadline=None)
@given(SNAPSHOTS)
def test_the_overview_shows_each_campaign_and_their_sum(snapshot: Snapshot) -> None:
    shown = overview(snapshot)
    for id, one in snapshot.campaigns.items():
        assert sum(number(shown, f"c{id}-{key}") for key in GROUP_KEYS) == one.total
        assert number(shown, f"c{id}-total") == one.total
        assert number(shown, f"c{id}-success") == one.counts["success"]
    for key in (*GROUP_KEYS, "total"):
        parts = [number(shown, f"c{id}-{key}") for id in snapshot.campaigns]
        assert number(shown, f"all-{key}") == sum(parts)


@settings(deadline=None)
@given(SNAPSHOTS)
def test_views_are_json(snapshot: Snapshot) -> None:
    pages = [overview(snapshot), *(campaign(snapshot, id) for id in (*snapshot.campaigns, 0))]
    for page in pages:
        assert json.loads(json.dumps(page)) == page


def test_a_campaign_fills_every_place_of_its_page() -> None:
    one = replace(
        view(cells={("initial", 0): 1}),
        dwell=dict.fromkeys((*CODES, OTHER), (1,) * BUCKETS),
        dials={("calling", attempt): 1 for attempt in range(1, 11)},
    )
    filled = set(campaign(snapshot(one), 7))
    page = campaign_page.layout(7)
    places = {id for id in values(page, "id") if not id.startswith(("help-", "card-"))}
    assert filled == (places | {"document-title"}) - {"contacts-place"}


def test_the_overview_fills_every_place_of_its_page_and_rows() -> None:
    shown = overview(snapshot(view()))
    rows = shown["campaign-rows"]["children"]
    places = {*values(overview_page.layout(), "id"), *ids_of(rows)}
    assert set(shown) == (places - {"c7"}) | {"document-title"}


def ids_of(node: Any) -> list[str]:
    """The ids in a tree of components as plain JSON."""
    if isinstance(node, list):
        return [id for child in node for id in ids_of(child)]
    if not isinstance(node, dict):
        return []
    props = node["props"]
    return ([props["id"]] if "id" in props else []) + ids_of(props.get("children"))


def test_campaigns_that_move_come_first() -> None:
    statuses = ["canceled", "finished", "archived", "initial", "canceling", "paused"]
    views = [view(id=id, status=status) for id, status in enumerate(statuses, 1)]
    views += [view(id=9), view(id=8)]
    rows = overview(snapshot(*views))["campaign-rows"]["children"]
    assert [row["props"]["id"] for row in rows] == ["c8", "c9", "c6", "c5", "c4", "c2", "c1", "c3"]


def test_rows_change_with_the_campaigns_only_not_with_their_numbers() -> None:
    def rows(*views: CampaignView) -> Any:
        return overview(snapshot(*views))["campaign-rows"]

    before = rows(view(cells={("initial", 0): 5}))
    assert rows(view(cells={("initial", 0): 4, ("success", 4): 1})) == before
    assert rows(view(status="paused")) == before
    assert rows(view(name="Autumn")) != before
    assert rows(view(mode="preview")) != before
    assert rows(view(), view(id=8)) != before


def test_the_sum_has_a_progress_of_its_own() -> None:
    one = view(id=1, cells={("initial", 0): 30})
    other = view(id=2, cells={("success", 4): 5, ("blacklisted", 0): 5})
    shown = overview(snapshot(one, other))
    assert shown["all-progress"] == {"text": "25.0\u00a0%"}
    assert shown["all-progress-bar"] == {"style.--share": 0.25}


def test_a_row_shows_the_status() -> None:
    shown = overview(snapshot(view(status="canceling")))
    assert shown["c7-status"] == {"text": "Canceling", "data-status": "canceling"}


def test_the_column_of_other_is_there_when_it_is_needed() -> None:
    assert overview(snapshot(view()))["campaigns"]["data-other"] == "no"
    with_other = view(cells={("other", 0): 1})
    assert overview(snapshot(with_other))["campaigns"]["data-other"] == "yes"


def test_without_campaigns_the_overview_says_so() -> None:
    shown = overview(snapshot())
    assert shown["campaigns"]["hidden"] is True
    assert shown["campaigns-none"]["hidden"] is False
    assert overview(snapshot(view()))["campaigns-none"]["hidden"] is True


def test_there_is_no_such_campaign() -> None:
    shown = campaign(snapshot(view(id=7)), 77)
    assert shown["campaign"] == {"hidden": True}
    assert shown["campaign-none"] == {"hidden": False}
    assert shown["document-title"]["text"].startswith("No campaign 77")


def test_a_campaign_without_contacts_knows_no_share() -> None:
    shown = campaign(snapshot(view()), 7)
    assert shown["campaign-empty"]["hidden"] is False
    assert shown["funnel-0"] == {"text": "0", "data-value": 0}
    assert shown["funnel-1-of-all"]["text"] == UNKNOWN
    assert shown["kpi-progress"] == {"text": UNKNOWN, "data-value": ""}


def test_the_funnel_in_shares() -> None:
    cells = {("initial", 0): 50, ("retry_scheduled", 1): 25, ("success", 4): 25}
    shown = campaign(snapshot(view(cells=cells)), 7)
    assert [shown[f"funnel-{step}-of-all"]["text"] for step in range(5)] == [
        "100.0\u00a0%", "50.0\u00a0%", "25.0\u00a0%", "25.0\u00a0%", "25.0\u00a0%",
    ]  # fmt: skip
    assert [shown[f"funnel-{step}-of-before"]["text"] for step in range(5)] == [
        UNKNOWN, "50.0\u00a0%", "50.0\u00a0%", "100.0\u00a0%", "100.0\u00a0%",
    ]  # fmt: skip


def test_a_rate_shows_its_fraction() -> None:
    cells = {("initial", 0): 2229, ("success", 4): 41}
    shown = campaign(snapshot(view(cells=cells)), 7)
    assert shown["kpi-progress"] == {"text": "1.8\u00a0%", "data-value": 41 / 2270}
    assert shown["kpi-progress-fraction"]["text"] == "41\u00a0/\u00a02,270"
    assert shown["kpi-success-fraction"]["text"] == ""


def test_times_are_the_campaigns_own() -> None:
    shown = campaign(snapshot(view()), 7)
    assert shown["campaign-zone"]["text"] == "Europe/Prague"
    assert shown["pace-window"]["text"] == "13:59"


def test_a_zone_nobody_knows_is_utc() -> None:
    shown = campaign(snapshot(view(timezone="Mars/Phobos")), 7)
    assert shown["campaign-zone"]["text"] == "UTC"
    assert shown["pace-window"]["text"] == "11:59"


def test_a_campaign_without_a_name_is_called_by_its_number() -> None:
    assert campaign(snapshot(view(name=None)), 7)["campaign-name"]["text"] == "Campaign 7"
    rows = json.dumps(overview(snapshot(view(name=""))))
    assert "Campaign 7" in rows
