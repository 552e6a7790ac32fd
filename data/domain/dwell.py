"""Completed dwell times as a histogram that can be merged: fixed bounds, plain counts."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import sqrt

# Each bound is 25 % above the one before, from 1 s to 8 days: a quantile is off by 12 % at most.
BOUNDS_SECONDS: tuple[float, ...] = tuple(round(1.25**power, 3) for power in range(61))
BUCKETS = len(BOUNDS_SECONDS) + 1
EMPTY: tuple[int, ...] = (0,) * BUCKETS


def bucket_of(seconds: float) -> int:
    """The index of the bucket that holds a dwell: 0 below 1 s, the last one above 8 days."""
    return bisect_right(BOUNDS_SECONDS, seconds)


def add(histogram: Sequence[int], bucket: int, count: int) -> tuple[int, ...]:
    """The histogram with `count` more dwells in one bucket."""
    return (*histogram[:bucket], histogram[bucket] + count, *histogram[bucket + 1 :])


def quantile(histogram: Sequence[int], share: float) -> float | None:
    """The dwell in seconds below which `share` (0..1) of the dwells lie; None when there are none.

    The geometric middle of the bucket stands for all that is in it.
    """
    total = sum(histogram)
    if total == 0:
        return None
    wanted = share * total
    index = next(i for i, below in enumerate(accumulate(histogram)) if below >= wanted and below)
    if index == 0:
        return BOUNDS_SECONDS[0] / 2
    if index >= len(BOUNDS_SECONDS):
        return BOUNDS_SECONDS[-1]
    return sqrt(BOUNDS_SECONDS[index - 1] * BOUNDS_SECONDS[index])
