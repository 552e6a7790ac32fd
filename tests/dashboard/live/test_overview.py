"""The overview holds exactly the numbers of the snapshot and the alerts, in few bytes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given

from dashboard.components.campaign_sift import STATUS_ORDER
from dashboard.components.operation_strip import operation_strip
from dashboard.live.hub import encode
from dashboard.live.props import View
from dashboard.live.views import overview as views
from dashboard.pages import overview as page
from dashboard.texts import speaking
from dashboard.theme import GROUPS
from data.domain.alerts import Alert, Severity, Status
from data.domain.sight import Sight
from data.domain.snapshot import Snapshot
from data.domain.states import CAMPAIGN_STATUSES, CODES, MODES
from tests.bench.busy import NOW, busy_campaign
from tests.dashboard.snapshots import NOON, SNAPSHOTS, alert, snapshot, view
from tests.dashboard.trees import values

GROUP_KEYS = [group.key for group in GROUPS]
BYTES = 600
CLOSING = ("call_in_progress", "success")


def overview(seen: Snapshot, alerts: Sequence[Alert] = (), error: str | None = None) -> View:
    return views.overview(Sight(seen, tuple(alerts), error))


@given(SNAPSHOTS)
def test_it_shows_each_campaign_and_their_sum(snapshot: Snapshot) -> None:
    shown = overview(snapshot)
    assert shown["campaign-rows"]["rows"] == list(snapshot.campaigns)
    for id, one in snapshot.campaigns.items():
        row = shown[f"c{id}"]
        assert sum(row[f"cell.{key}"] for key in GROUP_KEYS) == one.total == row["cell.total"]
        assert row["cell.success"] == one.counts["success"]
        assert row["cell.name"] == one.campaign.title
    for key in (*GROUP_KEYS, "total"):
        parts = [shown[f"c{id}"][f"cell.{key}"] for id in snapshot.campaigns]
        assert shown["all"][f"cell.{key}"] == sum(parts)


def test_every_value_has_its_cell_and_every_cell_its_value() -> None:
    shown = overview(snapshot(view()))
    cells = values(page.layout(), "data-cell")
    assert {f"cell.{key}" for key in cells} == set(shown["c7"])
    assert set(shown["all"]) == set(shown["c7"]) - {
        f"cell.{key}" for key in ("name", "mode", "status", "hour")
    }


def test_it_fills_every_place_of_its_page() -> None:
    filled = set(overview(snapshot(view()))) - {"c7"}
    by_hand = {"sift-text", "sift-result", "handover", "handover-title"}
    own = set(values(page.layout(), "id")) - by_hand
    assert filled == own | {*values(operation_strip(), "id"), "document-title"}


def test_every_column_sorts_by_a_value_that_there_is() -> None:
    keys = values(page.layout(), "data-sort")
    assert len(keys) == len(set(keys)) == 7 + len(GROUPS)
    assert {f"cell.{key}" for key in keys} <= set(overview(snapshot(view()))["c7"])


def test_every_status_and_mode_can_be_asked_for() -> None:
    options = values(page.layout(), "value")
    assert [*options] == ["", *STATUS_ORDER, "", *MODES]
    assert sorted(STATUS_ORDER) == sorted(CAMPAIGN_STATUSES)


def test_problems_are_what_is_open_by_severity() -> None:
    alerts = [
        alert(severity=Severity.CRITICAL),
        alert(),
        alert(status=Status.ACKNOWLEDGED),
        alert(severity=Severity.CRITICAL, status=Status.PENDING),
        alert(severity=Severity.CRITICAL, status=Status.RESOLVED),
        alert(severity=Severity.CRITICAL, campaign_id=9),
    ]
    shown = overview(snapshot(view(), view(id=8)), alerts)
    assert [shown[row]["cell.problems"] for row in ("c7", "c8", "all")] == [[1, 2], [0, 0], [1, 2]]
    assert shown["no-alerts"] == {"hidden": True}


def test_a_problem_that_comes_and_goes_is_followed() -> None:
    seen = snapshot(view())
    shown = [overview(seen, alerts) for alerts in ((), (alert(),), ())]
    assert [page["c7"]["cell.problems"] for page in shown] == [[0, 0], [0, 1], [0, 0]]


def test_problems_that_cannot_be_told_are_unknown_not_none() -> None:
    shown = overview(snapshot(view()), [alert()], "The database is away.")
    assert [shown[row]["cell.problems"] for row in ("c7", "all")] == [None, None]
    assert shown["no-alerts"] == {"hidden": False}


def test_only_what_is_complete_has_all_of_its_progress() -> None:
    nearly = {("initial", 0): 1, ("success", 4): 10**8}
    assert overview(snapshot(view(cells=nearly)))["c7"]["cell.progress"] < 1
    assert overview(snapshot(view(cells={("success", 4): 5})))["c7"]["cell.progress"] == 1
    assert overview(snapshot(view()))["c7"]["cell.progress"] is None


def test_the_sum_has_a_progress_and_a_pace_of_its_own() -> None:
    minutes = {CLOSING: (0,) * 58 + (5, 0)}
    one = view(id=1, cells={("initial", 0): 30}, minutes=minutes)
    other = view(id=2, cells={("success", 4): 5, ("blacklisted", 0): 5}, minutes=minutes)
    shown = overview(snapshot(one, other))["all"]
    assert (shown["cell.progress"], shown["cell.pace"]) == (0.25, 2.0)


def test_the_hour_is_drawn_from_its_whole_minutes() -> None:
    minutes = {CLOSING: (*(0,) * 56, 1, 35, 70, 99)}
    assert overview(snapshot(view(minutes=minutes)))["c7"]["cell.hour"] == "0" * 56 + "1iz"
    assert overview(snapshot(view()))["c7"]["cell.hour"] == ""


def test_the_column_of_other_is_there_when_it_is_needed() -> None:
    assert overview(snapshot(view()))["campaigns"]["data-other"] == "no"
    with_other = view(cells={("other", 0): 1})
    assert overview(snapshot(with_other))["campaigns"]["data-other"] == "yes"


def test_without_campaigns_it_says_so() -> None:
    shown = overview(snapshot())
    assert shown["campaigns"]["hidden"] is True
    assert shown["campaigns-none"]["hidden"] is False
    assert overview(snapshot(view()))["campaigns-none"]["hidden"] is True


def test_a_row_says_the_same_in_every_language() -> None:
    seen = snapshot(view(cells=dict.fromkeys(((code, 0) for code in CODES), 12345)))
    english = overview(seen)
    with speaking("cs"):
        czech = overview(seen)
    assert english["c7"] == czech["c7"]


def test_a_campaign_takes_few_bytes() -> None:
    calm = snapshot(*(busy_campaign(id) for id in range(1, 1001)))
    many = replace(calm, as_of=NOW + timedelta(minutes=2))
    alerts = [alert(campaign_id=id) for id in range(1, 1001)]
    frame: dict[str, Any] = dict(overview(many, alerts))
    assert max(map(len, (row["cell.hour"] for row in frame.values() if "cell.hour" in row))) == 59
    assert len(encode(frame)) / 1000 <= BYTES


def test_a_new_minute_is_a_new_picture() -> None:
    minutes = {CLOSING: (0,) * 59 + (5,)}
    seen = snapshot(view(minutes=minutes))
    later = Snapshot(1, 1, "", "", NOON + timedelta(minutes=1), seen.front, seen.campaigns)
    assert overview(seen)["c7"]["cell.pace"] == 0
    assert overview(later)["c7"]["cell.pace"] == 1.0
