"""The minutes of the last hour: drawn, the last one in numbers, and all of them as a table."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from dashboard import formats, ids
from dashboard.figures import pace
from dashboard.ids import campaign as campaign_ids
from dashboard.live.props import Props, View, cells, count
from dashboard.texts import language, t
from data.domain.snapshot import CampaignView

Lines = tuple[tuple[int, ...], ...]


def minutes(view: CampaignView, minute: int) -> View:
    """The whole minutes before `minute`, in the campaign's own time."""
    zone = formats.zone(view.campaign.timezone)
    lines = tuple(pace.per_minute(line, view, minute) for line in pace.LINES)
    drawing = {"data": pace.series(view, minute, zone), "layout": pace.axes(lines, zone)}
    return {
        ids.PACE: {"series": drawing},
        ids.PACE_WINDOW: {"text": f"{pace.last_minute(minute, zone):%H:%M}"},
        campaign_ids.PACE_CUT: _cut(lines),
        **{
            ids.pace(line.key): count(counts[-1])
            for line, counts in zip(pace.LINES, lines, strict=True)
        },
        **_table(lines, minute, zone, language()),
    }


def _cut(lines: Sequence[Sequence[int]]) -> Props:
    highest, top = max(map(max, lines)), pace.top(lines)
    words = t("Taller than the chart: up to {n} in one minute.", n=formats.count(highest))
    return {"hidden": highest <= top, "text": words}


@lru_cache(maxsize=32)
def _table(lines: Lines, minute: int, zone: ZoneInfo, _: str) -> Mapping[str, Props]:
    """The same until another minute is whole; the numbers are written in the language given."""
    return {
        campaign_ids.minute(number): cells(time, *map(formats.count, counts))
        for number, (time, *counts) in enumerate(zip(pace.times(minute, zone), *lines, strict=True))
    }
