"""What a request that changes something has to look like, so that no other site can send it."""

import hmac
import re
from collections.abc import Mapping

from dashboard.problems import MALFORMED, Problem

HEADER = "X-CSRF-Token"
COOKIE = "csrf"
JSON = "application/json"
DEEPEST = 32
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FOREIGN = Problem(403, "Another site must not ask for this.")
UNSIGNED = Problem(403, f"The session has to vouch for this: send the cookie {COOKIE} as {HEADER}.")
NO_JSON = Problem(415, "The body has to be JSON: Content-Type: application/json.")
TOO_DEEP = MALFORMED(f"The body is nested deeper than {DEEPEST} levels.")
_OWN_SITES = (None, "same-origin", "none")
_TEXTS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def csrf_token(session: str, secret: str) -> str:
    """What proves that a page of ours asks: only it can read the cookie that holds this."""
    return hmac.digest(secret.encode(), b"csrf\0" + session.encode(), "sha256").hex()


def is_vouched(given: str | None, session: str, secret: str) -> bool:
    """Whether a header holds the token of the session."""
    wanted = csrf_token(session, secret)
    return given is not None and hmac.compare_digest(given.encode(), wanted.encode())


def is_own(headers: Mapping[str, str], origin: str) -> bool:
    """Whether a request comes from our own pages, or from a program, which says nothing of it."""
    given = headers.get("origin")
    return headers.get("sec-fetch-site") in _OWN_SITES and given in (None, origin)


def depth(body: bytes) -> int:
    """How deep a JSON text is nested, without reading it."""
    deepest = now = 0
    for bracket in _TEXTS.sub(b"", body).translate(None, _NO_BRACKETS):
        now += 1 if bracket in b"[{" else -1
        deepest = max(deepest, now)
    return deepest
