"""Numbers and codes as people read them, in the language in force."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dashboard.texts import ENGLISH, language, t
from data.domain.metrics import Figure

UNKNOWN = "–"
_NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Signs:
    """What separates thousands and decimals, what a minute is called, how a day is written."""

    thousands: str
    decimal: str
    minute: str
    day: str


_SIGNS = {
    ENGLISH: Signs(",", ".", "m", "%-d %b %Y"),
    "cs": Signs(_NBSP, ",", "min", f"%-d.{_NBSP}%-m.{_NBSP}%Y"),
}


def count(number: float | None) -> str:
    """A whole number with its thousands: `41,188`."""
    return UNKNOWN if number is None else _written(f"{number:,.0f}")


def decimal(number: float | None) -> str:
    """A number with one decimal: `12.4`."""
    return UNKNOWN if number is None else _written(f"{number:,.1f}")


def rate(share: float | None) -> str:
    """A share of 0 to 1 in percent: `1.8 %`. Only what is complete reads 100.0 %."""
    if share is None:
        return UNKNOWN
    percent = 100 * share
    return f"{_written(f'{min(percent, 99.9) if percent < 100 else percent:,.1f}')}{_NBSP}%"


def separators() -> str:
    """The signs of decimals and thousands, as charts want them."""
    signs = _SIGNS[language()]
    return signs.decimal + signs.thousands


def _written(number: str) -> str:
    """Python's own form of a number in the signs of the language."""
    signs = _SIGNS[language()]
    return number.translate({ord(","): signs.thousands, ord("."): signs.decimal})


def length(seconds: float | None) -> str:
    """A length of time: `34 s`, `2 m 10 s`, `3 h 05`; days from two days on.

    `length` of `assets/js/formats.js` says the same in the browser.
    """
    if seconds is None:
        return UNKNOWN
    whole = int(seconds)
    if whole < 60:
        return f"{whole}{_NBSP}s"
    if whole < 3600:
        return _NBSP.join((f"{whole // 60}", _SIGNS[language()].minute, f"{whole % 60:02}", "s"))
    if whole < 48 * 3600:
        return f"{whole // 3600}{_NBSP}h{_NBSP}{whole % 3600 // 60:02}"
    return f"{whole // 86400}{_NBSP}d"


def day(moment: datetime) -> str:
    """The day of a moment in its own zone: `1 May 2026`, `1. 5. 2026`."""
    return moment.strftime(_SIGNS[language()].day)


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
    return t(code.replace("_", " ").capitalize())


UNITS = {"count": count, "rate": rate, "per_minute": decimal, "seconds": length, "ratio": decimal}


def by_unit(unit: str, value: float | None) -> str:
    """A value of a key figure in its unit."""
    return UNITS[unit](value)


def zone(name: str) -> ZoneInfo:
    """The zone of a name; UTC for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
