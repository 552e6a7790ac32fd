"""How long it took from commits to their being seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Self

Mark = tuple[int, float]  # a value that only grows, and when it was committed or seen
NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Spread:
    """Where half, 95 %, 99 % and all of the measurements lie below."""

    p50: float
    p95: float
    p99: float
    highest: float

    @classmethod
    def of(cls, measured: Iterable[float]) -> Self:
        """The spread of what was measured, by nearest rank."""
        ordered = sorted(measured)
        last = len(ordered) - 1
        return cls(*(ordered[round(last * share)] for share in (0.5, 0.95, 0.99, 1)))


def delays_ms(commits: Sequence[Mark], seen: Iterable[Mark]) -> list[float]:
    """For each commit how long until its value, or a later one that includes it, was seen.

    Times are nanoseconds of one clock. Raises LookupError for a commit that never was.
    """
    delays = []
    left = iter(seen)
    value, at = next(left, (-1, 0.0))
    for committed, committed_at in commits:
        if value < committed:
            value, at = next(dropwhile(lambda mark: mark[0] < committed, left), (-1, 0.0))  # noqa: B023
        if value < committed:
            raise LookupError(f"{committed} was never seen")
        delays.append((at - committed_at) / NS_PER_MS)
    return delays
