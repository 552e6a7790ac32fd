"""The life of an alert: pending, firing, acknowledged, resolved. Pure: what was, what is, when."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from data.domain.alerts import Alert, Finding, Severity, Status, rule_of

REOPEN_SECONDS = 120
SURGE = 2  # times as many contacts as were acknowledged end the quiet


class Event(StrEnum):
    """What happened to an alert."""

    OPENED = "opened"
    ESCALATED = "escalated"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    UNACKNOWLEDGED = "unacknowledged"
    REOPENED = "reopened"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Step:
    """An alert after one look, and what happened; `alert` None: it never came to be."""

    alert: Alert | None
    events: tuple[Event, ...] = ()


def step(before: Alert | None, finding: Finding | None, now: datetime) -> Step:
    """One look at one subject: `before` is its newest alert, `finding` what is wrong with it.

    An alert that was resolved less than two minutes ago comes back; an older one stays resolved.
    """
    if before is not None and before.status is Status.RESOLVED:
        back = finding is not None and _is_recent(before, now)
        return _reopened(before, finding, now) if back and finding else begin(finding, now)
    if before is None:
        return begin(finding, now)
    if finding is None:
        return _gone(before, now)
    return _seen(before, finding, now)


def begin(finding: Finding | None, now: datetime) -> Step:
    """A new alert, of which nothing was known; it has no id yet."""
    if finding is None:
        return Step(None)
    fresh = _told(Alert(0, *_subject(finding), Status.PENDING, now, 0), finding)
    return _ripe(fresh, now)


def _subject(finding: Finding) -> tuple[int, str, str | None, Severity]:
    return finding.campaign_id, finding.cause, finding.state, finding.severity


def _seen(before: Alert, finding: Finding, now: datetime) -> Step:
    alert = _told(_graded(before, finding, now), finding)
    if alert.status is Status.PENDING:
        return _ripe(alert, now)
    events = (Event.ESCALATED,) if _rose(before, alert) else ()
    return Step(_awake(alert, now, rose=bool(events)), events)


def _ripe(alert: Alert, now: datetime) -> Step:
    """A pending alert fires once its condition has held for long enough.

    Nothing began in the future: where the clock went back, it begins now.
    """
    alert = replace(alert, since=min(alert.since, now))
    if now - alert.since < timedelta(seconds=rule_of(alert.cause).pending_seconds):
        return Step(alert)
    return Step(replace(alert, status=Status.FIRING, fired_at=now), (Event.OPENED,))


def _gone(before: Alert, now: datetime) -> Step:
    if before.status is Status.PENDING:
        return Step(None)
    since = min(before.clear_since or now, now)
    if now - since < timedelta(seconds=rule_of(before.cause).clear_seconds):
        awake = _awake(before, now, rose=False)
        return Step(replace(awake, clear_since=since))
    over = replace(before, status=Status.RESOLVED, resolved_at=now, clear_since=None)
    return Step(over, (Event.RESOLVED,))


def _reopened(before: Alert, finding: Finding, now: datetime) -> Step:
    """The same incident: it is told again as it was, and nobody is called a second time."""
    quiet = before.acknowledged_at is not None
    status = Status.ACKNOWLEDGED if quiet else Status.FIRING
    alert = replace(before, status=status, resolved_at=None)
    after = _seen(alert, finding, now)
    return Step(after.alert, (Event.REOPENED, *after.events))


def _told(alert: Alert, finding: Finding) -> Alert:
    return replace(
        alert,
        count=finding.count,
        at_least=finding.at_least,
        oldest_at=finding.oldest_at,
        limit_seconds=finding.limit_seconds,
        shared=finding.shared,
        numerator=finding.numerator,
        denominator=finding.denominator,
        clear_since=None,
    )


def _graded(before: Alert, finding: Finding, now: datetime) -> Alert:
    """Severity rises at once, and falls only after it has been lower for a while."""
    if finding.severity is before.severity or finding.severity is Severity.CRITICAL:
        return replace(before, severity=finding.severity, calm_since=None)
    since = min(before.calm_since or now, now)
    if now - since < timedelta(seconds=rule_of(before.cause).clear_seconds):
        return replace(before, calm_since=since)
    return replace(before, severity=finding.severity, calm_since=None)


def _rose(before: Alert, after: Alert) -> bool:
    return before.severity is Severity.WARN and after.severity is Severity.CRITICAL


def _awake(alert: Alert, now: datetime, *, rose: bool) -> Alert:
    """An acknowledgement ends with its time, or when it got worse than what was acknowledged."""
    if alert.status is not Status.ACKNOWLEDGED:
        return alert
    over = alert.acknowledged_until is not None and alert.acknowledged_until <= now
    surged = alert.count >= SURGE * max(1, alert.acknowledged_count or 0)
    return unacknowledged(alert) if over or surged or rose else alert


def acknowledged(
    alert: Alert, by: str, until: datetime | None, note: str | None, now: datetime, *, snooze: bool
) -> Alert:
    """The alert once somebody has taken it up."""
    return replace(
        alert,
        status=Status.ACKNOWLEDGED,
        acknowledged_at=now,
        acknowledged_by=by,
        acknowledged_until=until,
        acknowledged_count=alert.count,
        note=note,
        snoozed=snooze,
    )


def unacknowledged(alert: Alert) -> Alert:
    """The alert as if nobody had taken it up."""
    return replace(
        alert,
        status=Status.FIRING,
        acknowledged_at=None,
        acknowledged_by=None,
        acknowledged_until=None,
        acknowledged_count=None,
        note=None,
        snoozed=False,
    )


def _is_recent(alert: Alert, now: datetime) -> bool:
    resolved = alert.resolved_at
    return resolved is not None and now - resolved <= timedelta(seconds=REOPEN_SECONDS)
