"""How fast passwords may be tried: ever slower per account and per address.

Failures of an account at an address from which its owner came in before count by themselves:
whoever guesses elsewhere does not keep the owner out. A try is counted before its password is
looked at, so that many at once are no way around, and taken back when the password was right. The
rows are shared by all processes.
"""

import hashlib
import ipaddress
import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, or_, select, text

from data.domain.errors import DashboardError
from data.schema.tables import UtcTime, login_failures

FREE_OF_ACCOUNT = 5
FREE_OF_ADDRESS = 20  # an office has one address, and people mistype
LONGEST_SECONDS = 300.0
FORGOTTEN = timedelta(hours=1)
KNOWN = timedelta(days=90)
_IPV6_NETWORK = 64  # of which whoever has one address has all

_WRITE = text("""
  INSERT INTO login_failures (key, failures, last_at, succeeded_at)
  VALUES (:key, :failures, :last_at, :succeeded_at)
  ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,
    succeeded_at = excluded.succeeded_at
""").bindparams(bindparam("last_at", type_=UtcTime), bindparam("succeeded_at", type_=UtcTime))
_MAKE = text("""
  INSERT INTO login_failures (key, failures, last_at) VALUES (:key, 0, :now)
  ON CONFLICT (key) DO NOTHING
""").bindparams(bindparam("now", type_=UtcTime))


class TooManyTriesError(DashboardError):
    """There were too many tries."""

    def __init__(self, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(f"There were too many tries: wait {self.seconds} s.")


@dataclass(frozen=True, slots=True)
class Count:
    """The failures under one key, of which `free` cost no time."""

    key: str
    free: int
    failures: int
    last_at: datetime
    succeeded_at: datetime | None = None

    def wait_seconds(self, now: datetime) -> float:
        """How long the next try has to wait; 0 where it need not."""
        over = self._remembered(now) - self.free
        if over < 0:
            return 0.0
        delay = min(LONGEST_SECONDS, 2.0 ** min(over, 30))
        return max(0.0, min(delay, delay - (now - self.last_at).total_seconds()))

    def tried(self, now: datetime) -> "Count":
        """With one more failure."""
        return replace(self, failures=self._remembered(now) + 1, last_at=now)

    def is_known(self, now: datetime) -> bool:
        """Whether the account's owner came in from this address of late."""
        return self.succeeded_at is not None and now - self.succeeded_at < KNOWN

    def _remembered(self, now: datetime) -> int:
        return self.failures if now - self.last_at < FORGOTTEN else 0


@dataclass(frozen=True, slots=True)
class Claim:
    """One try, counted: the pair of account and address, and the counts that it went against."""

    pair: Count
    against: tuple[Count, ...]


def claim(connection: Connection, name: str, address: str, now: datetime) -> Claim:
    """Count a try, before it is known how it ends. Raises TooManyTriesError where it comes too
    soon; it counts for nothing then."""
    account, place = _account_key(name), address_key(address)
    pair_key = f"{account} {place}"
    given = {pair_key: FREE_OF_ACCOUNT, account: FREE_OF_ACCOUNT, place: FREE_OF_ADDRESS}
    counts = _locked(connection, given, now)
    pair = counts.pop(pair_key)
    against = (pair,) if pair.is_known(now) else tuple(counts.values())
    wait = max(count.wait_seconds(now) for count in against)
    if wait > 0:
        raise TooManyTriesError(wait)
    tried = tuple(count.tried(now) for count in against)
    for count in tried:
        _write(connection, count)
    return Claim(pair, tried)


def forgive(connection: Connection, claim: Claim, now: datetime) -> None:
    """The password was right: the account starts anew, its owner is known at this address. What
    others failed at from there stays."""
    held = _locked(connection, {c.key: c.free for c in (claim.pair, *claim.against)}, now)
    for count in held.values():
        left = count.failures - 1 if count.free == FREE_OF_ADDRESS else 0
        _write(connection, replace(count, failures=max(0, left)))
    pair = replace(claim.pair, failures=0, last_at=now, succeeded_at=now)
    _write(connection, pair)


def forget(connection: Connection, now: datetime) -> None:
    """Drop what no longer counts."""
    silent = login_failures.c.last_at < now - FORGOTTEN
    come_in = login_failures.c.succeeded_at
    unknown = or_(come_in.is_(None), come_in < now - KNOWN)
    connection.execute(delete(login_failures).where(silent, unknown))


def address_key(address: str) -> str:
    """What stands for whoever has this address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "address ?"
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    if parsed.version == 6:
        return f"address {ipaddress.ip_network((int(parsed), _IPV6_NETWORK), strict=False)}"
    return f"address {parsed}"


def _account_key(name: str) -> str:
    """Hashed: some type their password where the name belongs."""
    folded = name.strip().casefold().encode("utf-8", "surrogatepass")
    return f"account {hashlib.sha256(folded).hexdigest()[:32]}"


def _locked(connection: Connection, free: dict[str, int], now: datetime) -> dict[str, Count]:
    """The counts under these keys, held until the end of the transaction, always in one order."""
    keys = sorted(free)
    for key in keys:
        connection.execute(_MAKE, {"key": key, "now": now})
    wanted = select(login_failures).where(login_failures.c.key.in_(keys))
    held = wanted.order_by(login_failures.c.key).limit(len(keys)).with_for_update()
    return {
        row.key: Count(row.key, free[row.key], row.failures, row.last_at, row.succeeded_at)
        for row in connection.execute(held)
    }


def _write(connection: Connection, count: Count) -> None:
    connection.execute(
        _WRITE,
        {
            "key": count.key,
            "failures": count.failures,
            "last_at": count.last_at,
            "succeeded_at": count.succeeded_at,
        },
    )
