"""Into which bucket a dwell goes."""

import pytest

from data.domain.dwell import BUCKETS, bucket_of
from tests.data.recount import BOUNDS, bucket


@pytest.mark.parametrize(
    ("seconds", "index"),
    [
        (0, 0), (0.999, 0), (1, 1), (1.249, 1), (1.25, 2), (1.562, 3), (1.5619, 2), (20, 14),
        (60, 19), (3600, 37), (86_400, 51), (652_529, 60), (652_531, 61), (10.0**9, 61),
    ],
)  # fmt: skip
def test_a_dwell_is_in_the_bucket_below_its_bound(seconds: float, index: int) -> None:
    assert bucket_of(seconds) == index


def test_the_plain_way_sorts_as_the_buckets_do() -> None:
    assert BUCKETS == 62
    for bound in BOUNDS:
        for seconds in (bound - 0.001, bound, bound + 0.001):
            assert bucket_of(seconds) == bucket(seconds)
