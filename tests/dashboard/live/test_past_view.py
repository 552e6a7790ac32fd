"""The page of the past is the live one's, without what nobody knows of the past."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from dashboard.formats import zone
from dashboard.live.views.campaign import campaign
from dashboard.live.views.past import past, said
from dashboard.pages import past as page
from data.domain.sight import Sight
from data.domain.snapshot import CampaignView
from data.history.alerts import FORGOTTEN
from tests.dashboard.snapshots import VIEWS, alert, snapshot, view
from tests.dashboard.trees import values

OWN = {"document-title", "past-moment"}
LIVE_ONLY = {"document-title", "campaign-cancel", "campaign-left", "contacts", "history"}


@settings(deadline=None)
@given(VIEWS)
def test_every_number_is_the_live_page_s(view: CampaignView) -> None:
    sight, id = Sight(snapshot(view)), view.campaign.id
    live, then = campaign(sight, id), past(sight, id)
    assert {key: props for key, props in then.items() if key not in OWN} == {
        key: props for key, props in live.items() if key not in OWN
    }
    assert set(then) - set(live) == {"past-moment"}


def test_everything_that_is_told_has_its_place() -> None:
    """But for what the live page alone has."""
    ids = set(values(page.layout(7), "id"))
    trees = " ".join(values(page.layout(7), "data-tree"))
    told = past(Sight(snapshot(view())), 7)
    missing = {id for id in told if id not in ids and f'"{id}"' not in trees}
    strip = {id for id in missing if id.startswith("operation")}
    assert missing - strip == LIVE_ONLY


def test_an_alert_is_named_without_the_numbers_that_nobody_kept() -> None:
    told = past(Sight(snapshot(view()), (alert(count=317),)), 7)
    texts = {props.get("text") for id, props in told.items() if id.startswith("campaign-alerts")}
    assert texts - {None, ""} == {"Contacts stuck: Calling", "Warning", "and 0 more", "All clear"}


def test_that_alerts_are_forgotten_is_said() -> None:
    told = past(Sight(snapshot(view()), alerts_error=FORGOTTEN), 7)
    assert FORGOTTEN in str(told["campaign-alerts-alerts-clear"]["text"])


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 1, 31, 13, 2, 7, tzinfo=UTC), "14:02:07, 31 Jan 2026, Europe/Prague"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "02:30:00, 25 Oct 2026, Europe/Prague (CEST)"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "02:30:00, 25 Oct 2026, Europe/Prague (CET)"),
    ],
)
def test_an_instant_is_said_so_that_it_is_one(at: datetime, text: str) -> None:
    assert said(at, zone("Europe/Prague")) == text
