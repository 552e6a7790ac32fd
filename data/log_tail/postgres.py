"""PostgreSQL's tail, the way of PgQ: the rows visible in one snapshot and not in the one before.

Ids are handed out before commits, so `id > last` would lose every row whose transaction commits
late. A transaction's id against two snapshots loses none.
"""

import os
import socket
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import Connection, Engine, text

from data.domain import dwell
from data.domain.errors import StandbyError
from data.domain.snapshot import Move
from data.log_tail.tail import Reading, known, moves_of


@dataclass(frozen=True, slots=True)
class PgSnapshot:
    """`pg_snapshot`: ids below `xmin` are over, from `xmax` on not begun, `xip` was running."""

    xmin: int
    xmax: int
    xip: frozenset[int]

    @classmethod
    def parse(cls, literal: str) -> Self:
        """From PostgreSQL's own form, `xmin:xmax:xip,xip`."""
        xmin, xmax, running = literal.split(":")
        return cls(int(xmin), int(xmax), frozenset(map(int, filter(None, running.split(",")))))

    def sees(self, xid: int) -> bool:
        """Whether a transaction was over when the snapshot was taken."""
        return xid < self.xmin or (xid < self.xmax and xid not in self.xip)


_LOOK = text("""
  SELECT pg_is_in_recovery(), pg_current_snapshot()::text, clock_timestamp(),
    concat_ws('/',
      (SELECT system_identifier FROM pg_control_system()),
      CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_lsn()), 8) END,
      (SELECT version_num FROM alembic_version),
      (SELECT token FROM identity)),
    coalesce((SELECT max(id) FROM transitions), 0)
""")

_SUMS = f"""
  SELECT campaign_id, {known("from_state")}, {known("to_state")}, from_step, to_step,
    CASE WHEN at >= :window_start THEN floor(extract(epoch FROM at) / 60)::bigint END,
    width_bucket(dwell_seconds, CAST(:bounds AS float8[])), count(*)
  FROM transitions {{where}}
  GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
_SUMS_OF_ALL = text(_SUMS.format(where=""))
# Visibility bounds it from above: the transaction sees what its own snapshot sees, no more.
_SUMS_SINCE = text(
    _SUMS.format(where="WHERE xid >= CAST(:xmax AS xid8) OR xid = ANY (CAST(:late AS xid8[]))")
)


class PostgresTail:
    """Follows `transitions` by snapshot difference."""

    def open(self, engine: Engine) -> Connection:
        """A connection whose transactions are REPEATABLE READ READ ONLY."""
        return engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def look(self, connection: Connection) -> Reading:
        """The first query of a transaction, so that its snapshot is the transaction's own."""
        in_recovery, position, as_of, identity, newest = connection.execute(_LOOK).one()
        if in_recovery:
            raise StandbyError
        return Reading(identity, position, as_of, newest)

    def span(self, position: str) -> tuple[int, int]:
        """`xmin` and `xmax`."""
        snapshot = PgSnapshot.parse(position)
        return snapshot.xmin, snapshot.xmax

    def follows(self, since: str, until: str) -> bool:
        """Whether neither end of the snapshot has gone back."""
        before, after = PgSnapshot.parse(since), PgSnapshot.parse(until)
        return before.xmin <= after.xmin and before.xmax <= after.xmax

    def difference(
        self, connection: Connection, since: str | None, until: str, window_start: datetime
    ) -> list[Move]:
        """Rows begun since and visible now, and those that were running then and are over now."""
        shape = {"window_start": window_start, "bounds": list(dwell.BOUNDS_SECONDS)}
        if since is None:
            return moves_of(connection.execute(_SUMS_OF_ALL, shape))
        # A plan for a young table would read all of it; the index on xid serves at every size.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        before, after = PgSnapshot.parse(since), PgSnapshot.parse(until)
        late = [str(xid) for xid in before.xip if after.sees(xid)]
        since_then = {"xmax": str(before.xmax), "late": late}
        return moves_of(connection.execute(_SUMS_SINCE, shape | since_then))

    def cut(self, connection: Connection) -> None:
        """Shut the socket: a frozen server answers neither a timeout nor a cancel request."""
        driver = connection.connection.dbapi_connection
        if driver is not None and not driver.closed:
            with socket.socket(fileno=os.dup(driver.fileno())) as wire:
                wire.shutdown(socket.SHUT_RDWR)
