"""Streams of those who are limited: nothing of other campaigns, and one topic for all who may see
the same."""

import json
from collections.abc import Hashable

import pytest

from dashboard import ids
from dashboard.ids import wall as wall_ids
from dashboard.live.hub import Shown, Stamp, Topic
from dashboard.live.stream import Watch, watch_of
from dashboard.problems import NO_CAMPAIGN
from data.domain.alerts import Severity
from data.domain.sight import Sight
from tests.dashboard.snapshots import NOON, alert, snapshot, view

OWN = frozenset({7})
BOTH = frozenset({7, 8})
SECRET = "Of others"


def sight() -> Sight:
    """Two campaigns, each in trouble."""
    views = [
        view(id=7, name="Own", cells={("initial", 0): 3}),
        view(id=8, name=SECRET, cells={("initial", 0): 5000}),
    ]
    alerts = tuple(alert(id, campaign_id=id, severity=Severity.CRITICAL) for id in (7, 8))
    return Sight(snapshot(*views), alerts, last_resolved={8: NOON}, past=alerts)


def watched(path: str, campaigns: frozenset[int] | None, query: str = "") -> Watch:
    found = watch_of(path, query, sight().snapshot, campaigns)
    assert isinstance(found, Watch)
    return found


def shown(path: str, campaigns: frozenset[int] | None) -> dict[str, dict[str, object]]:
    """The first frame of a page."""
    topic: Topic = watched(path, campaigns).make()
    topic.show(sight())
    frame, _ = topic.frame(Shown(), Stamp(0, 0, 0))
    return dict(json.loads(frame.partition(b"data: ")[2])["set"])


@pytest.mark.parametrize(
    "page",
    [
        *("overview", "alerts", "campaigns/8", "campaigns/8/contacts/4"),
        *("wall", "wall/8", "wall/turns/8", "wall/turns/7"),
    ],
)
def test_no_page_tells_of_others(page: str) -> None:
    path = f"/live/{page}"
    assert SECRET in json.dumps(shown(path, None)) or path == "/live/wall"
    seen = json.dumps(shown(path, OWN))
    for never in (SECRET, "5000", "5,000", '"8:8"', '"7 8"'):
        assert never not in seen


def test_the_overview_sums_only_what_is_seen() -> None:
    assert shown("/live/overview", None)[ids.ALL_CAMPAIGNS]["cell.total"] == 5003
    own = shown("/live/overview", OWN)
    assert own[ids.ALL_CAMPAIGNS]["cell.total"] == 3
    assert own[ids.CAMPAIGN_ROWS]["rows"] == [7]
    assert own[ids.ALL_CAMPAIGNS]["cell.problems"] == [1, 0]


def test_the_wall_takes_turns_among_what_is_seen() -> None:
    assert shown("/live/wall", None)[wall_ids.WALL]["data-round"] == "7 8"
    own = shown("/live/wall", OWN)[wall_ids.WALL]
    assert (own["data-round"], own["data-critical"]) == ("7", "7:7")


def test_one_that_is_not_seen_is_as_one_that_is_not_there() -> None:
    assert shown("/live/wall/8", OWN).pop("wall")["data-campaign"] == 8
    for path in ("/live/campaigns/{}", "/live/wall/{}"):
        seen, absent = (shown(path.format(id), OWN) for id in (8, 9))
        for one in (seen, absent):
            one.pop("wall", None)
        assert json.dumps(seen).replace("8", "9") == json.dumps(absent).replace("8", "9")
    now = sight().snapshot
    for id in (8, 9):
        assert watch_of("/api/v1/live", f"campaign={id}", now, OWN) is NO_CAMPAIGN


def test_all_who_may_see_the_same_share_a_topic() -> None:
    def key(path: str, campaigns: frozenset[int] | None, query: str = "") -> Hashable:
        return watched(path, campaigns, query).key

    assert key("/live/overview", OWN) == key("/live/overview", frozenset({7}))
    assert key("/live/overview", OWN) != key("/live/overview", BOTH)
    assert key("/live/overview", OWN) != key("/live/overview", None)
    assert key("/live/campaigns/7", OWN) == key("/live/campaigns/7", BOTH)
    assert key("/live/campaigns/8", OWN) != key("/live/campaigns/8", BOTH)
    state = "/api/v1/live"
    assert key(state, OWN, "campaign=7") == key(state, None, "campaign=7")
