"""Time to finish: by plain arithmetic, and unknown where it means nothing."""

from dataclasses import replace
from math import sqrt
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.finish import time_to_finish
from data.domain.snapshot import CampaignView
from tests.dashboard.snapshots import MINUTE, campaign

CLOSING = ("calling", "success")
ATTEMPT = ("initial", "calling")


def view(closed: list[int], attempts: list[int] | None = None, **given: object) -> CampaignView:
    """A thousand contacts left, and the last whole minutes of the hour; none in the running one."""

    def window(last: list[int]) -> tuple[int, ...]:
        return (*[0] * (59 - len(last)), *last, 0)

    minutes = {CLOSING: window(closed), ATTEMPT: window(attempts or [])}
    cells = {("initial", 0): 1000, ("success", 4): 50}
    return CampaignView(campaign(**given), cells=cells, minutes=minutes, minute=MINUTE)


def test_a_steady_pace() -> None:
    found = time_to_finish(view([10] * 20), MINUTE)
    assert (found.seconds, found.earliest, found.latest) == (6000, 6000, 6000)


@given(st.lists(st.integers(1, 99), min_size=5, max_size=59))
def test_the_range_comes_from_the_spread(closed: list[int]) -> None:
    found = time_to_finish(view(closed), MINUTE)
    pace, error = mean(closed), 1.96 * stdev(closed) / sqrt(len(closed))
    assert found.seconds == pytest.approx(60_000 / pace)
    assert found.earliest == pytest.approx(60_000 / (pace + error))
    if pace > error:
        assert found.latest == pytest.approx(60_000 / (pace - error))
    else:
        assert found.latest is None


def test_a_minute_with_attempts_and_no_end_counts_and_a_break_does_not() -> None:
    tried = time_to_finish(view([6] * 5 + [0] * 5, attempts=[1] * 10), MINUTE)
    rested = time_to_finish(view([6] * 5 + [0] * 5), MINUTE)
    assert (tried.seconds, rested.seconds) == (20_000, 10_000)


def test_one_bulk_minute_leaves_the_end_open() -> None:
    found = time_to_finish(view([2, 2, 2, 2, 900]), MINUTE)
    assert found.latest is None


@pytest.mark.parametrize(
    "unknown",
    [
        view([10] * 20, goal="empty"),
        view([10] * 20, status="paused"),
        view([10] * 20, status="canceled"),
        view([10] * 20, status="finished"),
        view([10] * 4),
        view([], attempts=[5] * 30),
        replace(view([10] * 20), cells={("success", 4): 5}),
        CampaignView(campaign(), minute=MINUTE),
    ],
    ids=["for ever", "paused", "canceled", "finished", "young", "none closes", "done", "empty"],
)
def test_it_is_unknown(unknown: CampaignView) -> None:
    assert time_to_finish(unknown, MINUTE) is None
