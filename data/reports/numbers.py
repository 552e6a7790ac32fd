"""Numbers as pages of paper say them, in the language of the report."""

from collections.abc import Callable, Mapping

UNKNOWN = "–"
_NBSP = "\u00a0"
_SIGNS: Mapping[str, tuple[str, str, str]] = {"en": (",", ".", "m"), "cs": (_NBSP, ",", "min")}


def count(number: float | None, language: str) -> str:
    """A whole number with its thousands: `41,188`."""
    return UNKNOWN if number is None else _written(f"{number:,.0f}", language)


def decimal(number: float | None, language: str) -> str:
    """A number with one decimal: `12.4`."""
    return UNKNOWN if number is None else _written(f"{number:,.1f}", language)


def rate(share: float | None, language: str) -> str:
    """A share of 0 to 1 in percent: `1.8 %`. Only what is complete reads 100.0 %."""
    if share is None:
        return UNKNOWN
    percent = min(100 * share, 99.9) if share < 1 else 100 * share
    return f"{_written(f'{percent:,.1f}', language)}{_NBSP}%"


def length(seconds: float | None, language: str) -> str:
    """A length of time: `34 s`, `2 m 10 s`, `3 h 05`."""
    if seconds is None:
        return UNKNOWN
    whole = int(seconds)
    if whole < 60:
        return f"{whole}{_NBSP}s"
    if whole < 3600:
        return _NBSP.join((str(whole // 60), _signs(language)[2], f"{whole % 60:02}", "s"))
    return f"{whole // 3600:,}{_NBSP}h{_NBSP}{whole % 3600 // 60:02}"


def fraction(numerator: int | None, denominator: int | None, language: str) -> str:
    """What a value comes from, `41 / 2,270`; of a mean how many cases there were, `n = 2,270`."""
    if not denominator:
        return ""
    if numerator is None:
        return f"n{_NBSP}={_NBSP}{count(denominator, language)}"
    return f"{count(numerator, language)}{_NBSP}/{_NBSP}{count(denominator, language)}"


def by_unit(unit: str, value: float | None, language: str) -> str:
    """A value of a key figure in its unit."""
    return _UNITS.get(unit, decimal)(value, language)


def _written(number: str, language: str) -> str:
    thousands, point, _ = _signs(language)
    return number.translate({ord(","): thousands, ord("."): point})


def _signs(language: str) -> tuple[str, str, str]:
    return _SIGNS.get(language, _SIGNS["en"])


_UNITS: Mapping[str, Callable[[float | None, str], str]] = {
    "count": count,
    "rate": rate,
    "seconds": length,
}
