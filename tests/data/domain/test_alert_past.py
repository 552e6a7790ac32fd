"""An alert of the past says what was written down of it, and no more."""

from datetime import UTC, datetime, timedelta

import pytest

from data.domain.alert_past import Happening, alert_then, over_before
from data.domain.alerts import Alert, Severity, Shared, Status

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def happened(*kinds: str) -> list[Happening]:
    """One each minute, from noon on."""
    return [Happening(kind, after(minute)) for minute, kind in enumerate(kinds)]


def alert(severity: Severity = Severity.WARN, status: Status = Status.RESOLVED) -> Alert:
    return Alert(
        1, 7, "stuck", "calling", severity, status, NOON, 3,
        oldest_at=after(9), shared=(Shared("operator", "ana", 2),), resolved_at=after(9),
    )  # fmt: skip


LIFE = happened("opened", "acknowledged", "escalated", "resolved", "reopened", "resolved")


@pytest.mark.parametrize(
    ("minutes", "status"),
    [
        (-1, None),
        (0, Status.FIRING),
        (0.5, Status.FIRING),
        (1, Status.ACKNOWLEDGED),
        (2, Status.FIRING),  # it got worse than what was acknowledged
        (3, None),
        (4.5, Status.FIRING),
        (5, None),
    ],
)
def test_it_was_open_when_it_was_open(minutes: float, status: Status | None) -> None:
    found = alert_then(alert(), LIFE, after(minutes))
    assert (found and found.status) == status


def test_it_was_as_bad_as_it_was() -> None:
    found = {at: alert_then(alert(Severity.CRITICAL), LIFE, after(at)) for at in (0, 1, 2, 4)}
    severities = [one.severity for one in found.values() if one]
    assert severities == [Severity.WARN, Severity.WARN, Severity.CRITICAL, Severity.CRITICAL]
    born = alert_then(alert(Severity.CRITICAL), happened("opened"), NOON)
    assert born.severity is Severity.CRITICAL


def test_what_the_last_look_found_is_not_told_as_of_then() -> None:
    found = alert_then(alert(), happened("opened"), after(1))
    assert (found.oldest_at, found.shared, found.resolved_at) == (None, (), None)
    assert found.since == NOON


def test_who_gives_an_alert_back_has_it_no_more() -> None:
    told = happened("opened", "snoozed", "unacknowledged")
    statuses = [one and one.status for one in (alert_then(alert(), told, after(n)) for n in (1, 2))]
    assert statuses == [Status.ACKNOWLEDGED, Status.FIRING]


def test_the_last_end_before_a_moment() -> None:
    assert [over_before(LIFE, after(n)) for n in (2, 3, 4, 9)] == [
        None, after(3), after(3), after(5),
    ]  # fmt: skip
