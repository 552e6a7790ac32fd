"""The life of an alert, whatever comes: one open alert, no flapping, nothing told twice."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.domain.alerts import Alert, Finding, Severity, Status
from data.domain.conditions import grade
from data.domain.lifecycle import Event, acknowledged, begin, step, unacknowledged

START = datetime(2026, 5, 1, tzinfo=UTC)
LOOKS = st.lists(
    st.tuples(
        st.sampled_from((1, 1, 1, 2, 30, 119, 121, 600)),
        st.none() | st.sampled_from(Severity),
        st.integers(1, 9),
    ),
    max_size=60,
)


def finding(severity: Severity = Severity.WARN, count: int = 1, cause: str = "stuck") -> Finding:
    return Finding(7, cause, "acw", severity, count)


def fired(severity: Severity = Severity.WARN, count: int = 1) -> Alert:
    return begin(finding(severity, count), START).alert


@given(LOOKS, st.sampled_from(("stuck", "retry_overdue")))
def test_whatever_comes_an_incident_is_told_once(
    looks: list[tuple[int, Severity | None, int]], cause: str
) -> None:
    alert, now, told, ids = None, START, Counter[Event](), 0
    for seconds, severity, count in looks:
        now += timedelta(seconds=seconds)
        before = alert
        after = step(alert, finding(severity, count, cause) if severity else None, now)
        if after.alert is None:
            assert before is None or before.status in (Status.PENDING, Status.RESOLVED)
            continue
        alert = after.alert
        told.update(after.events)
        if Event.OPENED in after.events:
            ids += 1
            assert before is None or before.status in (Status.PENDING, Status.RESOLVED)
        if Event.REOPENED in after.events:
            assert now - before.resolved_at <= timedelta(seconds=120)
        if severity and before and before.status is Status.FIRING:
            assert alert.status is Status.FIRING
            assert alert.count == count
    assert told[Event.OPENED] == ids
    assert told[Event.RESOLVED] <= told[Event.OPENED] + told[Event.REOPENED]


@given(st.lists(st.booleans(), min_size=2, max_size=40))
def test_a_condition_that_flickers_each_second_never_resolves(there: list[bool]) -> None:
    alert, now = fired(), START
    for is_there in there:
        for seen in (is_there, True):
            now += timedelta(seconds=1)
            after = step(alert, finding() if seen else None, now)
            assert after.alert is not None
            assert after.events == ()
            alert = after.alert


def test_it_resolves_only_after_it_has_been_gone_for_a_while() -> None:
    alert = fired()
    for second, events in ((1, ()), (2, ()), (3, (Event.RESOLVED,))):
        after = step(alert, None, START + timedelta(seconds=second))
        assert after.events == events
        alert = after.alert


def test_severity_rises_at_once_and_falls_later() -> None:
    rose = step(fired(), finding(Severity.CRITICAL), START + timedelta(seconds=1))
    assert rose.events == (Event.ESCALATED,)
    for second, severity in ((2, Severity.CRITICAL), (3, Severity.CRITICAL), (4, Severity.WARN)):
        rose = step(rose.alert, finding(Severity.WARN), START + timedelta(seconds=second))
        assert (rose.alert.severity, rose.events) == (severity, ())


def taken(until: datetime | None = None, count: int = 3) -> Alert:
    return acknowledged(fired(count=count), "ana", until, "on it", START, snooze=False)


def test_an_acknowledgement_lasts_while_it_gets_no_worse() -> None:
    after = step(taken(), finding(count=5), START + timedelta(days=1)).alert
    assert (after.status, after.acknowledged_by) == (Status.ACKNOWLEDGED, "ana")


def test_an_acknowledgement_ends_with_its_time_a_surge_or_a_rise() -> None:
    later = START + timedelta(seconds=10)
    for alert, found in (
        (taken(until=later), finding(count=3)),
        (taken(), finding(count=6)),
        (taken(), finding(Severity.CRITICAL, count=3)),
    ):
        after = step(alert, found, later).alert
        assert (after.status, after.acknowledged_by, after.note) == (Status.FIRING, None, None)


def test_giving_back_leaves_nothing_of_it() -> None:
    assert unacknowledged(taken()) == fired(count=3)


def test_an_acknowledged_incident_that_comes_back_is_still_acknowledged() -> None:
    over = taken()
    for second in (1, 2, 3):
        over = step(over, None, START + timedelta(seconds=second)).alert
    assert over.status is Status.RESOLVED
    back = step(over, finding(count=3), START + timedelta(seconds=60))
    assert back.events == (Event.REOPENED,)
    assert back.alert.status is Status.ACKNOWLEDGED


def test_a_pending_alert_that_goes_was_never_there() -> None:
    pending = begin(finding(cause="retry_overdue"), START)
    assert (pending.alert.status, pending.events) == (Status.PENDING, ())
    assert step(pending.alert, None, START + timedelta(seconds=1)).alert is None


@given(st.floats(0, 1), st.none() | st.sampled_from(Severity))
def test_a_rate_clears_below_nine_tenths_of_its_limit(share: float, held: Severity | None) -> None:
    found = grade(share, 0.5, 0.8, held)
    if share >= 0.8:
        assert found is Severity.CRITICAL
    elif share < 0.45:
        assert found is None
    if held is Severity.CRITICAL and share >= 0.72:
        assert found is Severity.CRITICAL
    if held is not None and share >= 0.45:
        assert found is not None
    if held is None and share < 0.5:
        assert found is None
