"""What charts show of a span equals a plain recount of all transitions, on both databases."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.domain import dwell
from data.domain.buckets import edges, size_for
from data.domain.errors import EmptySpanError, LongSpanError, NotBegunError
from data.domain.snapshot import Campaign
from data.domain.states import CODES, OTHER, is_open
from data.history.past import Past
from data.history.series import COUNTED, Asked, Course, Shift, answers, history
from data.history.sums import add_up
from data.log_tail import tail_for
from tests.dashboard import snapshots
from tests.data.history.log import Row, empty, write_log
from tests.data.recount import BUCKETS, bucket, known
from tests.searches import examples

ZONES = ("Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
# Long ago: nothing of it lies ahead, on whatever day this runs.
CHANGES = (
    datetime(2024, 3, 31, 1, tzinfo=UTC), datetime(2024, 3, 10, 7, tzinfo=UTC),
    datetime(2024, 4, 6, 15, tzinfo=UTC), datetime(2024, 10, 27, 1, tzinfo=UTC),
)  # fmt: skip
STEPS = (
    (None, "initial"), ("initial", "calling"), ("calling", "retry_scheduled"),
    ("retry_scheduled", "calling"), ("calling", "call_in_progress"), ("call_in_progress", "acw"),
    ("acw", "success"), ("calling", "canceled_by_client"), ("calling", "dial_failed"),
    ("calling", "hypnotized"), ("success", None), (None, "invalid_record"),
)  # fmt: skip
OFFSETS = st.integers(0, 40 * 86_400) | st.integers(0, 96).map(lambda hours: hours * 1800)


def campaign(id: int, started_at: datetime | None = None) -> Campaign:
    return snapshots.campaign(id, mode="preview", timezone="UTC", started_at=started_at)


@st.composite
def logs(draw: st.DrawFn, start: datetime) -> list[Row]:
    """Moves of two campaigns, many of them around midnight and changes of clocks."""
    found = []
    for _ in range(draw(st.integers(0, 25))):
        left, entered = draw(st.sampled_from(STEPS))
        at = start + timedelta(seconds=draw(OFFSETS), milliseconds=draw(st.integers(0, 999)))
        stay = None if left is None else draw(st.integers(0, 10**7)) / 1000
        found.append(Row(draw(st.integers(1, 2)), 1, left, entered, at, stay))
    return found


@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_chart_is_what_a_plain_recount_says(engine: Engine, data: st.DataObject) -> None:
    empty(engine)
    zone = ZoneInfo(data.draw(st.sampled_from(ZONES)))
    first = data.draw(st.sampled_from(CHANGES)) - timedelta(days=2)
    rows, tail = data.draw(logs(first)), tail_for(engine)
    summed = data.draw(st.integers(0, len(rows)))
    write_log(engine, rows[:summed])
    add_up(engine, tail)
    write_log(engine, rows[summed:])
    start = first + timedelta(seconds=data.draw(OFFSETS))
    end = start + timedelta(seconds=data.draw(OFFSETS) + 1)
    asked = Asked(campaign(1, first), start, end, zone)
    with Past.of(engine, tail) as past:
        one = history(past, asked, Shift(days=data.draw(st.sampled_from((1, 7)))))
        other = history(past, asked, Shift(campaign=campaign(2, first + timedelta(hours=5))))
        week = answers(past, asked).hours
    assert one.course.edges == edges(start, end, size_for(start, end), zone)
    for course in (one.course, one.compared, other.compared):
        recounted([row for row in rows if row.campaign_id == course.campaign_id], course)
    assert other.compared.edges == tuple(edge + timedelta(hours=5) for edge in one.course.edges)
    own = [row for row in rows if row.campaign_id == 1]
    states_recounted(own, one.course.edges, one.states)
    shown = [row for row in own if start <= row.at < end]
    stays_recounted(shown, one.stays)
    week_recounted(shown, zone, week)


def is_counted(name: str, row: Row) -> bool:
    """Each count in its own words."""
    entered = {
        "attempts": "calling", "connects": "call_in_progress", "successes": "success",
        "abandoned": "canceled_by_client", "dial_failures": "dial_failed",
    }  # fmt: skip
    if name == "attempts_ended":
        return row.from_state == "calling"
    if name == "closed":
        ends = row.to_state is not None and not is_open(row.to_state)
        return ends and row.from_state is not None and is_open(row.from_state)
    return row.to_state == entered[name]


def recounted(rows: list[Row], course: Course) -> None:
    for name in COUNTED:
        plain = [
            sum(left <= row.at < right and is_counted(name, row) for row in rows)
            if left < right
            else None
            for left, right in pairwise(course.edges)
        ]
        assert list(course.counts[name]) == plain, name
        assert course.totals[name] == sum(filter(None, plain))
    assert course.so_far == course.totals


def states_recounted(rows: list[Row], cut: tuple[datetime, ...], states: Any) -> None:
    for slot, end in enumerate(cut[1:]):
        plain: Counter[str | None] = Counter()
        for row in rows:
            if row.at < end:
                plain[known(row.from_state)] -= 1
                plain[known(row.to_state)] += 1
        assert {state: each[slot] for state, each in states.items()} == {
            state: plain[state] for state in (*CODES, OTHER)
        }


def stays_recounted(rows: list[Row], stays: Any) -> None:
    plain: dict[str | None, list[int]] = {}
    for row in rows:
        if row.from_state is not None and row.dwell_seconds is not None:
            histogram = plain.setdefault(known(row.from_state), [0] * BUCKETS)
            histogram[bucket(row.dwell_seconds)] += 1
    assert set(stays) == set(plain)
    for state, found in stays.items():
        assert found.count == sum(plain[state])
        for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99)):
            assert found.seconds[name] == dwell.quantile(plain[state], share)


def week_recounted(rows: list[Row], zone: ZoneInfo, week: Any) -> None:
    for day in range(7):
        for hour in range(24):
            here = [
                row for row in rows
                if (row.at.astimezone(zone).weekday(), row.at.astimezone(zone).hour) == (day, hour)
            ]  # fmt: skip
            assert week[day][hour] == (
                sum(is_counted("connects", row) for row in here),
                sum(is_counted("attempts_ended", row) for row in here),
            )


def test_what_goes_on_is_compared_with_what_was_so_far(engine: Engine) -> None:
    """Half a day is not held against a whole one."""
    tail = tail_for(engine)
    with Past.of(engine, tail) as past:
        now = past.as_of
    before = now - timedelta(days=1)
    calls = [before - timedelta(hours=1), before + timedelta(hours=1), now - timedelta(hours=1)]
    write_log(engine, [Row(1, 1, "initial", "calling", at, 1.0) for at in calls])
    write_log(engine, [Row(2, 1, "initial", "calling", at, 1.0) for at in calls])
    start, end = now - timedelta(hours=2), now + timedelta(hours=2)
    asked = Asked(campaign(1, start), start, end, ZoneInfo("UTC"))
    for shift in (Shift(days=1), Shift(campaign=campaign(2, before - timedelta(hours=2)))):
        with Past.of(engine, tail) as past:
            found = history(past, asked, shift)
            ahead = history(past, replace(asked, start=now + timedelta(hours=1)), shift)
        assert found.course.totals["attempts"] == 1
        assert (found.compared.totals["attempts"], found.compared.so_far["attempts"]) == (2, 1)
        assert ahead.compared.so_far["attempts"] == 0


def test_since_the_start_and_up_to_now(engine: Engine) -> None:
    """What is running is not whole, what lies ahead is not known, what just came is counted."""
    tail = tail_for(engine)
    with Past.of(engine, tail) as past:
        now = past.as_of
    at = now - timedelta(hours=3)
    write_log(engine, [Row(1, 1, None, "initial", at), Row(1, 1, "initial", "calling", now, 3.0)])
    zone = ZoneInfo("Asia/Kathmandu")
    with Past.of(engine, tail) as past:
        found = history(past, Asked(campaign(1), None, None, zone))
        ahead = history(past, Asked(campaign(1), None, now + timedelta(hours=3), zone))
        with pytest.raises(NotBegunError):
            history(past, Asked(campaign(1), None, None, zone), Shift(campaign=campaign(9)))
        with pytest.raises(EmptySpanError):
            history(past, Asked(campaign(1), now + timedelta(days=1), None, zone))
        with pytest.raises(LongSpanError):
            answers(past, Asked(campaign(1), now - timedelta(days=367), None, zone))
        nothing = history(past, Asked(campaign(9), None, None, zone))
    assert found.course.edges[0] == at.replace(second=0, microsecond=0)
    assert found.course.totals["attempts"] == 1
    assert found.whole == (*[True] * (len(found.whole) - 1), False)
    assert found.states["calling"][-1] == 1
    assert found.states["initial"][0] == 1
    assert ahead.course.counts["attempts"][-1] is None
    assert ahead.states["initial"][-1] is None
    assert ahead.course.totals == found.course.totals
    assert nothing.course.totals == dict.fromkeys(COUNTED, 0)
    assert nothing.stays == {}
