"""Leases: of several processes only one does a thing, and another goes on when it is gone.

The lease is taken or renewed in the same transaction as what it is for: whoever lost it meanwhile
can write nothing any more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, text

from data.schema.tables import UtcTime, leases

_TAKE = text("""
  INSERT INTO leases (name, holder, until) VALUES (:name, :holder, :until)
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
  WHERE leases.holder = excluded.holder OR leases.until <= :now OR leases.until > :most
""").bindparams(
    bindparam("now", type_=UtcTime),
    bindparam("until", type_=UtcTime),
    bindparam("most", type_=UtcTime),
)


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has it, and until when."""

    holder: str
    until: datetime

    def holds(self, now: datetime, seconds: float) -> bool:
        """Whether it is in force, where leases are taken for `seconds`."""
        return now < self.until <= _most(now, seconds)


def read(connection: Connection, name: str) -> Lease | None:
    """The lease of a name; None where nobody has had it."""
    wanted = select(leases.c.holder, leases.c.until).where(leases.c.name == name).limit(1)
    row = connection.execute(wanted).one_or_none()
    return Lease(*row) if row else None


def take(connection: Connection, name: str, holder: str, now: datetime, seconds: float) -> bool:
    """Take or renew it in the caller's transaction, whose time is `now`; False while somebody else
    has it."""
    until = now + timedelta(seconds=seconds)
    most = _most(now, seconds)
    given = {"name": name, "holder": holder, "now": now, "until": until, "most": most}
    return connection.execute(_TAKE, given).rowcount == 1


def give_back(connection: Connection, name: str, holder: str) -> None:
    """Let others take it at once."""
    connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))


def _most(now: datetime, seconds: float) -> datetime:
    """Until when a lease can be at most. One that lasts longer was taken before the clock was set
    back; twice as long, because another may take it while we wait to write."""
    return now + timedelta(seconds=2 * seconds)
