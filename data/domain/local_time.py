"""Times as a wall clock in some zone says them, where a day can have 23 hours, or 25."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instants(local: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants, in UTC, at which a clock in the zone shows a naive time: one; two, the earlier
    first, where it is set back; none where it is set forward and leaves the time out."""
    folds = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(
        sorted(instant for instant in folds if _shown(instant, zone) == local.replace(fold=0))
    )


def first_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which a clock in the zone shows a naive time or a later one."""
    found = instants(local, zone)
    if found:
        return found[0]
    early, late = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    seconds = range(int((late - early).total_seconds()) + 1)
    passed = bisect_left(
        seconds, True, key=lambda more: _shown(early + timedelta(seconds=more), zone) >= local
    )
    return early + timedelta(seconds=passed)


def _shown(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which a day begins in the zone."""
    return first_instant(datetime.combine(day, time()), zone)


def days(start: datetime, end: datetime, zone: ZoneInfo) -> list[datetime]:
    """The beginnings of the days in the zone that lie in `start` <= instant < `end`."""
    day, found = start.astimezone(zone).date(), []
    while (begin := day_start(day, zone)) < end:
        if begin >= start:
            found.append(begin)
        day += timedelta(days=1)
    return found
