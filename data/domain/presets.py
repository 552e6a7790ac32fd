"""Spans of time that have a name: `yesterday`, `last_month`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from data.domain.local_time import day_start

DAY = timedelta(days=1)
Days = Callable[[date], tuple[date | None, date | None]]


@dataclass(frozen=True, slots=True)
class Preset:
    """A named span: its label in English, and the days that it runs from and ends before, given
    today. None is the beginning of the log, or the present."""

    key: str
    label: str
    days: Days

    def span(self, now: datetime, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """Where it begins and ends in a zone, in UTC."""
        first, last = self.days(now.astimezone(zone).date())
        return _begin(first, zone), _begin(last, zone)


def _begin(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else day_start(day, zone)


def _month(day: date) -> date:
    return day.replace(day=1)


PRESETS: Mapping[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset("today", "Today so far", lambda day: (day, None)),
        Preset("yesterday", "Yesterday", lambda day: (day - DAY, day)),
        Preset("last_7_days", "Last 7 whole days", lambda day: (day - 7 * DAY, day)),
        Preset("this_month", "This month so far", lambda day: (_month(day), None)),
        Preset("last_month", "Last month", lambda day: (_month(_month(day) - DAY), _month(day))),
        Preset("all", "Since the start", lambda _: (None, None)),
    )
}
