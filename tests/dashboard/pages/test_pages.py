"""What the pages promise to tests and scripts, and to whoever reads them without a screen."""

from collections import Counter

import pytest

from dashboard.components.frame import page_frame
from dashboard.formats import UNKNOWN
from dashboard.pages import PAGES, campaign, overview, wall, wall_campaign
from dashboard.texts import speaking
from data.domain.access import LOCAL
from data.domain.metrics import KPIS
from data.domain.states import EVERY
from tests.dashboard.trees import components, values

CAMPAIGN = campaign.layout(7)


@pytest.mark.parametrize("state", EVERY, ids=lambda state: state.code)
def test_every_state_has_its_number_and_its_meaning(state: object) -> None:
    testids = values(CAMPAIGN, "data-testid")
    assert testids.count(f"count-{state.code}") == 1  # type: ignore[attr-defined]
    texts = [c.children for c in components(CAMPAIGN) if getattr(c, "role", "") == "tooltip"]
    assert state.meaning in texts  # type: ignore[attr-defined]


def test_every_key_figure_has_its_number_and_its_definition() -> None:
    texts = [c.children for c in components(CAMPAIGN) if getattr(c, "role", "") == "tooltip"]
    for kpi in KPIS:
        assert f"kpi-{kpi.key}" in values(CAMPAIGN, "data-testid")
        assert kpi.definition in texts


def test_the_funnel_holds_the_chart_and_the_table() -> None:
    (funnel,) = [c for c in components(CAMPAIGN) if getattr(c, "data-testid", "") == "funnel"]
    inside = values(funnel, "id")
    assert "funnel-chart" in inside
    assert {f"funnel-{step}" for step in range(5)} <= set(inside)


def test_nothing_is_known_before_the_first_frame() -> None:
    assert set(values(CAMPAIGN, "data-value")) == {""}
    numbers = [c for c in components(CAMPAIGN) if "number" in getattr(c, "className", "").split()]
    shown = {c.children for c in numbers if hasattr(c, "id")}
    assert shown == {UNKNOWN}


@pytest.mark.parametrize(
    ("page", "stream"), [(overview.layout(), "/live/overview"), (CAMPAIGN, "/live/campaigns/7")]
)
def test_a_live_page_names_its_one_stream(page: object, stream: str) -> None:
    assert values(page, "data-stream") == [stream]


@pytest.mark.parametrize(
    "page",
    [overview.layout(), CAMPAIGN, page_frame(PAGES), wall.layout(), wall_campaign.layout(7)],
)
def test_ids_are_unique_and_what_they_describe_is_there(page: object) -> None:
    ids = values(page, "id")
    assert [id for id, times in Counter(ids).items() if times > 1] == []
    assert {*values(page, "aria-describedby"), *values(page, "aria-labelledby")} <= set(ids)


def test_layouts_are_pure() -> None:
    for layout in (overview.layout, lambda: campaign.layout(7)):
        assert str(layout()) == str(layout())


def test_the_frame_carries_freshness_and_leads_to_the_pages() -> None:
    frame = page_frame(PAGES, LOCAL)
    assert values(frame, "data-testid") == ["freshness"]
    assert values(frame, "data-state") == ["offline"]
    assert "/" in values(frame, "href")


def test_steps_and_states_lead_to_their_contacts() -> None:
    links = values(CAMPAIGN, "href")
    assert "?state=#contacts" in links
    assert "?state=success#contacts" in links
    assert "?state=call_in_progress,acw,success#contacts" in links
    for state in EVERY:
        assert f"?state={state.code}#contacts" in links
    assert "contacts" in values(CAMPAIGN, "id")


def test_every_chart_has_a_table_with_the_same_numbers() -> None:
    charts = [c for c in components(CAMPAIGN) if "chart" in getattr(c, "className", "").split()]
    assert len(charts) == 8  # funnel, minutes, the flow in three windows, and three of history
    tables = [c for c in components(CAMPAIGN) if type(c).__name__ == "Table"]
    assert len(tables) == 10  # those, times in state, attempts; of history, stays and answers too


def test_the_page_speaks_czech() -> None:
    with speaking("cs"):
        titles = [c.children for c in components(campaign.layout(7)) if type(c).__name__ == "H2"]
    assert "Kontakty podle stavu" in titles
    english = {c.children for c in components(CAMPAIGN) if type(c).__name__ == "H2"}
    assert english & set(titles) == set()
