"""A span of time in a query: `from`, `to` and the zone that their clocks stand in."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dashboard.api.arguments import YEARS, moment, word
from dashboard.problems import MALFORMED, UNFIT, ProblemError
from data.domain.local_time import day_start, instants

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?")


@dataclass(frozen=True, slots=True)
class Given:
    """A span as it was given. `twice` names the ends that clocks of the zone show twice: the
    earlier one is taken."""

    start: datetime | None
    end: datetime | None
    zone: ZoneInfo
    twice: tuple[str, ...]


def span(usual_zone: str) -> Given:
    """The span of the query. A day such as `2026-03-29` is its first instant in the zone, a time
    without an offset that of the zone's clocks. Raises the 400 problem for what is no time, and 422
    for a zone that nobody knows, a time that is left out, and a span that ends before it starts."""
    zone = _zone(usual_zone)
    start, end = (_instants(name, zone) for name in ("from", "to"))
    if start and end and start[0] >= end[0]:
        raise ProblemError(UNFIT("from has to lie before to."))
    both = {"from": start, "to": end}
    twice = tuple(name for name, found in both.items() if len(found) > 1)
    return Given(start[0] if start else None, end[0] if end else None, zone, twice)


def _zone(usual: str) -> ZoneInfo:
    given = word("tz", 64)
    try:
        return ZoneInfo(given or usual)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if not given:  # the campaign's own may be any text
            return ZoneInfo("UTC")
    raise ProblemError(UNFIT(f"tz: nobody knows the zone {given}. It has to be one such as UTC."))


def _instants(name: str, zone: ZoneInfo) -> tuple[datetime, ...]:
    """None where the query has none, two where clocks show the time twice."""
    text = word(name, 40)
    if not (_DAY.fullmatch(text) or _LOCAL.fullmatch(text)):
        found = moment(name)
        return () if found is None else (found,)
    local = _local(name, text)
    if _DAY.fullmatch(text):
        return (day_start(local.date(), zone),)
    shown = instants(local, zone)
    if not shown:
        raise ProblemError(
            UNFIT(f"{name}: clocks in {zone.key} never show {text}, they are set forward then.")
        )
    return shown


def _local(name: str, text: str) -> datetime:
    """What a clock shows, which is no instant yet. Raises the 400 problem."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        local = None
    if local is None or local.year not in YEARS:
        raise ProblemError(MALFORMED(f"{name} must be a time such as 2026-01-31T14:00."))
    return local
