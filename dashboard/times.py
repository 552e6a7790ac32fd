"""Moments as programs read them."""

from datetime import UTC, datetime


def instant(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the millisecond; None where there is none."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
