"""The rules that follow from a campaign's numbers alone: what is wrong with it now. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from data.domain.alerts import Finding, Severity
from data.domain.answered import Answered
from data.domain.course import ENDED, status_since
from data.domain.late import IN_PROGRESS
from data.domain.scene import Scene
from data.domain.snapshot import CampaignView
from data.domain.states import is_open
from data.domain.tally import READY, Tally, tally
from data.domain.thresholds import ORPHAN, STALLED, Limits

ABANDONED_WARN, ABANDONED_CRITICAL = 0.025, 0.03
LEAST_ANSWERED = 50
FAILURES_WARN, FAILURES_CRITICAL = 0.1, 0.3  # of all attempts, and so many times the hour's share:
WORSE_WARN, WORSE_CRITICAL = 3, 6
SURE = 0.9  # a share above it is critical whatever the hour was like
LEAST_FAILURES = 5
DRIFT_SECONDS = 600
HYSTERESIS = 0.9


def grade(
    share: float, warn: float, critical: float, held: Severity | None = None
) -> Severity | None:
    """How bad a share is; what is `held` already ends only below 90 % of its limit."""
    for severity, limit in ((Severity.CRITICAL, critical), (Severity.WARN, warn)):
        holds = held is Severity.CRITICAL or held is severity
        if share >= limit * (HYSTERESIS if holds else 1):
            return severity
    return None


def conditions(view: CampaignView, scene: Scene) -> Iterator[Finding]:
    """Everything that the numbers of a campaign tell."""
    yield from _orphans(view, scene)
    yield from _drift(view, scene)
    counted = tally(view, scene.minute)
    yield from counted.moves
    yield from _failures(view, counted, scene)
    for cause, calls in counted.answered:
        yield from _abandonment(view, cause, calls, scene)


def stalled(
    view: CampaignView, scene: Scene, ready_since: datetime | None, taken_up_at: datetime | None
) -> Finding | None:
    """A campaign in progress whose ready contacts nobody takes up.

    `ready_since` is when the first of them became ready, `taken_up_at` when one last left.
    """
    if view.campaign.status != IN_PROGRESS or ready_since is None or ready_since > scene.now:
        return None
    began = (ready_since, taken_up_at, status_since(scene.turns_of(view)))
    since = max(moment for moment in began if moment is not None)
    limits = scene.limits(view, STALLED)
    severity = _lasting(view, STALLED, since, limits, scene)
    if severity is None:
        return None
    return Finding(
        view.campaign.id,
        STALLED,
        None,
        severity,
        sum(view.counts[state] for state in READY),
        oldest_at=since,
        limit_seconds=_passed(severity, limits),
    )


def _lasting(
    view: CampaignView, subject: str, since: datetime, limits: Limits, scene: Scene
) -> Severity | None:
    if since <= scene.cutoff(view, subject, limits.critical):
        return Severity.CRITICAL
    return Severity.WARN if since <= scene.cutoff(view, subject, limits.warn) else None


def _passed(severity: Severity, limits: Limits) -> float:
    return limits.critical if severity is Severity.CRITICAL else limits.warn


def _orphans(view: CampaignView, scene: Scene) -> Iterator[Finding]:
    if view.campaign.status not in ENDED or view.total == view.closed:
        return
    ended = view.campaign.ended_at or status_since(scene.turns_of(view))
    limits = scene.limits(view, ORPHAN)
    severity = ended and _lasting(view, ORPHAN, ended, limits, scene)
    if not severity:
        return
    for state, count in view.counts.items():
        if count and is_open(state):
            yield Finding(
                view.campaign.id,
                ORPHAN,
                state,
                severity,
                count,
                oldest_at=ended,
                limit_seconds=_passed(severity, limits),
            )


def _drift(view: CampaignView, scene: Scene) -> Iterator[Finding]:
    at = scene.drifted.get(view.campaign.id)
    if at is not None and scene.now - at <= timedelta(seconds=DRIFT_SECONDS):
        yield Finding(view.campaign.id, "drift", None, Severity.WARN, view.total, oldest_at=at)


def _failures(view: CampaignView, counted: Tally, scene: Scene) -> Iterator[Finding]:
    """Five minutes against the hour before them."""
    failed, tried = counted.attempts.failed, counted.attempts.tried
    if failed < LEAST_FAILURES:
        return
    before = counted.hour.tried - tried
    usual = (counted.hour.failed - failed) / before if before else 0
    severity = grade(
        failed / tried,
        min(SURE, max(FAILURES_WARN, WORSE_WARN * usual)),
        min(SURE, max(FAILURES_CRITICAL, WORSE_CRITICAL * usual)),
        scene.held((view.campaign.id, "dial_failures", None)),
    )
    if severity:
        yield Finding(
            view.campaign.id,
            "dial_failures",
            None,
            severity,
            failed,
            numerator=failed,
            denominator=tried,
        )


def _abandonment(
    view: CampaignView, cause: str, calls: Answered, scene: Scene
) -> Iterator[Finding]:
    if calls.total < LEAST_ANSWERED:
        return
    severity = grade(
        calls.abandoned / calls.total,
        ABANDONED_WARN,
        ABANDONED_CRITICAL,
        scene.held((view.campaign.id, cause, None)),
    )
    if severity:
        yield Finding(
            view.campaign.id,
            cause,
            None,
            severity,
            calls.abandoned,
            numerator=calls.abandoned,
            denominator=calls.total,
        )
