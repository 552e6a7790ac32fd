"""How contacts go on, per campaign mode: every duration and every chance, as data.

Seconds are simulated seconds; shares are weights and need not add up to one.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

Draw = Callable[[Random], float]

AWAITING = "awaiting_free_operator"
RETRY = "retry_scheduled"
MOST_ATTEMPTS = 8
BLACKLISTED_SHARE = 0.004


def between(low: float, high: float) -> Draw:
    """Draws seconds evenly between two bounds."""
    return lambda rng: rng.uniform(low, high)


def around(median: float, spread: float) -> Draw:
    """Draws seconds as talks last: half below the median, with a long tail (lognormal)."""
    return lambda rng: rng.lognormvariate(math.log(median), spread)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which a stay can end."""

    share: float
    state: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """The time a contact spends in a state, and where it may go from there."""

    seconds: Draw
    outcomes: tuple[Outcome, ...]

    def outcome(self, rng: Random) -> Outcome:
        """One of the outcomes, drawn by its share."""
        return rng.choices(self.outcomes, [outcome.share for outcome in self.outcomes])[0]


@dataclass(frozen=True, slots=True)
class Habits:
    """How the contacts of one mode go on.

    `first` is the state of a contact just claimed, `served` that of one in line when an operator
    gets free. In `manned` states a contact holds an operator; from `reserved` states it can be
    let go, because nobody is on the line. So many contacts are kept without an operator for each
    free and for each busy one: `per_free`, `per_busy`.
    """

    first: str
    served: str
    operators: int
    per_free: float
    per_busy: float
    manned: frozenset[str]
    reserved: frozenset[str]
    stays: Mapping[str, Stay]


def given_up(state: str, outcome: Outcome, attempts: int) -> Outcome:
    """The outcome of a stay in the state, or giving up instead of one attempt too many."""
    in_vain = state == "calling" and outcome.state == RETRY
    return _GIVE_UP if in_vain and attempts >= MOST_ATTEMPTS else outcome


RETRY_SECONDS = between(120, 1200)
_GIVE_UP = Outcome(1, "dial_failed", f"no answer in {MOST_ATTEMPTS} attempts")
_RING = between(15, 30)
_UNREACHED = (
    Outcome(0.34, RETRY, "no answer"),
    Outcome(0.12, RETRY, "busy"),
    Outcome(0.06, RETRY, "rejected"),
    Outcome(0.006, "dial_failed", "workstation did not respond"),
)
_TALK = Stay(around(95, 0.5), (Outcome(0.9, "acw"), Outcome(0.1, "success")))
_WRAP_UP = Stay(
    between(10, 45),
    (Outcome(0.96, "success"), Outcome(0.04, RETRY, "client asked to be called again")),
)
_AFTER_ANSWER = {"call_in_progress": _TALK, "acw": _WRAP_UP}

HABITS: Mapping[str, Habits] = {
    "preview": Habits(
        first="operator_assigned",
        served="operator_assigned",
        operators=9,
        per_free=1.0,
        per_busy=0.2,
        manned=frozenset({"operator_assigned", "bcw", "calling", "call_in_progress", "acw"}),
        reserved=frozenset({AWAITING, "operator_assigned", "bcw"}),
        stays={
            "operator_assigned": Stay(
                between(2, 12),
                (
                    Outcome(0.94, "bcw"),
                    Outcome(0.03, AWAITING),
                    Outcome(0.03, "rejected_by_operator", "operator refused the contact"),
                ),
            ),
            "bcw": Stay(
                between(6, 60),
                (
                    Outcome(0.97, "calling"),
                    Outcome(0.03, "rejected_by_operator", "operator refused after preparation"),
                ),
            ),
            "calling": Stay(
                _RING,
                (
                    Outcome(0.5, "call_in_progress"),
                    Outcome(0.01, "rejected_by_operator", "operator hung up while it rang"),
                    *_UNREACHED,
                ),
            ),
            **_AFTER_ANSWER,
        },
    ),
    "progressive": Habits(
        first="operator_assigned",
        served="operator_assigned",
        operators=14,
        per_free=1.0,
        per_busy=0.2,
        manned=frozenset({"operator_assigned", "calling", "call_in_progress", "acw"}),
        reserved=frozenset({AWAITING, "operator_assigned"}),
        stays={
            "operator_assigned": Stay(
                between(1, 6), (Outcome(0.97, "calling"), Outcome(0.03, AWAITING))
            ),
            "calling": Stay(_RING, (Outcome(0.46, "call_in_progress"), *_UNREACHED)),
            **_AFTER_ANSWER,
        },
    ),
    "predictive": Habits(
        first="calling",
        served="call_in_progress",
        operators=24,
        per_free=1.5,
        per_busy=0.18,
        manned=frozenset({"operator_assigned", "call_in_progress", "acw"}),
        reserved=frozenset(),
        stays={
            "calling": Stay(_RING, (Outcome(0.42, "operator_assigned"), *_UNREACHED)),
            AWAITING: Stay(
                around(14, 0.7), (Outcome(1, "canceled_by_client", "hung up while waiting"),)
            ),
            "operator_assigned": Stay(
                between(0.5, 3),
                (
                    Outcome(0.985, "call_in_progress"),
                    Outcome(0.015, "canceled_by_client", "hung up while waiting"),
                ),
            ),
            **_AFTER_ANSWER,
        },
    ),
}
