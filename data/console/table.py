"""Lists, as a terminal shows them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns under a head, as wide as they have to be."""
    lines = [list(head), *([plain(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def day(moment: datetime | None) -> str:
    """A day in UTC."""
    return "-" if moment is None else f"{moment:%Y-%m-%d}"


def ago(moment: datetime | None, now: datetime) -> str:
    """How long ago something was."""
    if moment is None:
        return "never"
    passed = max(timedelta(), now - moment)
    for unit, length in _UNITS:
        if passed >= length:
            return f"{passed // length} {unit} ago"
    return "now"


def ids(campaigns: frozenset[int] | None) -> str:
    """Campaigns that somebody may see."""
    return "all" if campaigns is None else ",".join(map(str, sorted(campaigns))) or "none"


def plain(cell: object) -> str:
    """What a terminal may be sent: rows written by hand can hold anything."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(cell))


_UNITS = (
    ("d", timedelta(days=1)),
    ("h", timedelta(hours=1)),
    ("min", timedelta(minutes=1)),
    ("s", timedelta(seconds=1)),
)
