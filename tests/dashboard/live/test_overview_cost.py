"""The overview computes anew only what changed: its cost does not grow with campaigns at rest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.live.hub import difference
from dashboard.live.views import overview as views
from dashboard.texts import speaking
from data.domain.sight import Sight
from data.domain.snapshot import CampaignView
from tests.dashboard.snapshots import alert, snapshot, view


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The campaigns whose rows were computed, in order."""
    seen: list[int] = []
    compute = views._new_row

    def counted(row_of: CampaignView, minute: int, problems: views.Problems | None) -> views.Row:
        seen.append(row_of.campaign.id)
        return compute(row_of, minute, problems)

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
    assert set(changes) == {"c7", "all"}


def test_a_new_minute_computes_every_row(computed: list[int]) -> None:
    before = snapshot(view(id=1), view(id=2))
    views.overview(Sight(before))
    views.overview(Sight(replace(before, as_of=before.as_of + timedelta(minutes=1))))
    assert computed == [1, 2, 1, 2]


def test_a_problem_computes_only_the_row_that_has_it(computed: list[int]) -> None:
    before = snapshot(*(view(id=number) for number in range(1, 31)))
    shown = views.overview(Sight(before))
    computed.clear()
    changes = difference(shown, views.overview(Sight(before, (alert(),))))
    assert computed == [7]
    assert changes["c7"] == {"cell.problems": [0, 1]}


def test_another_language_computes_nothing_anew(computed: list[int]) -> None:
    seen = Sight(snapshot(view(id=1), view(id=2)))
    views.overview(seen)
    with speaking("cs"):
        views.overview(seen)
    assert computed == [1, 2]
