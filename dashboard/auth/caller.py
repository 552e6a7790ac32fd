"""Who is at the other end, as far as the connection and its headers tell."""

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.http import parse_cookie

from data.settings import Network, is_loopback

SESSION = "session"
_FORWARDED = (
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-forwarded-server",
    "x-real-ip",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """What a request carries: an address, and what is to prove who sent it.

    `is_near` is whether it was sent on this machine, and not passed on by a proxy.
    """

    address: str
    is_near: bool
    session: str | None = None
    bearer: str | None = None


def caller_of(peer: str, headers: Mapping[str, str]) -> Caller:
    """The caller of a request from a peer; the names of headers are in lower case."""
    is_passed_on = any(headers.get(name) is not None for name in _FORWARDED)
    return Caller(
        peer,
        is_loopback(peer) and not is_passed_on,
        parse_cookie(headers.get("cookie") or "").get(SESSION),
        _bearer(headers.get("authorization")),
    )


def seen_through(
    peer: str, scheme: str, headers: Mapping[str, str], proxies: Sequence[Network]
) -> tuple[str, str]:
    """Address and scheme of the caller: what proxies say of them counts where they are trusted.

    Each proxy adds the address that it saw at the end; the first one from there that is no proxy of
    ours is the caller.
    """
    if not _is_among(peer, proxies):
        return peer, scheme
    told = headers.get("x-forwarded-proto", scheme).rpartition(",")[2].strip().lower()
    scheme = told if told in ("http", "https") else scheme
    hops = [hop.strip() for hop in headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    for hop in reversed(hops):
        if not _is_address(hop):
            break
        peer = hop
        if not _is_among(hop, proxies):
            break
    return peer, scheme


def _bearer(header: str | None) -> str | None:
    """The token; None where there is no such header, empty where it says something else."""
    if header is None:
        return None
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_among(address: str, proxies: Sequence[Network]) -> bool:
    if not _is_address(address):
        return False
    found = ipaddress.ip_address(address)
    return any(found.version == proxy.version and found in proxy for proxy in proxies)
