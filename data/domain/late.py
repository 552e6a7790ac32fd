"""Contacts that have been in their state for too long: what to ask for, and what follows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from data.domain.alerts import Finding, Severity, Shared
from data.domain.course import ENDED
from data.domain.scene import Scene, most_share
from data.domain.snapshot import CampaignView
from data.domain.thresholds import IN_STATE, RETRY, Limits, threshold_of

COUNTED = 1000  # of more than that only "more" is said
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
IN_PROGRESS = "in_progress"
INITIAL = "initial"  # never late: it tells since when there is somebody to call


@dataclass(frozen=True, slots=True)
class Question:
    """Which contacts of a state have been so since `warn_at`, which since `critical_at`?"""

    campaign_id: int
    state: str
    warn_at: datetime
    critical_at: datetime


@dataclass(frozen=True, slots=True)
class Late:
    """The answer: how many are later than each moment, `COUNTED` + 1 meaning more.

    oldest_at  since when the first of all in the state has been so, late or not
    missing    retries without a time, and `missing_at` since when
    sample     operator and reason of the latest ones
    """

    campaign_id: int
    state: str
    oldest_at: datetime | None
    warn: int
    critical: int
    sample: tuple[tuple[str | None, str | None], ...] = ()
    missing: int = 0
    missing_at: datetime | None = None


def questions(view: CampaignView, scene: Scene) -> Iterator[Question]:
    """What to ask of a campaign: only of states that somebody is in."""
    if view.campaign.status in ENDED:  # then any open contact is an orphan
        return
    for state in (*IN_STATE, RETRY):
        if view.counts[state]:
            limits = scene.limits(view, state)
            cutoffs = (scene.cutoff(view, state, limit) for limit in (limits.warn, limits.critical))
            yield Question(view.campaign.id, state, *cutoffs)
    if view.campaign.status == IN_PROGRESS and view.counts[INITIAL]:
        yield Question(view.campaign.id, INITIAL, NEVER, NEVER)


def lateness(view: CampaignView, late: Late, scene: Scene) -> Finding | None:
    """The finding that follows from an answer; None where nobody is late."""
    if late.state == INITIAL:
        return None
    limits = scene.limits(view, late.state)
    if late.state == RETRY:
        return _overdue(late, limits)
    on_line = threshold_of(view, late.state).on_line
    return _found(late, limits, "client_waiting" if on_line else "stuck")


def _found(late: Late, limits: Limits, cause: str) -> Finding | None:
    if not late.warn:
        return None
    critical = late.critical > 0
    count = late.critical if critical else late.warn
    return Finding(
        late.campaign_id,
        cause,
        late.state,
        Severity.CRITICAL if critical else Severity.WARN,
        min(count, COUNTED),
        at_least=count > COUNTED,
        oldest_at=late.oldest_at,
        limit_seconds=limits.critical if critical else limits.warn,
        shared=_shared(late.sample[:count]),
    )


def _overdue(late: Late, limits: Limits) -> Finding | None:
    found = _found(late, limits, "retry_overdue")
    if found is not None or not late.missing:
        return found
    count = min(late.missing, COUNTED)
    return Finding(
        late.campaign_id,
        "retry_overdue",
        RETRY,
        Severity.WARN,
        count,
        at_least=late.missing > COUNTED,
        oldest_at=late.missing_at,
    )


def _shared(sample: Iterable[tuple[str | None, str | None]]) -> tuple[Shared, ...]:
    known = list(sample)
    operators = most_share("operator", (operator for operator, _ in known))
    return operators + most_share("reason", (reason for _, reason in known))
