"""The course of a campaign: which status it had since when, and when its clock stood still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise

ENDED = ("canceled", "finished")
PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Turn:
    """From `at` on the campaign had this status."""

    status: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the clock stood still; `ended` None: it still does."""

    began: datetime
    ended: datetime | None = None


def stops(turns: Sequence[Turn]) -> tuple[Stop, ...]:
    """The pauses in a campaign's turns, both oldest first."""
    if all(turn.status != PAUSED for turn in turns):
        return ()
    ends = [later.at for _, later in pairwise(turns)]
    spans = zip(turns, (*ends, None), strict=False)
    return tuple(Stop(turn.at, ended) for turn, ended in spans if turn.status == PAUSED)


@lru_cache(maxsize=1024)  # most campaigns have the same limits, and never paused
def moment_before(now: datetime, seconds: float, stopped: tuple[Stop, ...]) -> datetime:
    """The moment since which the clock has run for that long; what is older has lasted longer."""
    left, end = timedelta(seconds=seconds), now
    for stop in sorted(stopped, key=lambda stop: stop.began, reverse=True):
        ran = end - min(stop.ended or now, end)
        if ran >= left:
            break
        left -= ran
        end = min(end, stop.began)
    return end - left


def status_since(turns: Sequence[Turn]) -> datetime | None:
    """When the present status began; None where it is not known."""
    return turns[-1].at if turns else None
