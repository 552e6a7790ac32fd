"""The two cookies of somebody who is signed in."""

from flask import Request, Response

from dashboard.auth.caller import SESSION
from dashboard.auth.requests import COOKIE, csrf_token


def keep_session(
    response: Response, request: Request, session: str, secret: str, seconds: int | None = None
) -> None:
    """Have the browser keep a session, for so many seconds or until it is closed.

    `secret` is that of the settings.
    """
    response.set_cookie(
        SESSION,
        session,
        max_age=seconds,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    keep_csrf(response, request, session, secret, seconds)


def keep_csrf(
    response: Response, request: Request, session: str, secret: str, seconds: int | None = None
) -> None:
    """Give our pages what proves that they are ours; scripts of ours read it."""
    response.set_cookie(
        COOKIE,
        csrf_token(session, secret),
        max_age=seconds,
        httponly=False,
        samesite="Strict",
        secure=request.is_secure,
    )


def forget_session(response: Response) -> None:
    """Have the browser forget both."""
    for name in (SESSION, COOKIE):
        response.delete_cookie(name, samesite="Strict")
