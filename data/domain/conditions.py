"""The rules that follow from a campaign's numbers alone: what is wrong with it now. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache

from data.domain.alerts import Finding, Severity, Shared
from data.domain.answered import DAY_HOURS, MODE, MONTH_HOURS, Answered, answered
from data.domain.course import ENDED, status_since
from data.domain.late import IN_PROGRESS
from data.domain.scene import Scene
from data.domain.snapshot import WINDOW_MINUTES, CampaignView, Edge
from data.domain.states import Verdict, is_open, verdict
from data.domain.thresholds import ORPHAN, RETRY, STALLED, Limits

FINAL = ("success", "canceled_by_admin", "removed")
DIALING = (
    "initial",
    "awaiting_free_operator",
    "operator_assigned",
    "bcw",
    "calling",
    "call_in_progress",
)
READY = ("initial", RETRY)
ABANDONED_WARN, ABANDONED_CRITICAL = 0.025, 0.03
LEAST_ANSWERED = 50
FAILURE_MINUTES = 5
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
    yield from _moves(view, scene)
    yield from _drift(view, scene)
    yield from _failures(view, scene)
    if view.campaign.mode == MODE:
        for cause, hours in (("abandoned_day", DAY_HOURS), ("abandoned_month", MONTH_HOURS)):
            yield from _abandonment(view, cause, answered(view, scene.minute, hours), scene)


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


def _moves(view: CampaignView, scene: Scene) -> Iterator[Finding]:
    """What has moved in the last hour as it should not have."""
    campaign, hour = view.campaign.id, WINDOW_MINUTES
    for state in FINAL:
        edges = [edge for edge in view.minutes if _reopens(edge) and edge[0] == state]
        if count := recent(view, edges, scene.minute, hour):
            shared = _commonest(view, edges, scene.minute)
            yield Finding(campaign, "reopened", state, Severity.CRITICAL, count, shared=shared)
    edges = [edge for edge in view.minutes if _is_unexpected(view.campaign.mode, edge)]
    if count := recent(view, edges, scene.minute, hour):
        shared = _commonest(view, edges, scene.minute)
        yield Finding(campaign, "unexpected_move", None, Severity.WARN, count, shared=shared)


def _reopens(edge: Edge) -> bool:
    return edge[0] in FINAL and edge[1] in DIALING


@cache
def _is_unexpected(mode: str, edge: Edge) -> bool:
    return not _reopens(edge) and verdict(mode, *edge) is Verdict.UNEXPECTED


def _commonest(view: CampaignView, edges: Sequence[Edge], minute: int) -> tuple[Shared, ...]:
    counted = {edge: recent(view, [edge], minute, WINDOW_MINUTES) for edge in edges}
    (left, entered), count = max(counted.items(), key=lambda item: item[1])
    most = 2 * count > sum(counted.values())
    return (Shared("move", f"{left or ''}>{entered or ''}", count),) if most else ()


def _drift(view: CampaignView, scene: Scene) -> Iterator[Finding]:
    at = scene.drifted.get(view.campaign.id)
    if at is not None and scene.now - at <= timedelta(seconds=DRIFT_SECONDS):
        yield Finding(view.campaign.id, "drift", None, Severity.WARN, view.total, oldest_at=at)


def _failures(view: CampaignView, scene: Scene) -> Iterator[Finding]:
    """Five minutes against the hour before them."""
    failed, tried = _attempts(view, scene.minute, FAILURE_MINUTES)
    if failed < LEAST_FAILURES:
        return
    failed_hour, tried_hour = _attempts(view, scene.minute, WINDOW_MINUTES)
    before = tried_hour - tried
    usual = (failed_hour - failed) / before if before else 0
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


def _attempts(view: CampaignView, minute: int, last: int) -> tuple[int, int]:
    """Calls that could not be started in the last minutes, and all that were to be."""
    failed = [edge for edge in view.minutes if edge[1] == "dial_failed" and edge[0] is not None]
    unrung = [edge for edge in failed if edge[0] != "calling"]
    rung = [edge for edge in view.minutes if edge[1] == "calling"]
    failures = recent(view, failed, minute, last)
    return failures, max(failures, recent(view, (*unrung, *rung), minute, last))


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


def recent(view: CampaignView, edges: Iterable[Edge], minute: int, last: int) -> int:
    """Transitions along any of `edges` in the last minutes, the present one among them."""
    slots = last - max(0, minute - view.minute)
    return sum(sum(view.minutes[edge][-slots:]) for edge in edges) if slots > 0 else 0
