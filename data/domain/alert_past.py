"""An alert as it was at an instant, as far as what is written down of it tells. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.alerts import Alert, Severity, Status
from data.domain.lifecycle import Event

_LIFE = (Event.OPENED, Event.REOPENED, Event.RESOLVED)
_TAKEN = (Event.ACKNOWLEDGED, Event.SNOOZED)
_QUIET = (*_TAKEN, Event.UNACKNOWLEDGED, Event.ESCALATED)


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to an alert, and when."""

    kind: str
    at: datetime


def alert_then(alert: Alert, happened: Sequence[Happening], at: datetime) -> Alert | None:
    """The alert as it was at an instant; None where it was not open. `alert` is how it stands now,
    `happened` all that happened to it, oldest first.

    Whether it was open and since when is exact; so is that somebody took it up, while an
    acknowledgement that ended by itself, and a severity that fell, are not written down and count
    as going on. How many contacts it was about is not written down at all: `count` and whatever
    else the last look found are those of the last look, and not to be shown as of then.
    """
    before = [one for one in happened if one.at <= at]
    if _last(before, _LIFE) not in (Event.OPENED, Event.REOPENED):
        return None
    taken = _last(before, _QUIET) in _TAKEN
    return replace(
        alert,
        severity=_severity(alert, happened, at),
        status=Status.ACKNOWLEDGED if taken else Status.FIRING,
        resolved_at=None,
        oldest_at=None,
        shared=(),
    )


def over_before(happened: Iterable[Happening], at: datetime) -> datetime | None:
    """When the last of what happened was the end of an alert; None where none ended by `at`."""
    ends = (one.at for one in happened if one.kind == Event.RESOLVED and one.at <= at)
    return max(ends, default=None)


def _severity(alert: Alert, happened: Sequence[Happening], at: datetime) -> Severity:
    rises = [one.at for one in happened if one.kind == Event.ESCALATED]
    if not rises:
        return alert.severity
    return Severity.WARN if at < rises[0] else Severity.CRITICAL


def _last(happened: Iterable[Happening], kinds: Sequence[str]) -> str | None:
    return next((one.kind for one in reversed(list(happened)) if one.kind in kinds), None)
