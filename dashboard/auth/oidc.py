"""`/login/oidc`: to the service that vouches for people, and back."""

import hmac
import secrets
from dataclasses import asdict
from html import escape
from typing import Any

from flask import Flask, Response, request
from itsdangerous import BadData, URLSafeTimedSerializer

from dashboard.auth import entry
from dashboard.auth.cookies import keep_session
from dashboard.auth.next import LOGIN, own_path
from dashboard.auth.onward import led, onward
from dashboard.language import language_of
from dashboard.problems import CONTENT_TYPE, Problem
from dashboard.texts import speaking, t
from dashboard.visitor import needs
from data.accounts.login import LoginRefusedError
from data.accounts.names import BadNameError
from data.accounts.oidc import CALLBACK, Errand, NotVouchedError, Provider, ProviderError
from data.accounts.users import NameTakenError
from data.accounts.vouched import NoRoleError, sign_in_vouched
from data.settings import Settings

START = "/login/oidc"
COOKIE = "errand"
ERRAND_SECONDS = 600
LONGEST_CODE = 4096
_NOT_SET = Problem(404, "Nobody vouches for people here.")
_REFUSALS = (NotVouchedError, NoRoleError, LoginRefusedError, NameTakenError, BadNameError)


def register(server: Flask, services: Any) -> None:
    """Answer at both, where OIDC_ISSUER is set. Raises SettingError where it cannot be used."""
    settings: Settings = services.settings
    provider = Provider(settings) if settings.oidc_issuer else None
    seal = URLSafeTimedSerializer(settings.secret, salt="oidc")

    @server.get(START)
    @needs(None)
    def go() -> Response:
        if provider is None:
            return _not_set()
        errand = Errand(*(secrets.token_urlsafe(32) for _ in range(3)))
        with speaking(language_of(request, settings.language)):
            try:
                response = led(provider.address(errand))
            except ProviderError as error:
                return _said(error, 503)
        kept = seal.dumps([asdict(errand), own_path(request.args.get("next"))])
        # Lax, and not Strict like the session: the service is another site, and sends people back.
        response.set_cookie(
            COOKIE, str(kept), max_age=ERRAND_SECONDS, path=START, httponly=True,
            samesite="Lax", secure=request.is_secure,
        )  # fmt: skip
        return response

    @server.get(CALLBACK)
    @needs(None)
    def back() -> Response:
        if provider is None:
            return _not_set()
        with speaking(language_of(request, settings.language)):
            try:
                errand, path = _kept(seal)
                secret = sign_in_vouched(
                    services.engine, provider, settings, _code(errand), errand,
                    address=request.remote_addr or "",
                )  # fmt: skip
            except ProviderError as error:
                return _said(error, 503)
            except _REFUSALS as error:
                return _said(error, 401)
            response = onward(path)
        keep_session(response, request, secret, settings.secret)
        response.delete_cookie(COOKIE, path=START, samesite="Lax")
        return response


def _kept(seal: URLSafeTimedSerializer) -> tuple[Errand, str]:
    """The errand that this browser was sent on. Raises NotVouchedError for none."""
    try:
        errand, path = seal.loads(request.cookies.get(COOKIE, ""), max_age=ERRAND_SECONDS)
    except BadData:
        raise NotVouchedError from None
    return Errand(**errand), own_path(path)


def _code(errand: Errand) -> str:
    """What the service gave the browser, in answer to this errand. Raises NotVouchedError."""
    state, code = request.args.get("state", ""), request.args.get("code", "")
    if not hmac.compare_digest(state.encode("utf-8", "surrogatepass"), errand.state.encode()):
        raise NotVouchedError
    if not 0 < len(code) <= LONGEST_CODE or not code.isprintable():
        raise NotVouchedError
    return code


def _said(error: Exception, status: int) -> Response:
    """Why nobody was let in, and the way back."""
    sentence = _sentence(error)
    body = f"""
      <p class="said" role="alert">{escape(sentence)}</p>
      <p><a href="{LOGIN}">{escape(t("Sign in"))}</a></p>
"""
    return entry.answer(entry.Entry(t("Sign in"), body, status))


def _sentence(error: Exception) -> str:
    if isinstance(error, ProviderError):
        return t("The service that vouches for people does not answer. Sign in by password.")
    if isinstance(error, NoRoleError):
        return t("You have no account here, and nothing says which role is yours. Ask an admin.")
    if isinstance(error, (NameTakenError, BadNameError)):
        return t("The name that you have there cannot be yours here. Ask an admin.")
    return t("The service that vouches for people did not vouch for you.")


def _not_set() -> Response:
    return Response(_NOT_SET.body(), _NOT_SET.status, content_type=CONTENT_TYPE)
