"""The slow, plain way: every transition of a campaign read and counted one by one, in Python."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from data.domain import dwell
from data.domain.states import CODES, OTHER
from data.schema.tables import transitions

HOURS = 720


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
        Step(contact, _known(left), _known(entered), at.timestamp(), stayed, attempt)
        for contact, left, entered, at, stayed, attempt in rows
    ]


def recounted(connection: Connection, campaign: int, hour: int) -> Mapping[str, Any]:
    """What a campaign's view is to hold, by the names of its parts; `hour` is the running one."""
    return counted(steps_of(connection, campaign), hour)


def counted(steps: Iterable[Step], hour: int) -> Mapping[str, Any]:
    """The parts of a view that nothing but the steps decides."""
    moves: Counter[Any] = Counter()
    dials: Counter[Any] = Counter()
    dwell_ms: Counter[str] = Counter()
    histograms: dict[str, list[int]] = defaultdict(lambda: [0] * dwell.BUCKETS)
    hours: dict[str, Counter[int]] = defaultdict(Counter)
    for step in steps:
        moves[step.left, step.entered] += 1
        if step.left is not None and step.dwell is not None:
            dwell_ms[step.left] += round(1000 * step.dwell)
            histograms[step.left][dwell.bucket_of(step.dwell)] += 1
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


def _known(state: str | None) -> str | None:
    return state if state is None or state in CODES else OTHER
