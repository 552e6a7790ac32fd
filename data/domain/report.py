"""What a report asks, and what its rows are made of."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

Value = str | int | float | datetime | None
Row = tuple[Value, ...]


class Kind(StrEnum):
    """What the values of a column are. Whatever the kind, None is an empty cell."""

    TEXT = "text"
    PHONE = "phone"  # masked, and text for every program
    WHOLE = "whole"
    RATE = "rate"  # 0..1
    NUMBER = "number"  # with decimals
    SECONDS = "seconds"
    INSTANT = "instant"  # aware, in UTC; files show it in the zone of the question
    STATE = "state"  # the code of a contact's state, or "other"
    WORDS = "words"  # words of ours, in English; files say them in the language of the question


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key for programs, its heading and what it means for people, both in English.

    `lasts` is false where the log does not hold its values, so that they may be others when the
    same is asked again: names that are changed, numbers that are erased.
    """

    key: str
    label: str
    kind: Kind
    meaning: str
    lasts: bool = True


class Format(StrEnum):
    """What files there are."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a kind of report over campaigns, in a span of time.

    `campaigns` None is all there are, and `seen` what the asker may see: None sees all. `start`
    None is since the log began, `end` None is the instant of the answer; `start` <= instant <
    `end`. `zone` is that of local hours and days, and of the times in the file. `states` narrows
    to moves into, or contacts in, these states. `position` is that of the log which answers; None
    is the newest.
    """

    kind: str
    campaigns: tuple[int, ...] | None = None
    start: datetime | None = None
    end: datetime | None = None
    zone: str = "UTC"
    language: str = "en"
    states: tuple[str, ...] = ()
    seen: tuple[int, ...] | None = None
    position: str | None = None

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone. Raises ZoneInfoNotFoundError for a name nobody knows."""
        return ZoneInfo(self.zone)

    @property
    def asked(self) -> tuple[int, ...] | None:
        """The campaigns to answer for: those asked for and seen; None is all there are."""
        if self.campaigns is None or self.seen is None:
            return self.seen if self.campaigns is None else self.campaigns
        return tuple(campaign for campaign in self.campaigns if campaign in set(self.seen))

    def at(self, position: str) -> Self:
        """The same, answered by a position of the log."""
        return replace(self, position=position)

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it; `of_plain` leads back."""
        values = asdict(self)
        for name in ("start", "end"):
            values[name] = values[name].isoformat() if values[name] else None
        return values

    @classmethod
    def of_plain(cls, values: Mapping[str, Any]) -> Self:
        """A question from what `plain` gave."""
        given = dict(values)
        for name in ("start", "end"):
            given[name] = datetime.fromisoformat(given[name]) if given[name] else None
        for name in ("campaigns", "seen", "states"):
            given[name] = None if given[name] is None else tuple(given[name])
        return cls(**given)
