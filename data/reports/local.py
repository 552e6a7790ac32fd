"""Instants as files show them: by the clock of a zone, with its offset, to the millisecond."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo


def local_texts(instants: Iterable[datetime | None], zone: ZoneInfo) -> list[str | None]:
    """In ISO 8601. The offset is there because an hour is, twice, where clocks are set back."""
    return [
        None if instant is None else instant.astimezone(zone).isoformat("T", "milliseconds")
        for instant in instants
    ]
