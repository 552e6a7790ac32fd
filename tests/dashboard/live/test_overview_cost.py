"""The overview computes anew only what changed: its cost does not grow with campaigns at rest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.live.hub import difference
from dashboard.live.views import overview as views
from data.domain.sight import Sight
from data.domain.snapshot import CampaignView
from tests.dashboard.snapshots import snapshot, view


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The campaigns whose rows were computed, in order."""
    seen: list[int] = []
    compute = views._new_row

    def counted(row_of: CampaignView, minute: int) -> views.Row:
        seen.append(row_of.campaign.id)
        return compute(row_of, minute)

    monkeypatch.setattr(views, "_new_row", counted)
    return seen


def test_only_the_row_of_a_changed_campaign_is_computed(computed: list[int]) -> None:
    before = snapshot(*(view(id=number) for number in range(1, 31)))
    shown = views.overview(Sight(before))
    assert computed == list(range(1, 31))
    computed.clear()
    changed = replace(before.campaigns[7], cells={("success", 4): 5})
    after = replace(before, campaigns={**before.campaigns, 7: changed})
    changes = difference(shown, views.overview(Sight(after)))
    assert computed == [7]
    assert {component.partition("-")[0] for component in changes} == {"c7", "all"}


def test_a_new_minute_computes_every_row(computed: list[int]) -> None:
    before = snapshot(view(id=1), view(id=2))
    views.overview(Sight(before))
    views.overview(Sight(replace(before, as_of=before.as_of + timedelta(minutes=1))))
    assert computed == [1, 2, 1, 2]
