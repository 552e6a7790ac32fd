"""What the walls promise to tests and scripts, and to whoever reads them without a screen."""

from collections import Counter

import pytest

from dashboard.components.wall.figures import TILES
from dashboard.pages import wall, wall_campaign
from dashboard.shell import page_of
from data.domain.states import CODES, OTHER
from tests.dashboard.trees import components, values

PAGES = [wall.layout(), wall_campaign.layout(7)]


@pytest.mark.parametrize("page", PAGES)
def test_a_wall_keeps_the_contract(page: object) -> None:
    testids = Counter(values(page, "data-testid"))
    assert all(testids[f"count-{code}"] == 1 for code in (*CODES, OTHER))
    assert all(testids[f"kpi-{tile.key}"] == 1 for tile in TILES)
    assert testids["funnel"] == 1


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_to_be_clicked_and_no_chart_is_loaded(page: object) -> None:
    kinds = {type(component).__name__ for component in components(page)}
    assert not kinds & {"A", "Link", "Button", "Input", "Graph"}


def test_the_funnel_is_a_table() -> None:
    kinds = [type(component).__name__ for component in components(PAGES[0])]
    assert kinds.count("Table") == 1
    assert kinds.count("Tr") == 6


def test_one_wall_goes_round_the_other_stays() -> None:
    assert values(PAGES[0], "data-stream") == ["/live/wall"]
    assert values(PAGES[0], "data-turns") == ["/live/wall/turns/{id}"]
    assert values(PAGES[1], "data-stream") == ["/live/wall/7"]
    assert values(PAGES[1], "data-turns") == [""]


def test_a_wall_is_found_by_its_address() -> None:
    assert page_of("/wall") == (wall, {})
    assert page_of("/wall/7") == (wall_campaign, {"campaign_id": 7})
    for nowhere in ("/wall/x", "/wall/-1", "/wall/7/8", "/walls"):
        assert page_of(nowhere) is None
