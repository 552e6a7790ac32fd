"""Views hold exactly the numbers of the snapshot, and fill every place that pages keep for them."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from dashboard.components.operation_strip import operation_strip
from dashboard.formats import UNKNOWN
from dashboard.live.props import View
from dashboard.live.views import campaign as campaign_view
from dashboard.live.views import overview as overview_view
from dashboard.pages import campaign as campaign_page
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


@given(VIEWS)
def test_a_campaign_shows_its_counts(view: CampaignView) -> None:
    shown = campaign(snapshot(view), view.campaign.id)
    assert {code: number(shown, f"count-{code}") for code in view.counts} == dict(view.counts)
    assert sum(number(shown, f"group-{key}") for key in GROUP_KEYS) == view.total
    assert tuple(number(shown, f"funnel-{step}") for step in range(5)) == view.funnel
    assert shown["funnel-chart"]["series"] == [{"x": list(view.funnel)}]


@given(VIEWS)
def test_a_campaign_shows_its_key_figures(view: CampaignView) -> None:
    shown = campaign(snapshot(view), view.campaign.id)
    for kpi in KPIS:
        value = kpi.compute(view, MINUTE).value
        assert shown[f"kpi-{kpi.key}"]["data-value"] == ("" if value is None else value)
        assert (shown[f"kpi-{kpi.key}"]["text"] == UNKNOWN) == (value is None)


@given(VIEWS)
def test_bars_are_shares_of_the_largest(view: CampaignView) -> None:
    shown = campaign(snapshot(view), view.campaign.id)
    largest = max(view.counts.values())
    for code, count in view.counts.items():
        share = shown[f"bar-{code}"]["style.--share"]
        assert share == (pytest.approx(count / largest, abs=1e-4) if largest else 0)


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
    ids = [id for id in values(page, "id") if not id.startswith(("help-", "card-", "history-"))]
    places = set(ids)
    assert filled == places | {*values(operation_strip(), "id"), "document-title"}


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


@pytest.mark.parametrize(
    ("timezone", "zone", "minute"),
    [("Europe/Prague", "Europe/Prague", "13:59"), ("Mars/Phobos", "UTC", "11:59")],
)
def test_times_are_the_campaigns_own_or_utc(timezone: str, zone: str, minute: str) -> None:
    shown = campaign(snapshot(view(timezone=timezone)), 7)
    assert (shown["campaign-zone"]["text"], shown["pace-window"]["text"]) == (zone, minute)


def test_a_campaign_without_a_name_is_called_by_its_number() -> None:
    assert campaign(snapshot(view(name=None)), 7)["campaign-name"]["text"] == "Campaign 7"
    assert overview(snapshot(view(name="")))["c7"]["cell.name"] == "Campaign 7"
