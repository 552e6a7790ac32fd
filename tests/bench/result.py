"""One line of the benchmark's table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured. `at_most`, `at_least` and `times_better` than the peer are its target."""

    what: str
    ours: float
    unit: str
    peer: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    times_better: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times ours is better than the peer; None without a peer."""
        return None if self.peer is None else self.peer / max(self.ours, 1e-9)

    @property
    def met(self) -> bool | None:
        """Whether the whole target is met; None where there is none."""
        verdicts = [
            self.at_most is None or self.ours <= self.at_most,
            self.at_least is None or self.ours >= self.at_least,
            self.times_better is None or (self.ratio or 0) >= self.times_better,
        ]
        return all(verdicts) if self.target else None

    @property
    def target(self) -> str:
        """The target in words; empty where there is none."""
        parts = {
            f"≤ {number(self.at_most)}": self.at_most,
            f"≥ {number(self.at_least)}": self.at_least,
            f"≥ {number(self.times_better)}×": self.times_better,
        }
        return ", ".join(words for words, bound in parts.items() if bound is not None)


def number(value: float | None) -> str:
    """Three digits that matter, and all digits before the point: `0.123`, `12.3`, `1,234`."""
    if value is None:
        return ""
    if value == round(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
