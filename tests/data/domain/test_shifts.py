"""The shifts that chance hardly explains, the greatest first."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.shifts import FEWEST_CASES, Share, Shift, biggest

shares = st.integers(0, 5_000).flatmap(lambda n: st.builds(Share, st.integers(0, n), st.just(n)))
shifts = st.builds(Shift, st.integers(1, 9), st.just("connect_rate"), shares, shares)


def shift(before: tuple[int, int], after: tuple[int, int], campaign: int = 1) -> Shift:
    return Shift(campaign, "connect_rate", Share(*before), Share(*after))


def test_the_score_is_that_of_two_proportions() -> None:
    pooled = 90 / 300
    error = sqrt(pooled * (1 - pooled) * (1 / 100 + 1 / 200))
    assert shift((40, 100), (50, 200)).score == pytest.approx((0.25 - 0.40) / error)


def test_few_cases_tell_nothing() -> None:
    assert shift((0, FEWEST_CASES - 1), (500, 500)).score == 0
    assert shift((0, 0), (0, 0)).score == 0


@given(shifts)
def test_a_shift_that_is_turned_round_scores_the_opposite(one: Shift) -> None:
    other = Shift(one.campaign_id, one.figure, one.after, one.before)
    assert one.score == pytest.approx(-other.score)


def test_three_are_told_and_none_that_chance_explains() -> None:
    given = [
        shift((100, 1_000), (105, 1_000), 1),
        shift((100, 1_000), (300, 1_000), 2),
        shift((100, 1_000), (0, 1_000), 3),
        shift((0, 1_000), (1_000, 1_000), 4),
        shift((100, 1_000), (160, 1_000), 5),
    ]
    assert [one.campaign_id for one in biggest(given, 3)] == [4, 2, 3]
    assert biggest(given[:1], 3) == []
