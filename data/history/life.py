"""How long a campaign has been there, and when how much moved in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data.domain.levels import LEVELS
from data.domain.snapshot import Campaign, minute_of
from data.history.past import Past, Span

MOST_SLOTS = 750
HOUR = 60


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when a campaign can be looked at, and its moves in each `level` minutes, by the
    minute since 1970 that they begin with."""

    began: datetime
    until: datetime
    level: int
    moves: Mapping[int, int]


def life_of(past: Past, campaign: Campaign) -> Life:
    """The life of a campaign up to now."""
    began = _began(past, campaign)
    level = _level(minute_of(began), minute_of(past.as_of))
    moves = past.activity([campaign.id], Span(), min(level, HOUR))
    return Life(began, past.as_of, level, _daily(moves) if level > HOUR else moves)


def _began(past: Past, campaign: Campaign) -> datetime:
    """When the campaign was made, or the minute of its first move where that is older."""
    made, first = campaign.created_at, past.begin(campaign.id)
    if made is None or (first is not None and minute_of(first) < minute_of(made)):
        return first or past.as_of
    return made


def _level(first: int, last: int) -> int:
    """The finest level that does not cut the time into too many pieces."""
    return next((level for level in LEVELS if (last - first) / level <= MOST_SLOTS), LEVELS[-1])


def _daily(hours: Mapping[int, int]) -> dict[int, int]:
    days: Counter[int] = Counter()
    for start, count in hours.items():
        days[start - start % LEVELS[-1]] += count
    return dict(days)
