"""LiveFeed: holds the newest snapshot of one database and keeps it exact.

A hint or the poll wakes it; a tick reads what changed and swaps the new frozen snapshot in by one
assignment. Beside the ticks, in a thread and a transaction of its own, an auditor counts one
campaign after another against the fold, and writes checkpoints.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import dropwhile

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data import checkpoints, following
from data.deadline import deadline
from data.domain.errors import DashboardError, DeadlineError, LogBrokenError, reason_of
from data.domain.snapshot import Snapshot
from data.log_tail import LogTail
from data.log_tail.finality import Finality

POLL_SECONDS = 1.0
GAP_SECONDS = 0.05
TICK_SECONDS = 2.0
READ_ALL_SECONDS = 120.0
WRITE_SECONDS = 5.0
STALE_SECONDS = 3.0
CHECKPOINT_SECONDS = 30.0
AUDIT_SHARE = 0.05  # of the time: an audit that took 1 s is followed by a pause of 19 s

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Health:
    """What the feed says of itself.

    `age_seconds` counts from the last look that succeeded, by this machine's steady clock; None
    before the first. `error` says why looking fails now. `drifts` counts audits that differed.
    """

    age_seconds: float | None
    as_of: datetime | None
    epoch: int
    seq: int
    ticks: int
    resyncs: int
    audits: int
    drifts: int
    error: str | None

    @property
    def stale(self) -> bool:
        """Whether the numbers are too old to be called live."""
        return self.age_seconds is None or self.age_seconds > STALE_SECONDS


@dataclass(frozen=True, slots=True)
class Look:
    """A snapshot, and when the look at the database began that found it, by the steady clock."""

    snapshot: Snapshot
    at: float


class LiveFeed:
    """The newest snapshot of a database. `start()` follows it in two threads; tests call `tick()`,
    `audit_next()` and `checkpoint()` by hand."""

    def __init__(
        self,
        engine: Engine,
        tail: LogTail,
        *,
        clock: Callable[[], float] = time.monotonic,
        epochs: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self.latest: Look | None = None
        self.drifted: Mapping[int, datetime] = {}  # campaigns whose counts did not agree, and when
        self._engine = engine
        self._tail = tail
        self._clock = clock
        self._epochs = epochs
        self._listeners: list[Callable[[], None]] = []
        self._connection: Connection | None = None
        self._suspects: frozenset[int] = frozenset()
        self._lock = threading.Lock()
        self._finality = Finality()
        self._audited = 0
        self._checkpointed: Snapshot | None = None
        self._patience = TICK_SECONDS
        self._error: str | None = None
        self._ticks = self._resyncs = self._audits = self._drifts = 0
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def current(self) -> Snapshot | None:
        """The newest snapshot; None until the first tick."""
        return self.latest.snapshot if self.latest else None

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each look that succeeded, in the feed's own thread."""
        self._listeners.append(listener)

    def wake(self) -> None:
        """Something may have changed: look soon."""
        self._wake.set()

    @property
    def age_seconds(self) -> float | None:
        """How long ago the last look that succeeded began; None before the first."""
        return self._clock() - self.latest.at if self.latest else None

    @property
    def final_id(self) -> int:
        """The transition up to which the log is final: none with a smaller id can appear."""
        return self._finality.final_id

    def health(self) -> Health:
        """How the feed is doing now."""
        current = self.current
        return Health(
            age_seconds=self.age_seconds,
            as_of=current.as_of if current else None,
            epoch=current.epoch if current else 0,
            seq=current.seq if current else 0,
            ticks=self._ticks,
            resyncs=self._resyncs,
            audits=self._audits,
            drifts=self._drifts,
            error=self._error,
        )

    def tick(self) -> Snapshot:
        """Look once and swap in what is seen.

        Raises what the database raises; nothing is half applied then.
        """
        started = self._clock()
        after = self._next()
        self.latest = Look(after, started)
        self._finality.see(after.front)
        self._ticks += 1
        for listener in self._listeners:
            listener()
        return after

    def audit_next(self) -> following.Audit | None:
        """Audit the next campaign in turn; one that differs is counted anew at the next tick."""
        snapshot = self.current
        if snapshot is None or not snapshot.campaigns:
            return None
        ids = sorted(snapshot.campaigns)
        self._audited = next(dropwhile(lambda campaign: campaign <= self._audited, ids), ids[0])
        with self._reading(READ_ALL_SECONDS) as connection:
            audit = following.audit(connection, self._tail, snapshot, self._audited)
        self._audits += audit is not None
        if audit and not audit.agrees:
            self._drifts += 1
            with self._lock:
                self._suspects |= {audit.campaign_id}
            self.drifted = {**self.drifted, audit.campaign_id: snapshot.as_of}
            log.error("Counts did not agree, counting anew: %s", audit)
        return audit

    def checkpoint(self) -> None:
        """Write the newest snapshot down, unless it stands there already."""
        snapshot = self.current
        if snapshot is not None and snapshot.campaigns is not _campaigns(self._checkpointed):
            with (
                self._engine.connect().execution_options(write=True) as connection,
                deadline(connection, WRITE_SECONDS),
                connection.begin(),
            ):
                checkpoints.save(connection, snapshot)
            self._checkpointed = snapshot

    def start(self) -> None:
        """Follow the database until `stop()`."""
        for name, work in (("feed", self._follow), ("audit", self._supervise)):
            self._threads.append(threading.Thread(target=work, name=name, daemon=True))
            self._threads[-1].start()

    def stop(self) -> None:
        """End both threads, and leave a checkpoint for the next start."""
        self._stopping.set()
        self._wake.set()
        for thread in self._threads:
            thread.join(TICK_SECONDS + 1)
        self._drop_connection()
        if not self.health().stale:
            self._attempt("The last checkpoint could not be written", self.checkpoint)

    def _next(self) -> Snapshot:
        before = self.current or self._resume()
        if before is None:
            return self._read_all()
        suspects = self._suspects
        try:
            with self._following(self._patience) as connection:
                after = following.follow(connection, self._tail, before, suspects)
            with self._lock:
                self._suspects -= suspects
            return after
        except LogBrokenError as reason:
            log.warning("%s Reading everything anew.", reason)
            return self._read_all()

    def _resume(self) -> Snapshot | None:
        with self._following(READ_ALL_SECONDS) as connection:
            self._checkpointed = following.resume(connection, self._tail, self._epochs())
        return self._checkpointed

    def _read_all(self) -> Snapshot:
        epoch = max(self._epochs(), self.current.epoch + 1 if self.current else 0)
        self._resyncs += 1
        with self._following(READ_ALL_SECONDS) as connection:
            return following.read_all(connection, self._tail, epoch)

    def _follow(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            self._try_tick()
            self._stopping.wait(GAP_SECONDS)
            self._wake.wait(POLL_SECONDS - GAP_SECONDS)

    def _try_tick(self) -> None:
        try:
            self.tick()
        except Exception as error:  # noqa: BLE001 - whatever it was, the screens must not freeze
            self._fail(error)
        else:
            if self._error is not None:
                log.info("The database answers again.")
            self._error, self._patience = None, TICK_SECONDS

    def _fail(self, error: Exception) -> None:
        reason = reason_of(error)
        if self._error is None:  # an outage is said once, whatever it says of itself later
            expected = isinstance(error, SQLAlchemyError | DashboardError)
            log.error("Live numbers stand still: %s", reason, exc_info=None if expected else error)
        self._error = reason
        if isinstance(error, DeadlineError):  # a large difference must not be too much for ever
            self._patience = min(2 * self._patience, READ_ALL_SECONDS)
        self._drop_connection()

    def _supervise(self) -> None:
        saved_at = self._clock()
        while not self._stopping.is_set():
            started = self._clock()
            self._attempt("The audit failed", self.audit_next)
            if started - saved_at >= CHECKPOINT_SECONDS:
                self._attempt("The checkpoint failed", self.checkpoint)
                saved_at = started
            took = self._clock() - started
            self._stopping.wait(max(POLL_SECONDS, took / AUDIT_SHARE - took))

    def _attempt(self, failure: str, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it was, audits have to go on
            # While the database is away the ticks say so; once is enough.
            log.log(
                logging.DEBUG if self._error else logging.WARNING,
                "%s: %s",
                failure,
                reason_of(error),
            )

    @contextmanager
    def _following(self, seconds: float) -> Iterator[Connection]:
        """A transaction on the connection that the ticks keep for themselves."""
        if self._connection is None:
            self._connection = self._tail.open(self._engine)
        with deadline(self._connection, seconds), self._connection.begin():
            yield self._connection

    @contextmanager
    def _reading(self, seconds: float) -> Iterator[Connection]:
        """A transaction on a connection of its own."""
        with (
            self._tail.open(self._engine) as connection,
            deadline(connection, seconds),
            connection.begin(),
        ):
            yield connection

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


def _campaigns(snapshot: Snapshot | None) -> object:
    return snapshot.campaigns if snapshot else None
