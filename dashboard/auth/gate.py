"""The gate in front of every route: nothing is answered before it is known who asks, and that they
may."""

import math
from collections.abc import Callable, Mapping

from flask import Flask, Response, current_app, request

from dashboard.auth.buckets import Buckets
from dashboard.auth.caller import SESSION, Caller, caller_of
from dashboard.auth.cookies import keep_csrf
from dashboard.auth.identity import Accounts, identify
from dashboard.auth.next import LOGIN, WALL_ENTRANCE, login_for
from dashboard.auth.onward import led, onward
from dashboard.auth.requests import (
    COOKIE,
    DEEPEST,
    FOREIGN,
    HEADER,
    JSON,
    NO_JSON,
    SAFE,
    TOO_DEEP,
    UNSIGNED,
    csrf_token,
    depth,
    is_own,
    is_vouched,
)
from dashboard.auth.rules import DOCUMENTS, admit, rule_of
from dashboard.problems import CONTENT_TYPE, STRANGER, Problem
from dashboard.visitor import ENVIRON, NEAR, known
from data.domain.access import Actor, Means, Permission

# Where people come in: what they send is itself the proof.
ENTRANCES = frozenset({LOGIN, WALL_ENTRANCE})
FORMS = frozenset({LOGIN})
_TOO_OFTEN = Problem(429, "Too many requests. Wait a moment.")
_ELSEWHERE = ("cross-site", "same-site")

Strangers = Callable[[Permission], Response | None]


class Gate:
    """What stands between the network and the routes of one application."""

    def __init__(
        self,
        accounts: Accounts,
        secret: str,
        permission_at: Callable[[str], Permission | None],
        welcome: Strangers,
        buckets: Buckets | None = None,
    ) -> None:
        """`permission_at` is what the page at a path asks, None where there is none. `welcome`
        answers a stranger who asks for a page in another way than with the login, or with None."""
        self._accounts = accounts
        self._secret = secret
        self._permission_at = permission_at
        self._welcome = welcome
        self._buckets = buckets or Buckets()

    def guard(self, server: Flask) -> None:
        """Stand in front of every route of an application; nothing may run before."""
        server.before_request(self.check)
        server.after_request(self._keep_proof)

    def check(self) -> Response | None:
        """Why the request is not answered; None lets it pass."""
        caller = caller_of(request.remote_addr or "", _headers())
        actor = identify(self._accounts, caller)
        request.environ |= {ENVIRON: actor, NEAR: caller.is_near}
        if wait := self._wait(actor, caller):
            return answered(_TOO_OFTEN, {"Retry-After": str(math.ceil(wait))})
        problem = _passage(actor) or self._form(actor, caller)
        if problem is STRANGER:
            return self._turned_away()
        return answered(problem) if problem else None

    def _wait(self, actor: Actor | None, caller: Caller) -> float:
        if actor is None:
            return self._buckets.take(caller.address)
        if actor.means is Means.LOCAL:
            return 0
        return self._buckets.take((actor.means, actor.session_id or actor.id))

    def _form(self, actor: Actor | None, caller: Caller) -> Problem | None:
        """Whether a request that changes something is made as ours are."""
        if request.method in SAFE:
            return None
        if not is_own(_headers(), request.host_url.rstrip("/")):
            return FOREIGN
        if request.path not in ENTRANCES and not self._is_vouched(actor, caller):
            return UNSIGNED
        return None if request.path in FORMS else _content()

    def _is_vouched(self, actor: Actor | None, caller: Caller) -> bool:
        """Only a browser can be misled: who sends a token, or sits here, needs no other proof."""
        if actor is None or actor.means is Means.LOCAL or caller.bearer is not None:
            return True
        given = request.headers.get(HEADER)
        return is_vouched(given, caller.session or "", self._secret)

    def _turned_away(self) -> Response:
        """A stranger who asked for a page is shown the way; everybody else is told."""
        rule, permission = request.url_rule, self._permission_at(request.path)
        if rule is None or rule.rule not in DOCUMENTS or permission is None:
            return answered(STRANGER, {"WWW-Authenticate": "Bearer"})
        path = request.full_path.removesuffix("?")
        if request.headers.get("Sec-Fetch-Site") in _ELSEWHERE:
            return onward(path)  # browsers kept the session back: another site led here
        return self._welcome(permission) or led(login_for(path))

    def _keep_proof(self, response: Response) -> Response:
        """A page always comes with what lets it ask for more."""
        actor = known()
        if actor is None or actor.means not in (Means.SESSION, Means.WALL):
            return response
        session = request.cookies.get(SESSION, "")
        if response.mimetype == "text/html" and request.cookies.get(COOKIE) != csrf_token(
            session, self._secret
        ):
            keep_csrf(response, request, session, self._secret)
        return response


def _headers() -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def answered(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an answer."""
    return Response(problem.body(), problem.status, headers, content_type=CONTENT_TYPE)


def _passage(actor: Actor | None) -> Problem | None:
    """Whether the route lets them in. Where there is none, only those within are told so."""
    if request.url_rule is None or request.endpoint is None:
        return STRANGER if actor is None else None
    view = current_app.view_functions[request.endpoint]
    return admit(actor, rule_of(request.url_rule.rule, view))


def _content() -> Problem | None:
    if request.mimetype != JSON and (request.mimetype or request.content_length):
        return NO_JSON
    return TOO_DEEP if depth(request.get_data()) > DEEPEST else None
