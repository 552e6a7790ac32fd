"""When reports are due: each local day, week and month once, over zones and years."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.calendar import Arrears, Due, Every, Recurrence, arrears, next_due
from tests.searches import examples

PRAGUE = "Europe/Prague"
ZONES = st.sampled_from(sorted(zone for zone in available_timezones() if zone != "localtime"))
TIMES = st.times(timezones=st.none()).map(lambda at: at.replace(second=0, microsecond=0))
INSTANTS = st.datetimes(
    datetime.fromisoformat("1972-01-01"),
    datetime.fromisoformat("2050-01-01"),
    timezones=st.just(UTC),
)


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    every = draw(st.sampled_from(Every))
    days = {Every.DAY: st.none(), Every.WEEK: st.integers(0, 6), Every.MONTH: st.integers(1, 31)}
    return Recurrence(every, draw(TIMES), draw(ZONES), draw(days[every]))


def dues(recurrence: Recurrence, after: datetime, number: int) -> list[Due]:
    found = []
    for _ in range(number):
        found.append(next_due(recurrence, after))
        after = found[-1].at
    return found


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@settings(deadline=None, max_examples=examples(20))
@given(recurrences(), INSTANTS)
def test_what_is_due_covers_all_time_once_and_is_over_by_then(
    recurrence: Recurrence, after: datetime
) -> None:
    found = dues(recurrence, after, 16)
    assert after < found[0].at
    assert all(one.at < other.at for one, other in pairwise(found))
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all(due.start < due.end <= due.at for due in found)


@settings(deadline=None, max_examples=examples(10))
@given(ZONES, TIMES, st.integers(1972, 2049))
def test_each_local_day_of_a_year_is_due_once(zone: str, at: time, year: int) -> None:
    place = ZoneInfo(zone)
    recurrence = Recurrence(Every.DAY, at, zone)
    covered = [due.start for due in dues(recurrence, datetime(year, 1, 1, tzinfo=UTC), 120)]
    hours = (covered[0] + timedelta(hours=n) for n in range(24 * 130))
    days = list(dict.fromkeys(hour.astimezone(place).date() for hour in hours))
    assert [start.astimezone(place).date() for start in covered] == days[:120]


@settings(deadline=None, max_examples=examples(10))
@given(ZONES, TIMES, INSTANTS)
def test_the_clock_shows_the_time_or_the_first_after_it(
    zone: str, at: time, after: datetime
) -> None:
    recurrence = Recurrence(Every.DAY, at, zone)
    for due in dues(recurrence, after, 10):
        shown = due.at.astimezone(ZoneInfo(zone))
        before = (due.at - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
        if shown.time() == at:
            assert shown.fold == 0
        else:
            wanted = datetime.combine(due.end.astimezone(ZoneInfo(zone)).date(), at)
            assert before.replace(tzinfo=None) < wanted < shown.replace(tzinfo=None)


@settings(deadline=None, max_examples=examples(15))
@given(recurrences(), INSTANTS, st.integers(0, 40), st.integers(1, 9))
def test_what_was_missed_is_the_newest_and_nothing_is_forgotten(
    recurrence: Recurrence, after: datetime, missed: int, most: int
) -> None:
    every = dues(recurrence, after, missed + 2)
    now = every[missed].at + (every[missed + 1].at - every[missed].at) / 2
    found = arrears(recurrence, every[0].at, now, most)
    due = every[: missed + 1]
    assert found == Arrears(tuple(due[-most:]), max(0, len(due) - most), every[missed + 1].at)


def test_nothing_is_due_yet() -> None:
    recurrence = Recurrence(Every.DAY, time(6), PRAGUE)
    at = utc("2026-05-02T04:00")
    assert arrears(recurrence, at, at - timedelta(seconds=1), 7) == Arrears((), 0, at)


def test_a_hundred_years_of_downtime_end() -> None:
    recurrence = Recurrence(Every.DAY, time(6), "UTC")
    found = arrears(recurrence, utc("1926-05-02T06:00"), utc("2026-05-02T12:00"), 7)
    assert found.next_at == utc("2026-05-03T06:00")


@pytest.mark.parametrize(
    ("recurrence", "after", "expected"),
    [
        # 29 March 2026 in Prague has no 02:30, and 23 hours.
        (
            Recurrence(Every.DAY, time(2, 30), PRAGUE), "2026-03-28T12:00",
            [("2026-03-29T01:00", 24), ("2026-03-30T00:30", 23), ("2026-03-31T00:30", 24)],
        ),
        # 25 October 2026 has 02:30 twice, and 25 hours.
        (
            Recurrence(Every.DAY, time(2, 30), PRAGUE), "2026-10-24T12:00",
            [("2026-10-25T00:30", 24), ("2026-10-26T01:30", 25), ("2026-10-27T01:30", 24)],
        ),
        # In Beirut it is midnight that is left out: the day begins at 01:00.
        (
            Recurrence(Every.DAY, time(0), "Asia/Beirut"), "2026-03-28T00:00",
            [("2026-03-28T22:00", 24), ("2026-03-29T21:00", 23)],
        ),
        # Samoa left out the whole of 30 December 2011.
        (
            Recurrence(Every.DAY, time(9), "Pacific/Apia"), "2011-12-29T00:00",
            [("2011-12-29T19:00", 24), ("2011-12-30T19:00", 24), ("2011-12-31T19:00", 24)],
        ),
        (
            Recurrence(Every.WEEK, time(6), PRAGUE, 0), "2026-03-24T00:00",
            [("2026-03-30T04:00", 167), ("2026-04-06T04:00", 168)],
        ),
        (
            Recurrence(Every.MONTH, time(6), PRAGUE, 31), "2026-02-01T00:00",
            [("2026-02-28T05:00", 31 * 24), ("2026-03-31T04:00", 28 * 24),
             ("2026-04-30T04:00", 31 * 24 - 1)],
        ),
    ],
)  # fmt: skip
def test_days_that_are_unlike_others(
    recurrence: Recurrence, after: str, expected: list[tuple[str, int]]
) -> None:
    found = dues(recurrence, utc(after), len(expected))
    lengths = [(due.end - due.start) / timedelta(hours=1) for due in found]
    assert list(zip([due.at for due in found], lengths, strict=True)) == [
        (utc(at), hours) for at, hours in expected
    ]


def test_a_leap_day_is_the_end_of_its_month() -> None:
    recurrence = Recurrence(Every.MONTH, time(6), "UTC", 30)
    found = [due.at.date() for due in islice(dues(recurrence, utc("2028-01-01T00:00"), 3), 3)]
    assert found == [date(2028, 1, 30), date(2028, 2, 29), date(2028, 3, 30)]
