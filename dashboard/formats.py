"""Numbers and codes as people read them."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.domain.metrics import Figure

UNKNOWN = "–"
_NBSP = "\u00a0"


def count(number: float | None) -> str:
    """A whole number with its thousands: `41,188`."""
    return UNKNOWN if number is None else f"{number:,.0f}"


def decimal(number: float | None) -> str:
    """A number with one decimal: `12.4`."""
    return UNKNOWN if number is None else f"{number:,.1f}"


def rate(share: float | None) -> str:
    """A share of 0 to 1 in percent: `1.8 %`. Only what is complete reads 100.0 %."""
    if share is None:
        return UNKNOWN
    percent = 100 * share
    return f"{min(percent, 99.9) if percent < 100 else percent:,.1f}{_NBSP}%"


def share(part: int, whole: int) -> str:
    """A part of a whole in percent; unknown where there is no whole."""
    return rate(part / whole if whole else None)


def fraction(figure: Figure) -> str:
    """The fraction a rate comes from, `41 / 2,270`; nothing for what is no rate."""
    if figure.numerator is None or not figure.denominator:
        return ""
    return f"{count(figure.numerator)}{_NBSP}/{_NBSP}{count(figure.denominator)}"


def words(code: str) -> str:
    """A code as a phrase: `in_progress` → `In progress`."""
    return code.replace("_", " ").capitalize()


UNITS = {"count": count, "rate": rate, "per_minute": decimal}


def by_unit(unit: str, value: float | None) -> str:
    """A value of a key figure in its unit."""
    return UNITS[unit](value)


def zone(name: str) -> ZoneInfo:
    """The zone of a name; UTC for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
