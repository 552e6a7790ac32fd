"""Buckets are hours, days, weeks and months of local clocks, whatever is done to these."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.buckets import (
    DAY,
    HOUR,
    MONTH,
    MOST,
    WEEK,
    Size,
    earlier,
    edges,
    is_edge,
    label,
    size_for,
)
from data.domain.errors import EmptySpanError, LongSpanError
from tests.searches import examples

PRAGUE = ZoneInfo("Europe/Prague")
ZONES = tuple(
    ZoneInfo(name)
    for name in (
        "Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
        "America/Santiago", "UTC",
    )
)  # fmt: skip
CHANGES = (
    datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 4, 5, 3, tzinfo=UTC),
    datetime(2026, 9, 6, 4, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC),
)  # fmt: skip
LENGTHS = st.one_of(
    st.integers(1, 3_000), st.integers(1, 90 * 1440), st.integers(1, 3 * 365 * 1440)
)
BEFORE = st.integers(0, 3 * 86_400) | st.integers(0, 72).map(lambda hour: hour * 3600)


def span(change: datetime, before: int, minutes: int) -> tuple[datetime, datetime]:
    start = change - timedelta(seconds=before)
    return start, start + timedelta(minutes=minutes)


def named(instant: datetime, size: Size, zone: ZoneInfo) -> object:
    """What the bucket that an instant lies in is called by local clocks and calendars."""
    local = instant.astimezone(zone)
    names = {"P1D": local.date(), "P1W": local.isocalendar()[:2], "P1M": (local.year, local.month)}
    minutes = 60 * local.hour + local.minute
    return names.get(size.key) or (local.date(), minutes // size.minutes)


@settings(max_examples=examples(40), deadline=None)
@given(st.sampled_from(CHANGES), BEFORE, LENGTHS, st.sampled_from(ZONES), st.floats(0, 0.99))
def test_a_bucket_is_one_hour_or_day_of_its_zone(
    change: datetime, before: int, minutes: int, zone: ZoneInfo, share: float
) -> None:
    start, end = span(change, before, minutes)
    size = size_for(start, end)
    cut = edges(start, end, size, zone)
    assert (cut[0], cut[-1]) == (start, end)
    assert all(left < right for left, right in pairwise(cut))
    assert len(cut) <= MOST + 1
    for left, right in pairwise(cut):
        within = left + share * (right - left)
        assert named(left, size, zone) == named(within, size, zone)
        last = right - timedelta(microseconds=1)
        assert named(last, size, zone) == named(left, size, zone)
    for before_, left in pairwise(cut[:-1]):
        if named(before_, size, zone) == named(left, size, zone):
            assert before_.astimezone(zone).utcoffset() != left.astimezone(zone).utcoffset()
        assert is_edge(left, size, zone)
        assert not is_edge(left + timedelta(seconds=1), size, zone)


def test_a_coarser_size_only_where_it_has_to_be() -> None:
    start = datetime(2026, 5, 1, tzinfo=UTC)
    found = {
        length: size_for(start, start + timedelta(**{unit: number})).key
        for length, unit, number in (
            ("an hour", "hours", 1), ("today", "days", 1), ("7 days", "days", 7),
            ("30 days", "days", 30), ("90 days", "days", 90), ("a year", "days", 365),
            ("5 years", "days", 1826), ("30 years", "days", 10_950),
        )
    }  # fmt: skip
    assert found == {
        "an hour": "PT1M", "today": "PT5M", "7 days": "PT1H", "30 days": "PT3H",
        "90 days": "PT6H", "a year": "P1D", "5 years": "P1W", "30 years": "P1M",
    }  # fmt: skip
    for wrong, error in ((0, EmptySpanError), (-1, EmptySpanError), (40 * 365, LongSpanError)):
        with pytest.raises(error):
            size_for(start, start + timedelta(days=wrong))


def test_days_of_23_and_25_hours_are_one_bucket_and_their_hours_are_right() -> None:
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 1), 24)):
        start, end = (
            datetime.combine(at, datetime.min.time(), PRAGUE).astimezone(UTC)
            for at in (day, day + timedelta(days=1))
        )
        assert len(edges(start, end, DAY, PRAGUE)) == 2
        assert len(edges(start, end, HOUR, PRAGUE)) == hours + 1
    labels = [label(edge, PRAGUE) for edge in edges(start, end, HOUR, PRAGUE)]
    assert labels[:3] == [f"2026-05-01T0{hour}:00+02:00" for hour in range(3)]


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    start, end = datetime(2026, 3, 4, 12, tzinfo=UTC), datetime(2026, 5, 4, tzinfo=UTC)
    of = lambda size: [label(edge, PRAGUE)[:16] for edge in edges(start, end, size, PRAGUE)]  # noqa: E731
    assert of(MONTH)[1:-1] == ["2026-04-01T00:00", "2026-05-01T00:00"]
    assert of(WEEK)[1:4] == ["2026-03-09T00:00", "2026-03-16T00:00", "2026-03-23T00:00"]


@settings(max_examples=examples(30), deadline=None)
@given(st.sampled_from(CHANGES), BEFORE, LENGTHS, st.sampled_from(ZONES), st.sampled_from((1, 7)))
def test_the_same_clock_times_of_another_day(
    change: datetime, before: int, minutes: int, zone: ZoneInfo, days: int
) -> None:
    """They rise, so nothing is counted twice, and show what the clocks show now wherever clocks
    were left alone."""
    start, end = span(change, before, minutes)
    cut = edges(start, end, size_for(start, end), zone)
    shifted = earlier(cut, days, zone)
    assert len(shifted) == len(cut)
    assert list(shifted) == sorted(shifted)
    for now, then in zip(cut, shifted, strict=True):
        around = (then + timedelta(hours=6 * n) for n in range(-4, 4 * days + 8))
        is_calm = len({at.astimezone(zone).utcoffset() for at in around}) == 1
        walls = [at.astimezone(zone).replace(tzinfo=None) for at in (now, then)]
        assert not is_calm or walls[0] - walls[1] == timedelta(days=days)


def test_hours_that_one_of_two_days_has_not() -> None:
    def hours(day: int, month: int) -> tuple[datetime, ...]:
        start = datetime(2026, month, day, tzinfo=PRAGUE).astimezone(UTC)
        end = datetime(2026, month, day + 1, tzinfo=PRAGUE).astimezone(UTC)
        return edges(start, end, HOUR, PRAGUE)

    lengths = lambda cut: [(right - left) / timedelta(hours=1) for left, right in pairwise(cut)]  # noqa: E731
    # The day after clocks were set forward asks for an hour that the day before had not.
    assert lengths(earlier(hours(30, 3), 1, PRAGUE)) == [1, 1, 0, *[1] * 21]
    # The day on which they are set back has an hour twice, and the day before it once.
    assert lengths(earlier(hours(25, 10), 1, PRAGUE)) == [1, 1, 0, *[1] * 22]
    # The day after that asks once for what was there twice.
    assert lengths(earlier(hours(26, 10), 1, PRAGUE)) == [1, 1, 2, *[1] * 21]
