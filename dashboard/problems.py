"""Why a request got no answer, as `application/problem+json` (RFC 9457) says it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """A status and a sentence; `more` is what a program needs to go on."""

    status: int
    detail: str
    more: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> str:
        """The problem as JSON."""
        title = HTTPStatus(self.status).phrase
        said = {"type": "about:blank", "title": title, "status": self.status}
        return json.dumps({**said, "detail": self.detail, **self.more})


class ProblemError(Exception):
    """Raised by a route to answer with a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class BrokenOffError(Exception):
    """Raised while an answer leaves whose rest there will never be: the connection is cut, so that
    nobody takes what they have for all of it."""


MALFORMED: Callable[[str], Problem] = partial(Problem, 400)
UNFIT: Callable[[str], Problem] = partial(Problem, 422)
UNAVAILABLE: Callable[[str], Problem] = partial(Problem, 503)
STRANGER = Problem(401, "Sign in, or send a token: Authorization: Bearer …")
FORBIDDEN = Problem(403, "Your role does not allow this.")
NOTHING = Problem(404, "There is nothing here.")
NO_CAMPAIGN = Problem(404, "There is no such campaign.")
NO_CONTACT = Problem(404, "There is no such contact.")
NOT_YET = UNAVAILABLE("The live numbers are still being read from the database.")
