"""What the front asks of a request before anybody looks at what it wants."""

import ipaddress
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from dashboard.auth.caller import seen_through
from dashboard.problems import MALFORMED, Problem
from data.settings import Network, Settings, is_loopback

MOST_HEADER_BYTES = 32 * 1024
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
ALLOWED = ((b"allow", ", ".join(sorted(METHODS)).encode()),)  # which a 405 has to name
NO_METHOD = Problem(405, "Nothing here answers this method.")
TOO_MANY_HEADERS = Problem(431, f"The headers are larger than {MOST_HEADER_BYTES // 1024} kB.")
NOT_HERE = MALFORMED("The dashboard is not at this host.")


def headers_of(scope: Any) -> dict[str, str]:
    """The headers of a request by their names in lower case; those given twice are joined."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        joint = "; " if key == "cookie" else ","
        found[key] = f"{found[key]}{joint}{text}" if key in found else text
    return found


def refusal(scope: Any, headers: Mapping[str, str], settings: Settings) -> Problem | None:
    """Why a request is not even looked at."""
    if scope["method"] not in METHODS:
        return NO_METHOD
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADER_BYTES:
        return TOO_MANY_HEADERS
    return None if is_here(headers.get("host", ""), settings) else NOT_HERE


def is_here(host: str, settings: Settings) -> bool:
    """Whether a request is meant for us: a page from elsewhere could have its own name lead to
    this address. Plain addresses lead nobody astray, where we listen to more than loopback."""
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    if name is None:
        return False
    return _is_named(name, settings.hosts) or (not is_loopback(settings.host) and _is_address(name))


def seen(scope: Any, headers: Mapping[str, str], proxies: tuple[Network, ...]) -> Any:
    """The request as it left its caller, where proxies that are trusted stand between."""
    peer, port = scope.get("client") or ("", 0)
    address, scheme = seen_through(peer, scope["scheme"], headers, proxies)
    return scope | {"client": (address, port), "scheme": scheme}


def _is_named(name: str, hosts: Collection[str]) -> bool:
    return name.lower() in hosts


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
