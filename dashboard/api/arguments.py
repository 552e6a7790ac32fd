"""What stands in a query, one value for each name. What does not fit raises the 400 problem."""

import re
from collections.abc import Collection
from datetime import UTC, datetime

from flask import request
from werkzeug.datastructures import MultiDict

from dashboard.problems import MALFORMED, ProblemError

Given = MultiDict[str, str]


def only(names: Collection[str], among: Given | None = None) -> None:
    """Refuse a query with names that mean nothing here."""
    unknown = sorted(set(_given(among)) - set(names))
    if unknown:
        raise ProblemError(MALFORMED(f"{unknown[0]} means nothing here: {', '.join(names)} do."))


YEARS = range(1970, 3000)
# No database and no log has to cope with these; letters of every script are welcome.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def word(name: str, most: int, among: Given | None = None) -> str:
    """A text of so many characters at most; empty where there is none."""
    given = _given(among).getlist(name)
    text = given[0] if given else ""
    if len(given) > 1 or len(text) > most or _CONTROL.search(text):
        raise ProblemError(MALFORMED(f"{name} must be one text of {most} characters at most."))
    return text.strip()


def whole(name: str, *, least: int = 0, most: int, among: Given | None = None) -> int | None:
    """A whole number; None where there is none."""
    given = _given(among).getlist(name)
    if not given:
        return None
    text = given[0]
    plain = len(given) == 1 and text.isascii() and text.isdigit() and len(text) < 20
    if not plain or not least <= int(text) <= most:
        detail = f"{name} must be one whole number from {least} to {most}."
        raise ProblemError(MALFORMED(detail))
    return int(text)


def moment(name: str) -> datetime | None:
    """An instant such as `2026-01-31T14:00:00Z`, in UTC unless it says otherwise; None where there
    is none."""
    text = word(name, 40)
    if not text:
        return None
    try:
        given = datetime.fromisoformat(text)
        found = given.astimezone(UTC) if given.tzinfo else given.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year not in YEARS:
        raise ProblemError(MALFORMED(f"{name} must be a time such as 2026-01-31T14:00:00Z."))
    return found


def _given(among: Given | None) -> Given:
    """What stands in the query, where nothing else is meant."""
    return request.args if among is None else among
