"""When a report that comes by itself is due, and which span it covers.

A time of the wall clock that is left out in spring is due at the first instant after it, one that
comes twice in autumn is due once, the first time. Each day, week or month is covered once, whole,
and without a gap, whatever its length.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from data.domain.local_time import day_start, first_instant

DAY = timedelta(days=1)
MOST_DUES = 4_000  # ten years of days


class Every(StrEnum):
    """How often."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """At a time of the wall clock in a zone: each day, on a day of the week (0 is Monday), or on a
    day of the month (1 to 31; a month without it takes its last day)."""

    every: Every
    at: time
    zone: str
    day: int | None = None

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone. Raises ZoneInfoNotFoundError for a name nobody knows."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Due:
    """An instant at which a report is due, and the span that it covers: `start` <= instant <
    `end`, all in UTC. That is the day, the seven days or the calendar month before."""

    at: datetime
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Arrears:
    """What is due by now: the newest ones, oldest first, how many older ones are left out, and when
    the next one is due."""

    dues: tuple[Due, ...]
    skipped: int
    next_at: datetime


def next_due(recurrence: Recurrence, after: datetime) -> Due:
    """The first that is due after an instant."""
    # An instant may belong to the day before: that day's time was left out, over midnight.
    begin = after.astimezone(recurrence.tzinfo).date() - 2 * DAY
    return next(due for due in _dues(recurrence, begin) if due.at > after)


def arrears(recurrence: Recurrence, since: datetime, now: datetime, most: int) -> Arrears:
    """What became due from `since`, an instant that is due itself, up to `now`."""
    begin = since.astimezone(recurrence.tzinfo).date() - 2 * DAY
    coming = (due for due in _dues(recurrence, begin) if due.at >= since)
    found: list[Due] = []
    for due in islice(coming, MOST_DUES):
        if due.at > now:
            return Arrears(tuple(found[-most:]), max(0, len(found) - most), due.at)
        found.append(due)
    return Arrears(tuple(found[-most:]), len(found) - most, next_due(recurrence, now).at)


def _dues(recurrence: Recurrence, begin: date) -> Iterator[Due]:
    """What is due on a day and after it, without an end."""
    zone = recurrence.tzinfo
    for day in _days(recurrence, begin):
        at = first_instant(datetime.combine(day, recurrence.at), zone)
        yield Due(at, *_span(recurrence.every, day, zone))


def _days(recurrence: Recurrence, begin: date) -> Iterator[date]:
    days = (begin + number * DAY for number in range((date.max - begin).days))
    return (day for day in days if _is_its(recurrence, day))


def _is_its(recurrence: Recurrence, day: date) -> bool:
    if recurrence.every is Every.WEEK:
        return day.weekday() == recurrence.day
    if recurrence.every is Every.MONTH:
        assert recurrence.day is not None
        return day.day == min(recurrence.day, monthrange(day.year, day.month)[1])
    return _exists(day, recurrence.tzinfo)


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Islands that changed sides of the date line have left a day out."""
    return day_start(day, zone) < day_start(day + DAY, zone)


def _span(every: Every, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first, last = _SPANS[every](day, zone)
    return day_start(first, zone), day_start(last, zone)


def _day_before(day: date, zone: ZoneInfo) -> tuple[date, date]:
    before = day - DAY
    return (before if _exists(before, zone) else before - DAY), day


def _week_before(day: date, _: ZoneInfo) -> tuple[date, date]:
    return day - 7 * DAY, day


def _month_before(day: date, _: ZoneInfo) -> tuple[date, date]:
    first = day.replace(day=1)
    return (first - DAY).replace(day=1), first


_SPANS = {Every.DAY: _day_before, Every.WEEK: _week_before, Every.MONTH: _month_before}
