"""`/login` and `/logout`: a form that needs no script, and the same in JSON for programs."""

from dataclasses import dataclass
from html import escape
from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard.auth import entry
from dashboard.auth.caller import SESSION
from dashboard.auth.cookies import forget_session, keep_session
from dashboard.auth.next import LOGIN, own_path
from dashboard.auth.onward import led
from dashboard.auth.requests import JSON, NO_JSON
from dashboard.language import language_of
from dashboard.problems import CONTENT_TYPE, Problem, ProblemError
from dashboard.texts import speaking, t
from dashboard.visitor import actor, known, needs
from data.accounts.login import LoginRefusedError, TooManyTriesError, sign_in, sign_out
from data.domain.access import Means, Permission

FORM = "application/x-www-form-urlencoded"
_BODY = """
      <p class="said" role="alert">{said}</p>
      <form method="post" action="{action}">
        <input type="hidden" name="next" value="{next}">
        <label for="name">{name_label}</label>
        <input id="name" name="name" value="{name}" required maxlength="200" autofocus
               autocomplete="username" autocapitalize="none" spellcheck="false">
        <label for="password">{password_label}</label>
        <input id="password" name="password" type="password" required
               autocomplete="current-password">
        <button type="submit">{button}</button>
      </form>
"""


_FIELDS = ("name", "password", "next")


@dataclass(frozen=True, slots=True)
class _Given:
    """What somebody signs in with, and where they want to go."""

    name: Any
    password: Any
    next: Any

    def checked(self) -> "_Given":
        """The same as texts, whatever was sent; the path is one of ours."""
        name, password, wanted = (
            text if isinstance(text, str) else "" for text in (self.name, self.password, self.next)
        )
        return _Given(name, password, own_path(wanted))


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why somebody was not let in; `seconds` until the next try, 0 for at once."""

    status: int
    detail: str
    seconds: int = 0


def register(server: Flask, services: Any) -> None:
    """Answer at both."""
    default = services.settings.language
    entry.register(server)

    @server.get(LOGIN)
    @needs(None)
    def login() -> Response:
        wanted = own_path(request.args.get("next"))
        if known() is not None:
            return led(wanted)
        with speaking(language_of(request, default)):
            return _page(_Given("", "", wanted))

    @server.post(LOGIN)
    @needs(None)
    def begin() -> Response:
        with speaking(language_of(request, default)):
            given = _given()
            if given is None:
                raise ProblemError(NO_JSON)
            address, old = request.remote_addr or "", request.cookies.get(SESSION)
            try:
                begun = sign_in(services.engine, given.name, given.password, address, old)
            except (LoginRefusedError, TooManyTriesError) as error:
                return _refused(given, _refusal(error))
            return _welcomed(given, begun, services.settings.secret)

    @server.get("/session")
    @needs(Permission.SEE_WALLS)
    def session() -> Response:
        return jsonify(name=actor().name, role=actor().role)

    @server.post("/logout")
    @needs(None)
    def logout() -> Response:
        leaving = known()
        if leaving is not None and leaving.means in (Means.SESSION, Means.WALL):
            sign_out(services.engine, leaving)
            services.directory.poll()
        response = jsonify(next=LOGIN)
        forget_session(response)
        return response


def _given() -> _Given | None:
    """The fields of the form, or of the JSON; None where it is neither."""
    if request.mimetype == FORM:
        return _Given(*map(request.form.get, _FIELDS)).checked()
    if request.mimetype != JSON:
        return None
    body = request.get_json(silent=True)
    body = body if isinstance(body, dict) else {}
    return _Given(*map(body.get, _FIELDS)).checked()


def _welcomed(given: _Given, session: str, secret: str) -> Response:
    """In: a browser goes on to where it wanted."""
    response = led(given.next, 303) if request.mimetype == FORM else jsonify(next=given.next)
    keep_session(response, request, session, secret)
    return response


def _refused(given: _Given, refusal: _Refusal) -> Response:
    if request.mimetype == FORM:
        return _page(given, refusal)
    headers = _headers(refusal.seconds)
    problem = Problem(refusal.status, refusal.detail)
    return Response(problem.body(), problem.status, headers, content_type=CONTENT_TYPE)


def _refusal(error: LoginRefusedError | TooManyTriesError) -> _Refusal:
    if isinstance(error, TooManyTriesError):
        words = t(
            "Too many wrong tries. The next one is possible in {seconds} s.", seconds=error.seconds
        )
        return _Refusal(429, words, error.seconds)
    return _Refusal(401, t("The name or the password is wrong."))


def _headers(seconds: int) -> dict[str, str]:
    return {"Retry-After": str(seconds)} if seconds else {}


def _page(given: _Given, refusal: _Refusal | None = None) -> Response:
    refusal = refusal or _Refusal(200, "")
    body = _BODY.format(
        said=escape(refusal.detail),
        action=LOGIN,
        next=escape(given.next),
        name=escape(given.name),
        name_label=escape(t("User name")),
        password_label=escape(t("Password")),
        button=escape(t("Sign in")),
    )
    headers = _headers(refusal.seconds)
    return entry.answer(entry.Entry(t("Sign in"), body, refusal.status, headers))
