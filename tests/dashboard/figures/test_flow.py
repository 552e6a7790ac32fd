"""The flow: every move of a window is in a band and in a row, and retries can be told apart."""

from hypothesis import given

from dashboard.figures import flow
from dashboard.texts import speaking
from data.domain.snapshot import CampaignView, Edge
from tests.dashboard.snapshots import MINUTE, VIEWS, view, window

FIVE, HOUR, ALL = flow.WINDOWS


def bands(found: flow.Moves, mode: str = "progressive") -> list[tuple[str, str, int, str]]:
    (trace,) = flow.series(found, mode)
    labels = flow.figure()["data"][0]["node"]["label"]
    link = trace["link"]
    return [
        (labels[source], labels[target], value, color)
        for source, target, value, color in zip(
            link["source"], link["target"], link["value"], link["color"], strict=True
        )
    ]


def test_each_window_counts_its_own() -> None:
    minutes: dict[Edge, tuple[int, ...]] = {
        ("initial", "calling"): window(100, 0, 0, 1, 2, 3),
        ("calling", "acw"): window(7, 0, 0, 0, 0, 0),
        (None, "initial"): window(50),
        ("success", None): window(60),
    }
    one = view(minutes=minutes)
    assert flow.moves(one, MINUTE, FIVE) == {("initial", "calling"): 6}
    assert flow.moves(one, MINUTE, HOUR) == {("initial", "calling"): 106, ("calling", "acw"): 7}
    assert flow.moves(one, MINUTE + 4, FIVE) == {("initial", "calling"): 3}


def test_the_whole_log_leaves_out_what_was_loaded_and_deleted() -> None:
    one = view()
    moved = CampaignView(
        one.campaign, moves={(None, "initial"): 9, ("initial", "calling"): 5, ("acw", None): 1}
    )
    assert flow.moves(moved, MINUTE, ALL) == {("initial", "calling"): 5}


def test_bands_lead_from_state_to_state_and_retries_stand_out() -> None:
    found: flow.Moves = {("calling", "retry_scheduled"): 3, ("initial", "calling"): 5}
    assert bands(found) == [
        ("Initial", "Calling", 5, "var(--flow)"),
        ("Calling", "Retry scheduled", 3, "var(--flow-retry)"),
    ]


def test_a_predictive_campaign_calls_first_so_that_only_a_retry_leads_back() -> None:
    expected: flow.Moves = {
        ("initial", "calling"): 1,
        ("calling", "operator_assigned"): 1,
        ("operator_assigned", "call_in_progress"): 1,
    }
    preview: flow.Moves = {("operator_assigned", "bcw"): 1, ("bcw", "calling"): 1}
    for moves, mode in ((expected, "predictive"), (preview, "preview")):
        (trace,) = flow.series(moves, mode)
        link = trace["link"]
        assert all(s < t for s, t in zip(link["source"], link["target"], strict=True))


@given(VIEWS)
def test_every_move_has_a_band_and_a_row(any_view: CampaignView) -> None:
    for one in flow.WINDOWS:
        found = flow.moves(any_view, MINUTE, one)
        drawn = sum(value for *_, value, _ in bands(found, any_view.campaign.mode))
        assert drawn == sum(found.values())
        for edge in found:
            row = flow.ROWS[flow.row_of(edge)]
            assert row in (edge, None)


def test_a_long_label_takes_two_lines() -> None:
    with speaking("cs"):
        labels = flow.figure()["data"][0]["node"]["label"]
    assert "Čeká se na<br>volného operátora" in labels
    assert "ACW" in labels


def test_the_library_is_ours_and_can_be_kept() -> None:
    assert flow.LIBRARY.startswith("/_dash-component-suites/plotly/")
    assert "?m=" in flow.LIBRARY
