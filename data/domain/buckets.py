"""Spans cut into the buckets of a chart, as clocks and calendars of a zone have them.

Where clocks are changed a day has 23 hours, or 25, and is one bucket; an hour that clocks show
twice is two, one that they leave out is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from data.domain.errors import EmptySpanError, LongSpanError
from data.domain.local_time import day_start, first_instant, instants
from data.domain.snapshot import minute_of, minute_start

MOST = 400
_HOUR, _DAY = 60, 1440
_LEEWAY = 2  # buckets that the two ends of a span cut short


@dataclass(frozen=True, slots=True)
class Size:
    """How long a bucket is: as ISO 8601 writes it, and in minutes, which are exact below a day."""

    key: str
    minutes: int


HOUR, DAY = Size("PT1H", _HOUR), Size("P1D", _DAY)
WEEK, MONTH = Size("P1W", 7 * _DAY), Size("P1M", 30 * _DAY)
SIZES: tuple[Size, ...] = (
    Size("PT1M", 1),
    Size("PT5M", 5),
    Size("PT15M", 15),
    HOUR,
    Size("PT3H", 3 * _HOUR),
    Size("PT6H", 6 * _HOUR),
    DAY,
    WEEK,
    MONTH,
)


def size_for(start: datetime, end: datetime) -> Size:
    """The finest size of which a span has no more than `MOST` buckets.

    Raises EmptySpanError where the span does not end after it starts, LongSpanError where even
    months are too many.
    """
    if start >= end:
        raise EmptySpanError
    minutes = (end - start) / timedelta(minutes=1)
    fitting = (size for size in SIZES if minutes <= (MOST - _LEEWAY) * size.minutes)
    found = next(fitting, None)
    if found is None:
        raise LongSpanError
    return found


def edges(start: datetime, end: datetime, size: Size, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants, in UTC, between which the buckets of a span lie: `start`, then whole minutes at
    which buckets of the size begin in the zone, then `end`."""
    inner = {_whole(edge) for edge in _beginnings(start, end, size, zone)}
    return (start, *sorted(edge for edge in inner if start < edge < end), end)


def is_edge(instant: datetime, size: Size, zone: ZoneInfo) -> bool:
    """Whether a bucket of the size begins at an instant in the zone."""
    return instant in _beginnings(instant, instant, size, zone)


def earlier(instants_: Sequence[datetime], days: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """For each of rising instants the one so many days before, by the clocks of the zone.

    What stands between two of them is what stood between these clock times then. Where a time was
    left out it is the next one; of times that are shown twice now, the second stands for both, so
    that nothing is taken twice.
    """
    shifted = [
        first_instant(_wall(instant, zone) - timedelta(days=days), zone) for instant in instants_
    ]
    return tuple(accumulate(reversed(shifted), min))[::-1]


def label(instant: datetime, zone: ZoneInfo) -> str:
    """What a clock in the zone shows, with its distance to UTC: `2026-03-29T03:00+02:00`."""
    return instant.astimezone(zone).isoformat(timespec="minutes")


def _beginnings(start: datetime, end: datetime, size: Size, zone: ZoneInfo) -> Iterator[datetime]:
    if size.minutes < _HOUR:
        return _of_minutes(start, end, size.minutes)
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    if size.minutes < _DAY:
        return _of_hours(first, last, size.minutes // _HOUR, zone)
    return (day_start(day, zone) for day in _days(first, last, size))


def _of_minutes(start: datetime, end: datetime, step: int) -> Iterator[datetime]:
    first = minute_of(start) // step * step
    return map(minute_start, range(first, minute_of(end) + 1, step))


def _of_hours(first: date, last: date, step: int, zone: ZoneInfo) -> Iterator[datetime]:
    for day in _days(first, last, DAY):
        for hour in range(0, 24, step):
            shown = datetime.combine(day, time(hour))
            yield from instants(shown, zone) or (first_instant(shown, zone),)


def _days(first: date, last: date, size: Size) -> Iterator[date]:
    """The days with which days, weeks or months begin, from the one that `first` lies in."""
    day = first
    if size is WEEK:
        day -= timedelta(days=day.weekday())
    if size is MONTH:
        day = day.replace(day=1)
    while day <= last:
        yield day
        day = _after(day, size)


def _after(day: date, size: Size) -> date:
    if size is MONTH:
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(minutes=size.minutes)


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _whole(instant: datetime) -> datetime:
    """Sums are of whole minutes; zones of long ago were a few seconds off."""
    return instant.replace(second=0, microsecond=0)
