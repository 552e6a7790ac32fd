"""Passwords: long rather than complicated, kept as argon2id."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.domain.errors import DashboardError

SHORTEST = 12
LONGEST_BYTES = 1024
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Each takes 19 MiB and a core: a flood of sign-ins waits here and not in memory.
_AT_ONCE = BoundedSemaphore(4)


class ShortPasswordError(DashboardError):
    """The password is too short: it has to have 12 characters at least."""


class LongPasswordError(DashboardError):
    """The password is too long: it may have 1,024 bytes at most."""


def checked(password: str) -> str:
    """A password that may be used. Raises ShortPasswordError or LongPasswordError."""
    if is_short(password):
        raise ShortPasswordError
    if len(_bytes(password)) > LONGEST_BYTES:
        raise LongPasswordError
    return password


def is_short(password: str) -> bool:
    """Whether it has fewer characters than a password must have."""
    return len(unicodedata.normalize("NFC", password[:LONGEST_BYTES])) < SHORTEST


def hashed(password: str) -> str:
    """What is kept of a password. Takes some hundredths of a second on purpose."""
    with _AT_ONCE:
        return _HASHER.hash(_bytes(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether it is the password kept. Takes as long where none is kept: the answer's time must
    not tell who has an account."""
    given = _bytes(password)
    usable = kept is not None and len(given) <= LONGEST_BYTES
    with _AT_ONCE:
        try:
            _HASHER.verify(kept if usable and kept else _NOBODYS, given if usable else b"")
        except (VerificationError, InvalidHashError):
            return False
    return usable


def _bytes(password: str) -> bytes:
    """One spelling of the same characters; no more than is needed to see that it is too long."""
    short = password[: LONGEST_BYTES + 1]
    return unicodedata.normalize("NFC", short).encode("utf-8", "surrogatepass")


_NOBODYS = _HASHER.hash(b"nobody's")
