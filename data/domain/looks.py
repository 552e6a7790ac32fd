"""When somebody looked, and since when they have not been told what changed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

AWAY = timedelta(minutes=15)  # who was gone for less has seen it all


@dataclass(frozen=True, slots=True)
class Look:
    """The last time somebody looked; `since` is the one before they were away, until they say that
    they have seen what changed."""

    at: datetime
    since: datetime | None = None


def looked(before: Look | None, now: datetime) -> Look:
    """After somebody looks: whoever was away is told what changed since they went."""
    if before is None:
        return Look(now)
    return Look(max(now, before.at), before.at if now - before.at >= AWAY else before.since)


def seen(before: Look | None, now: datetime) -> Look:
    """After somebody has seen what changed."""
    return replace(looked(before, now), since=None)
