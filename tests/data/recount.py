"""The slow, plain way: every transition of a campaign read and counted one by one, in Python."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, text

from data.domain.states import CODES, OTHER
from data.schema.tables import transitions

HOURS = 720
# Dwells are sorted by bounds of 1 s and 25 % more each, in whole milliseconds, up to 1.25 ** 60 s.
BOUNDS = [round(1.25**power, 3) for power in range(61)]
BUCKETS = 62


class Step(NamedTuple):
    """One transition, as plainly as it can be said. `second` counts since 1970."""

    contact: int
    left: str | None
    entered: str | None
    second: float
    dwell: float | None
    attempt: int


def steps_of(connection: Connection, campaign: int) -> list[Step]:
    """Every transition of a campaign, in the order of the log."""
    c = transitions.c
    rows = connection.execute(
        select(c.contact_id, c.from_state, c.to_state, c.at, c.dwell_seconds, c.attempt)
        .where(c.campaign_id == campaign)
        .order_by(c.id)
    )
    return [
        Step(contact, known(left), known(entered), at.timestamp(), stayed, attempt)
        for contact, left, entered, at, stayed, attempt in rows
    ]


def bucket(seconds: float) -> int:
    """How many of the bounds a dwell has reached."""
    return sum(bound <= seconds for bound in BOUNDS)


def cells_of(connection: Connection, campaign: int) -> dict[tuple[str, int], int]:
    """The contacts of a campaign by state and step of the funnel, counted by the database."""
    rows = connection.execute(
        text(
            "SELECT state, funnel_step, count(*) FROM contacts"
            " WHERE campaign_id = :id GROUP BY state, funnel_step"
        ),
        {"id": campaign},
    )
    counted: Counter[tuple[str, int]] = Counter()
    for state, step, number in rows:
        counted[known(state) or "", step] += number
    return dict(counted)


def recounted(connection: Connection, campaign: int, hour: int) -> Mapping[str, Any]:
    """What a campaign's view is to hold, by the names of its parts; `hour` is the running one."""
    return counted(steps_of(connection, campaign), hour)


