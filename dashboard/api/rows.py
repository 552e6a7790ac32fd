"""Rows in the body of a request: each checked by a table of fields, and all that is wrong is told.

A check takes a value and gives what is to be used, or raises ValueError: what the field must be.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import Request

from dashboard.api import bodies
from dashboard.problems import MALFORMED, Problem, ProblemError
from data.domain.states import STATES

TOO_MANY: Callable[[str], Problem] = partial(Problem, 413)
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)
LARGEST_ID = 2**63 - 1
Check = Callable[[Any], Any]

# No database and no log has to cope with these; half a surrogate is no letter of any script.
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
# Both spellings of a state: ours, and the vendor's on the wire.
SPELLINGS: Mapping[str, str] = {
    spelling: state.code for state in STATES for spelling in (state.code, state.wire_alias)
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a row; `field` is None where it is all of it."""

    index: int
    field: str | None
    detail: str


def rows(request: Request, name: str, most: int) -> list[Any]:
    """The rows of a body: an array, or an object that holds one as `name` and nothing else."""
    body = bodies.content(request)
    if isinstance(body, dict) and set(body) == {name}:
        body = body[name]
    if not isinstance(body, list):
        raise ProblemError(MALFORMED(f"The body is no array, and no object with {name} alone."))
    if len(body) > most:
        raise ProblemError(TOO_MANY(f"There are {len(body)} rows: {most} at most."))
    return body


def checked(
    given: Sequence[Any], checks: Mapping[str, Check], needed: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The rows, each with those of its fields that were given. Raises the 422 problem that names
    every wrong field of every row."""
    wrong: list[Wrong] = []
    good = [_row(index, row, checks, needed, wrong) for index, row in enumerate(given)]
    if wrong:
        raise ProblemError(refusal(wrong, len(given)))
    return good


def refusal(wrong: Sequence[Wrong], total: int) -> Problem:
    """That some rows are wrong, so that nothing was done."""
    count = len({one.index for one in wrong})
    detail = f"{count} of {total} rows are wrong; nothing was done."
    return Problem(422, detail, {"rows": [asdict(one) for one in wrong]})


def text(most: int) -> Check:
    """A text of so many characters at most; None where there is none."""

    def check(value: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > most or _NO_TEXT.search(value):
            raise ValueError(f"must be one line of {most} characters at most")
        return value

    return check


def state(known: Collection[str]) -> Check:
    """A state in either spelling, as its code."""

    def check(value: Any) -> str:
        code = SPELLINGS.get(value) if isinstance(value, str) else None
        if code is None:
            raise ValueError("must be a state that there is")
        if code not in known:
            raise ValueError(f"must be one of {', '.join(known)}")
        return code

    return check


def id_(value: Any) -> int:
    """The id of a row in the database."""
    if type(value) is not int or not 1 <= value <= LARGEST_ID:
        raise ValueError("must be a whole number, the id of a contact")
    return value


def moment(value: Any) -> datetime | None:
    """An instant; without an offset it is UTC. None where there is none."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        found = None
    if found is None or not EARLIEST <= found <= LATEST:
        raise ValueError("must be a time such as 2026-01-31T14:00:00Z, in the years 2000 to 2199")
    return found


def _row(
    index: int,
    row: Any,
    checks: Mapping[str, Check],
    needed: Collection[str],
    wrong: list[Wrong],
) -> dict[str, Any]:
    if not isinstance(row, dict):
        wrong.append(Wrong(index, None, "The row is no JSON object."))
        return {}
    good: dict[str, Any] = {}
    for name, value in row.items():
        if name not in checks:
            wrong.append(Wrong(index, name[:40], "There is no such field."))
            continue
        try:
            good[name] = checks[name](value)
        except ValueError as error:
            wrong.append(Wrong(index, name, f"{name} {error}."))
    missing = [name for name in needed if name not in row]
    wrong += [Wrong(index, name, f"{name} is missing.") for name in missing]
    return good
