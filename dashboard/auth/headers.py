"""What every answer says to browsers, put on in front of everything that answers."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Receive, Send], Awaitable[None]]

_YEAR_SECONDS = 31_536_000
_FIXED = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"accelerometer=(), autoplay=(self), camera=(), display-capture=(), fullscreen=(self), "
        b"geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), "
        b"screen-wake-lock=(self), usb=()",
    ),
)
_SECURE = ((b"strict-transport-security", b"max-age=%d" % _YEAR_SECONDS),)
_NOT_KEPT = (b"cache-control", b"no-store")
_KEPT_BY_NOBODY = (b"text/html", b"application/json", b"application/problem+json")


def policy(hashes: Iterable[str]) -> str:
    """The content security policy; `hashes` are those of the inline scripts that Dash needs."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


def fixed(hashes: Iterable[str]) -> tuple[tuple[bytes, bytes], ...]:
    """The headers that are the same on all answers."""
    return ((b"content-security-policy", policy(hashes).encode()), *_FIXED)


def headed(send: Send, own: tuple[tuple[bytes, bytes], ...], scheme: str) -> Send:
    """A `send` that puts the headers on; those that an answer has itself, and pages among what is
    kept nowhere, stand."""
    added = own + (_SECURE if scheme == "https" else ())

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = _with(list(message.get("headers", ())), added)
        await send(message)

    return sent


def _with(
    headers: list[tuple[bytes, bytes]], added: tuple[tuple[bytes, bytes], ...]
) -> list[tuple[bytes, bytes]]:
    given = {name.lower(): value for name, value in headers}
    if given.get(b"content-type", b"").partition(b";")[0] in _KEPT_BY_NOBODY:
        added = (*added, _NOT_KEPT)
    missing = [(name, value) for name, value in added if name not in given]
    return [header for header in headers if header[0].lower() != b"server"] + missing