def counted(steps: Iterable[Step], hour: int) -> Mapping[str, Any]:
    """The parts of a view that nothing but the steps decides."""
    moves: Counter[Any] = Counter()
    dials: Counter[Any] = Counter()
    dwell_ms: Counter[str] = Counter()
    histograms: dict[str, list[int]] = defaultdict(lambda: [0] * BUCKETS)
    hours: dict[str, Counter[int]] = defaultdict(Counter)
    for step in steps:
        moves[step.left, step.entered] += 1
        if step.left is not None and step.dwell is not None:
            dwell_ms[step.left] += round(1000 * step.dwell)
            histograms[step.left][bucket(step.dwell)] += 1
        if step.entered in ("calling", "call_in_progress", "canceled_by_client"):
            dials[step.entered, min(step.attempt, 10)] += 1
            if step.second // 3600 >= hour - HOURS:
                hours[step.entered][int(step.second // 3600)] += 1
    return {
        "moves": moves,
        "dials": dials,
        "dwell_ms": dwell_ms,
        "dwell": {state: tuple(histogram) for state, histogram in histograms.items()},
        "hours": hours,
    }


def known(state: str | None) -> str | None:
    """A state by the name under which it is counted."""
    return state if state is None or state in CODES else OTHER


def figures(
    steps: Iterable[Step],
    mode: str,
    minute: int,
    contacts: Mapping[int, tuple[str, int]] | None = None,
) -> Mapping[str, float | None]:
    """Every key figure by its key, from nothing but the list of steps, as the guide words it.

    `contacts` are those of several campaigns, whose modes differ.
    """
    steps = list(steps)
    contacts = contacts_of(steps, mode) if contacts is None else contacts
    states = [state for state, _ in contacts.values()]
    reached = [sum(step >= wanted for _, step in contacts.values()) for wanted in range(5)]
    attempts = _number(steps, entered="calling")
    connects = _number(steps, entered="call_in_progress")
    callable_ = [
        step for state, step in contacts.values()
        if state not in ("invalid_record", "blacklisted", "removed")
    ]  # fmt: skip
    last = [s for s in steps if minute - 5 <= s.second // 60 < minute]
    closed = [
        s for s in last if s.left in OPEN and s.entered is not None and s.entered not in OPEN
    ]  # fmt: skip
    talk, wrap, preparation = (_mean(steps, state) for state in ("call_in_progress", "acw", "bcw"))
    prepared = (preparation or 0) if mode == "preview" else 0
    return {
        "success": states.count("success"),
        "in_call": states.count("call_in_progress"),
        "clients_waiting": states.count("awaiting_free_operator")
        + states.count("operator_assigned"),
        "connect_rate": _over(connects, _number(steps, left="calling")),
        "contact_rate": _over(reached[3], reached[1]),
        "penetration": _over(sum(step >= 1 for step in callable_), len(callable_)),
        "success_of_loaded": _over(reached[4], reached[0]),
        "success_of_dialed": _over(reached[4], reached[1]),
        "success_of_connects": _over(reached[4], connects),
        "attempts": attempts,
        "retries": _number(steps, left="calling", entered="retry_scheduled"),
        "attempts_per_contact": _over(attempts, reached[1]),
        "attempts_per_success": _over(attempts, reached[4]),
        "ring": _mean(steps, "calling"),
        "talk": talk,
        "wrap": wrap,
        "preparation": preparation,
        "handling": None if talk is None else talk + (wrap or 0) + prepared,
        "abandonment_24h": _abandoned(steps, minute, 24),
        "abandonment_30d": _abandoned(steps, minute, 30 * 24),
        "dial_failures": _over(
            _number(last, entered="dial_failed"), _number(last, entered="calling")
        ),
        "attempts_per_minute": _number(last, entered="calling") / 5,
        "closed_per_minute": len(closed) / 5,
        "left": sum(state in OPEN for state in states),
        "progress": _over(sum(state not in OPEN for state in states), len(states)),
    }


OPEN = (
    "initial", "retry_scheduled", "awaiting_free_operator", "operator_assigned", "bcw", "calling",
    "call_in_progress", "acw", "other",
)  # fmt: skip
PROVEN = {"calling": 1, "canceled_by_client": 2, "call_in_progress": 3, "acw": 3, "success": 4}


def proven(mode: str, left: str | None, entered: str) -> int:
    """The step of the funnel that a move proves."""
    answered = mode == "predictive" and left == "calling"
    if answered and entered in ("awaiting_free_operator", "operator_assigned"):
        return 2
    return PROVEN.get(entered, 0)


def contacts_of(steps: Iterable[Step], mode: str) -> Mapping[int, tuple[str, int]]:
    """State and furthest step of every contact that is still there."""
    contacts: dict[int, tuple[str, int]] = {}
    for step in steps:
        _, reached = contacts.pop(step.contact, ("", 0))
        if step.entered is not None:
            reached = max(reached, proven(mode, step.left, step.entered))
            contacts[step.contact] = (step.entered, reached)
    return contacts


def _number(steps: Iterable[Step], *, left: str | None = None, entered: str | None = None) -> int:
    return sum(
        (left is None or step.left == left) and (entered is None or step.entered == entered)
        for step in steps
    )


def _mean(steps: Iterable[Step], state: str) -> float | None:
    stays = [round(1000 * s.dwell) for s in steps if s.left == state and s.dwell is not None]
    return sum(stays) / len(stays) / 1000 if stays else None


def _abandoned(steps: Iterable[Step], minute: int, hours: int) -> float | None:
    last = [step for step in steps if step.second // 3600 >= minute // 60 - hours]
    lost = _number(last, entered="canceled_by_client")
    return _over(lost, lost + _number(last, entered="call_in_progress"))


def _over(numerator: int, denominator: int) -> float | None:
    return numerator / denominator if denominator else None
