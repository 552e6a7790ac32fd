"""What shifted most: rates of two spans held against each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import copysign, inf, sqrt

FEWEST_CASES = 30
LEAST_SCORE = 3.0  # chance alone is beyond it once in some 370 times


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float:
        """The rate, 0..1; 0 of none."""
        return self.numerator / self.denominator if self.denominator else 0.0


@dataclass(frozen=True, slots=True)
class Shift:
    """A rate of a campaign in the span before, and in the span after."""

    campaign_id: int
    figure: str
    before: Share
    after: Share

    @property
    def score(self) -> float:
        """By how many standard errors the rate rose or, below zero, fell: the two-proportion z-test
        with pooled variance. 0 where there are too few cases to tell."""
        if min(self.before.denominator, self.after.denominator) < FEWEST_CASES:
            return 0.0
        both = self.before.denominator + self.after.denominator
        pooled = (self.before.numerator + self.after.numerator) / both
        variance = (
            pooled * (1 - pooled) * (1 / self.before.denominator + 1 / self.after.denominator)
        )
        difference = self.after.value - self.before.value
        if variance > 0:
            return difference / sqrt(variance)
        return copysign(inf, difference) if difference else 0.0


def biggest(shifts: Iterable[Shift], most: int) -> list[Shift]:
    """The shifts that chance hardly explains, the greatest first, so many at most."""
    telling = [shift for shift in shifts if abs(shift.score) >= LEAST_SCORE]
    return sorted(telling, key=lambda one: (-abs(one.score), one.campaign_id, one.figure))[:most]
