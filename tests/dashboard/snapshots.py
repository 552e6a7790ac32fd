"""Snapshots for the tests of what is shown: any that the log could lead to, and plain ones."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from data.domain.alerts import Alert, Severity, Status
from data.domain.snapshot import Campaign, CampaignView, Front, Snapshot, minute_of
from data.domain.states import CAMPAIGN_STATUSES, CODES, FUNNEL_STEPS, MODES, OTHER

NOON = datetime(2026, 5, 1, 12, 0, 30, tzinfo=UTC)
MINUTE = minute_of(NOON)


def campaign(id: int = 7, **given: Any) -> Campaign:
    """A campaign in which nothing is unusual."""
    usual: dict[str, Any] = {
        "name": "Spring renewals",
        "mode": "predictive",
        "status": "in_progress",
        "goal": "no_contacts",
        "bcw_seconds": None,
        "timezone": "Europe/Prague",
        "created_at": None,
        "started_at": None,
        "ended_at": None,
    }
    return Campaign(id, **usual | given)


def view(*, cells: Mapping[Any, int] | None = None, **given: Any) -> CampaignView:
    """A campaign with these contacts."""
    minutes = given.pop("minutes", {})
    return CampaignView(campaign(**given), cells=cells or {}, minutes=minutes, minute=MINUTE)


def window(*last: int) -> tuple[int, ...]:
    """Sixty minutes that end with these."""
    return (0,) * (60 - len(last)) + last


def snapshot(*views: CampaignView) -> Snapshot:
    """These campaigns at noon."""
    return Snapshot(1, 1, "", "", NOON, Front(0), {view.campaign.id: view for view in views})


def alert(id: int = 1, **given: Any) -> Alert:
    """A warning of three contacts that are stuck."""
    usual: dict[str, Any] = {
        "campaign_id": 7,
        "cause": "stuck",
        "state": "calling",
        "severity": Severity.WARN,
        "status": Status.FIRING,
        "since": NOON,
        "count": 3,
    }
    return Alert(id, **usual | given)


_STATES = st.sampled_from((*CODES, OTHER))
_COUNTS = st.integers(0, 10**7)
_EDGES = st.tuples(st.none() | _STATES, st.none() | _STATES)
_WINDOWS = st.lists(st.integers(0, 9999), min_size=60, max_size=60).map(tuple)

_CAMPAIGNS = st.builds(
    campaign,
    id=st.integers(1, 10**9),
    name=st.none() | st.text(max_size=20),
    mode=st.sampled_from(MODES),
    status=st.sampled_from(CAMPAIGN_STATUSES) | st.just("archived"),
    timezone=st.sampled_from(("UTC", "Europe/Prague", "Asia/Kathmandu", "Mars/Phobos", "", "../x")),
)
VIEWS = st.builds(
    CampaignView,
    _CAMPAIGNS,
    cells=st.dictionaries(
        st.tuples(_STATES, st.integers(0, len(FUNNEL_STEPS) - 1)), _COUNTS, max_size=30
    ),
    moves=st.dictionaries(_EDGES, _COUNTS, max_size=10),
    minutes=st.dictionaries(_EDGES, _WINDOWS, max_size=4),
    minute=st.integers(MINUTE - 90, MINUTE),
)
SNAPSHOTS = st.lists(VIEWS, max_size=4).map(lambda views: snapshot(*views))
