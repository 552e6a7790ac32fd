"""The outline of a row of counts, for CSS."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.skyline import skyline


def corners(shape: str) -> list[tuple[float, float]]:
    pairs = (corner.replace("%", "").split() for corner in shape.split(","))
    return [(float(x), float(y)) for x, y in pairs]


def test_a_step_for_each_count_and_the_largest_reaches_the_top() -> None:
    assert skyline([0, 3, 6, 3]) == (
        "0% 100%,0% 100%,25% 100%,25% 50%,50% 50%,50% 0%,75% 0%,75% 50%,100% 50%,100% 100%"
    )


def test_nothing_is_flat() -> None:
    assert {y for _, y in corners(skyline([0] * 59))} == {100.0}


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=59))
def test_it_goes_from_left_to_right_within_its_box(counts: list[int]) -> None:
    shape = corners(skyline(counts))
    across = [x for x, _ in shape]
    assert across == sorted(across)
    assert (across[0], across[-1]) == (0, 100)
    assert all(0 <= y <= 100 for _, y in shape)
    assert min(y for _, y in shape) == (0 if any(counts) else 100)
