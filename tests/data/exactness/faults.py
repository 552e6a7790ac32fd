"""Faults that were made elsewhere and cost rows; each is planted to see that the test finds it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, text

from data import checkpoints, following
from data.domain.snapshot import Change
from data.feed import LiveFeed
from data.log_tail import Reading, cells
from data.log_tail.postgres import PgSnapshot, PostgresTail, summed
from data.log_tail.sqlite import SqliteTail

NEWEST_ID = text("SELECT coalesce(max(id), 0) FROM transitions")


class _TailWithIds(PostgresTail):
    """A position that carries, behind the snapshot, how far the ids were read."""

    def look(self, connection: Connection) -> Reading:
        reading = super().look(connection)
        newest = connection.execute(NEWEST_ID).scalar_one()
        return replace(reading, position=f"{reading.position}#{newest}")

    def follows(self, since: str, until: str) -> bool:
        return super().follows(since.partition("#")[0], until.partition("#")[0])


class TailById(_TailWithIds):
    """`id > last`: loses what commits late."""

    def difference(
        self, connection: Connection, since: str | None, until: str, minute: int
    ) -> list[Change]:
        last = int(since.split("#")[1]) if since else 0
        return summed(connection, "id > :last", {"last": last}, minute)


class GapTimeout(_TailWithIds):
    """Reads up to the first gap in the ids; when the gap has not closed by the next look, gives
    it up."""

    def __init__(self) -> None:
        self._read_to = 0
        self._waited = False

    def difference(
        self, connection: Connection, since: str | None, until: str, minute: int
    ) -> list[Change]:
        start = self._read_to if since else 0
        ids = connection.execute(
            text("SELECT id FROM transitions WHERE id > :start ORDER BY id"), {"start": start}
        )
        end = start
        for found in ids.scalars():
            if found != end + 1 and start and not self._waited:
                self._waited = True
                break
            end = found
        else:
            self._waited = False
        self._read_to = end
        bounds = {"start": start, "end": end}
        return summed(connection, "id > :start AND id <= :end", bounds, minute)


class NoLateCommitters(PostgresTail):
    """Forgets what was still running at the last look."""

    def difference(
        self, connection: Connection, since: str | None, until: str, minute: int
    ) -> list[Change]:
        if since:
            since = ":".join([*since.split(":")[:2], ""])
        return super().difference(connection, since, until, minute)


class OffByOneAtXmax(PostgresTail):
    """Takes xmax of the last look as seen, though it had not begun."""

    def difference(
        self, connection: Connection, since: str | None, until: str, minute: int
    ) -> list[Change]:
        if since:
            seen = PgSnapshot.parse(since)
            running = ",".join(map(str, seen.xip))
            since = f"{seen.xmin}:{seen.xmax + 1}:{running}"
        return super().difference(connection, since, until, minute)


class OffByOneInIds(SqliteTail):
    """Reads the last id once more."""

    def difference(
        self, connection: Connection, since: str | None, until: str, minute: int
    ) -> list[Change]:
        if since:
            last, _, rest = since.partition(":")
            since = f"{max(0, int(last) - 1)}:{rest}"
        return super().difference(connection, since, until, minute)


class SecondSnapshotAudit(LiveFeed):
    """Counts in another transaction than the one that looked."""

    def audit_next(self) -> following.Audit | None:
        snapshot = self.current
        assert snapshot is not None
        campaign = max(snapshot.campaigns)
        with self._reading(5) as connection:
            honest = following.audit(connection, self._tail, snapshot, campaign)
        with self._reading(5) as connection:
            counted: Mapping[Any, int] = cells(connection, campaign).get(campaign, {})
        return honest and replace(honest, counted=counted)


class CheckpointBeforeSwap(LiveFeed):
    """Writes the new position down with the counts of the old one."""

    def checkpoint(self) -> None:
        assert self.current is not None
        with self._reading(5) as connection:
            reading = self._tail.look(connection)
        with self._engine.execution_options(write=True).begin() as connection:
            checkpoints.save(connection, replace(self.current, position=reading.position))


@dataclass(frozen=True)
class Fault:
    """What is planted, and the databases on which it can do harm."""

    tail: type[Any] | None = None
    feed: type[LiveFeed] = LiveFeed
    databases: tuple[str, ...] = ("postgres",)

    def make_tail(self, engine: Engine) -> Any:
        from data.log_tail import tail_for

        return self.tail() if self.tail else tail_for(engine)


BOTH = ("postgres", "sqlite")
FAULTS = {
    "tail by id": Fault(tail=TailById),
    "gap timeout": Fault(tail=GapTimeout),
    "no list of late committers": Fault(tail=NoLateCommitters),
    "<= for < at xmax": Fault(tail=OffByOneAtXmax),
    "audit in a second snapshot": Fault(feed=SecondSnapshotAudit, databases=BOTH),
    "checkpoint before the swap": Fault(feed=CheckpointBeforeSwap, databases=BOTH),
    "an id read twice": Fault(tail=OffByOneInIds, databases=("sqlite",)),
}
