"""A webhook: signed JSON by HTTPS, to a public address that was looked up and checked before.

`X-Alert-Signature: sha256=<hex>` is the HMAC-SHA256, with the shared secret, of
`<X-Alert-Timestamp>.<body>`. `X-Alert-Delivery` stays the same when a message is sent again.
"""

import contextlib
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from urllib.parse import urlsplit

from data.notify.channel import DeliveryError

SECONDS = 5.0
ANSWER_BYTES = 64 * 1024
Resolve = Callable[[str, int], Sequence[str]]


def addresses(host: str, port: int) -> Sequence[str]:
    """All addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_, place in found]


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """What proves that a message is ours, and from when."""
    signed = b"%d.%b" % (timestamp, body)
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Webhook:
    """A receiver of signed JSON. `is_local`: it may be on loopback, without TLS. `subject` is what
    the names of the headers begin with."""

    url: str
    secret: str
    is_local: bool = False
    resolve: Resolve = addresses
    name: str = "webhook"
    subject: str = "Alert"

    def send(self, delivery_id: int, body: str, sent_at: int) -> None:
        """Post the message; anything but a 2xx within 5 s is a failure, a redirect too."""
        given_up = time.monotonic() + SECONDS
        try:
            status = self._post(delivery_id, body.encode(), sent_at, given_up)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise DeliveryError(f"No answer: {error or type(error).__name__}") from error
        if not 200 <= status < 300:
            raise DeliveryError(f"The answer was {status}.")

    def _post(self, delivery_id: int, body: bytes, sent_at: int, given_up: float) -> int:
        parts = urlsplit(self.url)
        connection = self._connect(str(parts.hostname), parts.port, given_up)
        wire = connection.sock
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "campaign-dashboard",
            f"X-{self.subject}-Delivery": str(delivery_id),
            f"X-{self.subject}-Timestamp": str(sent_at),
            f"X-{self.subject}-Signature": signature(self.secret, sent_at, body),
        }
        try:
            target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            connection.request("POST", target, body, headers)
            answer = connection.getresponse()
            _swallow(answer, wire, given_up)
            return answer.status
        finally:
            connection.close()

    def _connect(self, host: str, port: int | None, given_up: float) -> http.client.HTTPConnection:
        """A connection to an address that was checked: a name may lead elsewhere the next time."""
        plain = self.is_local and self.url.startswith("http:")
        port = port or (80 if plain else 443)
        wire = _reach(self._allowed(host, port, given_up), port, given_up)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = wire if plain else _wrapped(wire, host)
        return connection

    def _allowed(self, host: str, port: int, given_up: float) -> Sequence[str]:
        """The addresses of the host, once all of them are public (or loopback, if local)."""
        found = _in_time(lambda: self.resolve(host, port), given_up)
        for address in found:
            place = ipaddress.ip_address(address.partition("%")[0])
            if not (is_public(place) or (self.is_local and place.is_loopback)):
                raise DeliveryError(f"{host} is not at a public address.")
        if not found:
            raise DeliveryError(f"{host} has no address.")
        return found


def _in_time(look_up: Callable[[], Sequence[str]], given_up: float) -> Sequence[str]:
    """What a look-up finds. It has no deadline of its own, so nobody waits for its thread."""
    found: Future[Sequence[str]] = Future()

    def work() -> None:
        try:
            found.set_result(look_up())
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            found.set_exception(error)

    threading.Thread(target=work, name="name lookup", daemon=True).start()
    try:
        return found.result(_left(given_up))
    except TimeoutError:
        raise DeliveryError("The name was not found in time.") from None


def is_public(place: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address belongs to the open net, whatever form it hides in."""
    inner = getattr(place, "ipv4_mapped", None) or getattr(place, "sixtofour", None)
    if inner is not None:
        return is_public(inner)
    return place.is_global and not place.is_multicast and not place.is_reserved


def _reach(found: Sequence[str], port: int, given_up: float) -> socket.socket:
    """A connection to the first address that answers."""
    for address in found[:-1]:
        with contextlib.suppress(OSError):
            return socket.create_connection((address, port), _left(given_up))
    return socket.create_connection((found[-1], port), _left(given_up))


def _wrapped(wire: socket.socket, host: str) -> ssl.SSLSocket:
    try:
        return ssl.create_default_context().wrap_socket(wire, server_hostname=host)
    except BaseException:
        wire.close()
        raise


def _swallow(answer: http.client.HTTPResponse, wire: socket.socket, given_up: float) -> None:
    """Read what comes, up to a limit, within the time: nobody may hold us with a slow answer."""
    size = 0
    while size <= ANSWER_BYTES and not answer.isclosed():
        wire.settimeout(_left(given_up))
        part = answer.read1(8192)
        if not part:
            return
        size += len(part)
    if size > ANSWER_BYTES:
        raise DeliveryError("The answer was too long.")


def _left(given_up: float) -> float:
    left = given_up - time.monotonic()
    if left <= 0:
        raise DeliveryError("The receiver took too long.")
    return left
