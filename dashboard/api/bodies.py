"""Bodies of requests that change something: JSON of our own pages and programs, nothing else."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Request

from dashboard.api import plans
from dashboard.problems import MALFORMED, UNAVAILABLE, Problem, ProblemError
from data.accounts.names import BadNameError
from data.accounts.tokens import NoSuchTokenError
from data.accounts.users import NoSuchUserError
from data.accounts.walls import NoSuchWallError
from data.blacklist.entries import LiftedError, NoNumberError, NoSuchEntryError
from data.commands.access import WrongDaysError, WrongRoleError
from data.commands.alerts import BusyError, NoSuchAlertError, NotOpenError, PastError
from data.commands.contacts import TooManyChosenError
from data.commands.contacts_load import CampaignOverError
from data.commands.operations import (
    ErasedError,
    NotInThisStageError,
    NoWayBackError,
    SecondPersonError,
    SupersededError,
    TooLateError,
    UndoneError,
)
from data.commands.persons import (
    InCallError,
    NoPhoneError,
    NoSuchContactError,
)
from data.commands.schedules import TooManySchedulesError
from data.domain.access import ForbiddenError, NoSuchCampaignError
from data.domain.errors import DashboardError
from data.door import Key, KeyReusedError
from data.operations.opening import NotCancelableError
from data.operations.plans import GrownError, WrongTokenError
from data.operations.store import NoSuchOperationError
from data.schedule_book import NoSuchFileError, NoSuchScheduleError

WRONG: Callable[[str], Problem] = partial(Problem, 422)
NO_JSON = Problem(415, "The body has to be JSON: Content-Type: application/json.")
FOREIGN = Problem(403, "Another site must not ask for this.")
LONGEST_KEY = 200
LONGEST_REASON = 500
_OWN_SITES = ("same-origin", "none")
_STATUSES: Mapping[type[DashboardError], Callable[[str], Problem]] = {
    ForbiddenError: partial(Problem, 403),
    NoSuchAlertError: partial(Problem, 404),
    NoSuchCampaignError: partial(Problem, 404),
    NoSuchContactError: partial(Problem, 404),
    NoSuchEntryError: partial(Problem, 404),
    NoNumberError: WRONG,
    LiftedError: partial(Problem, 409),
    InCallError: partial(Problem, 409),
    NoPhoneError: partial(Problem, 409),
    NoSuchOperationError: partial(Problem, 404),
    NoSuchUserError: partial(Problem, 404),
    NoSuchTokenError: partial(Problem, 404),
    NoSuchWallError: partial(Problem, 404),
    NoSuchScheduleError: partial(Problem, 404),
    NoSuchFileError: partial(Problem, 404),
    TooManySchedulesError: partial(Problem, 409),
    BadNameError: WRONG,
    WrongRoleError: WRONG,
    WrongDaysError: WRONG,
    KeyReusedError: WRONG,
    TooManyChosenError: WRONG,
    WrongTokenError: WRONG,
    NotOpenError: partial(Problem, 409),
    CampaignOverError: partial(Problem, 409),
    NotCancelableError: partial(Problem, 409),
    GrownError: partial(Problem, 409),
    NotInThisStageError: partial(Problem, 409),
    TooLateError: partial(Problem, 409),
    UndoneError: partial(Problem, 409),
    NoWayBackError: partial(Problem, 409),
    ErasedError: partial(Problem, 409),
    SupersededError: partial(Problem, 409),
    SecondPersonError: partial(Problem, 403),
    PastError: WRONG,
    BusyError: UNAVAILABLE,
}


def fields(request: Request, known: Mapping[str, type]) -> dict[str, Any]:
    """The fields of a body, each of the type it has to have. Raises ProblemError for others."""
    body = content(request)
    if not isinstance(body, dict):
        raise ProblemError(MALFORMED("The body is no JSON object."))
    for name, value in body.items():
        if name not in known:
            raise ProblemError(WRONG(f"There is no field {name[:40]!r}."))
        if value is not None and type(value) is not known[name]:
            raise ProblemError(WRONG(f"{name} must be {_NAMES[known[name]]}."))
    return {name: value for name, value in body.items() if value is not None}


def content(request: Request) -> Any:
    """What the body holds. Raises ProblemError for what is no JSON, or comes from elsewhere."""
    _check_origin(request)
    if request.mimetype != "application/json":
        raise ProblemError(NO_JSON)
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
    if body is None:
        raise ProblemError(MALFORMED("The body is no JSON object."))
    return body


def key(request: Request) -> Key | None:
    """The caller's `Idempotency-Key`, bound to what is asked for; None where there is none."""
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    if not 1 <= len(given) <= LONGEST_KEY or not (given.isascii() and given.isprintable()):
        detail = f"Idempotency-Key must be 1 to {LONGEST_KEY} plain characters."
        raise ProblemError(MALFORMED(detail))
    asked = b"\n".join([request.method.encode(), request.full_path.encode(), request.get_data()])
    return Key(given, hashlib.sha256(asked).hexdigest())


def reason(given: Mapping[str, Any]) -> str:
    """Why it is done, in one line of the person's own words. Raises ProblemError where none is
    given."""
    words = one_line(given.get("reason"), "reason", LONGEST_REASON)
    if not words:
        raise ProblemError(WRONG("reason is missing: say why."))
    return words


@contextmanager
def deeds() -> Iterator[None]:
    """Whatever a deed refuses is answered with the status that fits."""
    try:
        yield
    except DashboardError as error:
        problem = _STATUSES.get(type(error))
        if problem is None:
            raise
        raise ProblemError(replace(problem(str(error)), more=_more(error))) from None


def _more(error: DashboardError) -> dict[str, Any]:
    """What a program needs to go on: what is running, how the campaign stands, what would be done
    now."""
    found = {name: getattr(error, name, None) for name in ("operation_id", "campaign_status")}
    found["plan"] = plans.told(error.plan) if isinstance(error, GrownError) else None
    return {name: value for name, value in found.items() if value is not None}


def one_line(text: str | None, name: str, most: int) -> str:
    """A text as one line; empty where there is none. Raises the 422 problem for one that is too
    long, or holds what nobody can read."""
    line = " ".join((text or "").split())
    if len(line) > most or not line.isprintable():
        raise ProblemError(WRONG(f"{name} must be one line of {most} characters at most."))
    return line


def _check_origin(request: Request) -> None:
    """A browser says which site asks; a program says nothing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    foreign = site is not None and site not in _OWN_SITES
    if foreign or (origin is not None and urlsplit(origin).netloc != request.host):
        raise ProblemError(FOREIGN)


_NAMES: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}
