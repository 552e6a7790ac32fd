"""PostgreSQL's tail, the way of PgQ: the rows visible in one snapshot and not in the one before.

Ids are handed out before commits, so `id > last` would lose every row whose transaction commits
late. A transaction's id against two snapshots loses none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from sqlalchemy import Connection, Engine, TextClause, text

from data.domain import dwell
from data.domain.errors import RestoredError, StandbyError
from data.domain.snapshot import MOST_ATTEMPTS, Change, Front, hours_from, minutes_from
from data.log_tail.tail import Condition, Reading, changes_of, is_dialing, known


@dataclass(frozen=True, slots=True)
class PgSnapshot:
    """`pg_snapshot`: ids below `xmin` are over, from `xmax` on none is, `xip` was running."""

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
    (SELECT system FROM identity) =
      (SELECT CAST(system_identifier AS text) FROM pg_control_system()),
    coalesce((SELECT max(id) FROM transitions), 0),
    -- A transaction holds a lock on its own id. Read after the snapshot, so that none is missed.
    (SELECT coalesce(array_agg(CAST(CAST(transactionid AS text) AS bigint)), '{}')
      FROM pg_locks WHERE locktype = 'transactionid')
""")

_MOVES = f"""
  SELECT campaign_id, {known("from_state")}, {known("to_state")}, from_step, to_step,
    CASE WHEN at >= :minutes_from THEN floor(extract(epoch FROM at) / 60)::bigint END,
    width_bucket(dwell_seconds, CAST(:bounds AS float8[])), count(*),
    coalesce(sum(round(dwell_seconds * 1000)::bigint), 0)::bigint
  FROM transitions WHERE ({{which}})
  GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
_DIALS = f"""
  SELECT campaign_id, to_state, least(attempt, {MOST_ATTEMPTS}),
    CASE WHEN at >= :hours_from THEN floor(extract(epoch FROM at) / 3600)::bigint END, count(*)
  FROM transitions WHERE ({{which}}) AND {is_dialing("to_state")}
  GROUP BY 1, 2, 3, 4
"""
# Visibility bounds it from above: the transaction sees what its own snapshot sees, no more.
_SINCE = "xid >= CAST(:xmax AS xid8) OR xid = ANY (CAST(:late AS xid8[]))"


class PostgresTail:
    """Follows `transitions` by snapshot difference."""

    def open(self, engine: Engine) -> Connection:
        """A connection whose transactions are REPEATABLE READ READ ONLY."""
        connection = engine.connect()
        # The client keeps the deadline, which is longer where everything has to be counted.
        connection.execute(text("SET statement_timeout = 0"))
        connection.commit()
        return connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def look(self, connection: Connection) -> Reading:
        """The first query of a transaction, so that its snapshot is the transaction's own.

        Raises StandbyError, and RestoredError where the log's transaction ids are another server's.
        """
        in_recovery, position, as_of, identity, at_home, newest, held = connection.execute(
            _LOOK
        ).one()
        if in_recovery:
            raise StandbyError
        if not at_home:
            raise RestoredError
        snapshot = PgSnapshot.parse(position)
        front = Front(newest, over=snapshot.xmin, begun=_begun(snapshot.xmax, held))
        return Reading(identity, position, as_of, front)

    def follows(self, since: str, until: str) -> bool:
        """Whether no transaction is running, or has yet to begin, that was over before."""
        before, after = PgSnapshot.parse(since), PgSnapshot.parse(until)
        return before.xmax <= after.xmax and not any(map(before.sees, after.xip))

    def difference(
        self, connection: Connection, since: str | None, until: str, minute: int
    ) -> list[Change]:
        """Rows begun since and visible now, and those that were running then and are over now."""
        if since is None:
            return summed(connection, "true", {}, minute)
        # A plan for a young table would read all of it; the index on xid serves at every size.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        before, after = PgSnapshot.parse(since), PgSnapshot.parse(until)
        late = [str(xid) for xid in before.xip if after.sees(xid)]
        return summed(connection, _SINCE, {"xmax": str(before.xmax), "late": late}, minute)

    def unseen(self, position: str, name: str) -> Condition:
        """Rows of transactions that had not begun, or were running."""
        then = PgSnapshot.parse(position)
        sql = f"(xid >= CAST(:{name}_xmax AS xid8) OR xid = ANY (CAST(:{name}_xip AS xid8[])))"
        return Condition(
            sql, {f"{name}_xmax": str(then.xmax), f"{name}_xip": [str(xid) for xid in then.xip]}
        )

    def knowing(self, connection: Connection, which: Condition) -> str:
        """One at which the youngest of their transactions was over, and all before it but those
        that are still running: anybody's, in any database of the server."""
        youngest = (
            "SELECT CAST(xid AS text), CAST(pg_current_snapshot() AS text)"
            f" FROM transitions WHERE {which.sql} ORDER BY transitions.xid DESC LIMIT 1"
        )
        newest, now = connection.execute(text(youngest), which.values).one()
        after = int(newest) + 1
        running = sorted(xid for xid in PgSnapshot.parse(now).xip if xid < after)
        return f"{min([*running, after])}:{after}:{','.join(map(str, running))}"

    def portion(self, since: str | None, until: str) -> tuple[Condition, str]:
        """All of it: nobody waits for who writes."""
        return self.unseen(since, "since") if since else Condition("true", {}), until


def summed(
    connection: Connection, which: str, values: Mapping[str, Any], minute: int
) -> list[Change]:
    """The transitions that a condition chooses, summed; its windows end with `minute`."""
    bounds = list(dwell.BOUNDS_SECONDS)
    shape = {"minutes_from": minutes_from(minute), "bounds": bounds}
    moves = connection.execute(_sums(_MOVES, which), {**values, **shape})
    dials = connection.execute(_sums(_DIALS, which), {**values, "hours_from": hours_from(minute)})
    return changes_of(moves, dials)


@cache
def _sums(what: str, which: str) -> TextClause:
    return text(what.format(which=which))


def _begun(xmax: int, held: Sequence[int]) -> int:
    """The id from which on no transaction had begun.

    `xmax` is one past the last transaction that is over; younger ones may be running, and are in
    no list of the snapshot. Locks know ids by their lower 32 bits only.
    """
    ahead = [(xid - xmax) % 2**32 for xid in held]
    return max((xmax + by + 1 for by in ahead if by < 2**31), default=xmax)
