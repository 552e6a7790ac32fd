"""AlertDesk: watches for what is wrong, and holds the open alerts.

Once a second it looks at the feed's newest numbers and at who is late. Of several processes the
one that has the lease writes what it finds; the others read it and go on when that one is gone.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, Engine

from data import alert_book, alert_list, clock, leases
from data.deadline import deadline
from data.domain.alerts import OPEN, Alert, Key, worst_first
from data.domain.course import Stop
from data.domain.errors import DashboardError, reason_of
from data.domain.lifecycle import Step
from data.domain.scene import Scene
from data.domain.thresholds import Overrides
from data.feed import LiveFeed
from data.leases import Lease
from data.watching import Watch

LOOK_SECONDS = 1.0
READ_SECONDS = 5.0
OLD_SECONDS = 5.0
LEASE = "alerts"
LEASE_SECONDS = 10.0
JUMP_SECONDS = 5.0  # a clock that goes further than time does was set
JUMPS_KEPT = 20

log = logging.getLogger(__name__)


def _steady() -> float:
    """Seconds that go on while the machine sleeps, where it can tell them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class NumbersError(DashboardError):
    """The live numbers are too old to tell what is wrong."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The open alerts, those that do most harm first; `error` says why they cannot be told.

    `last_resolved` says of each campaign that had alerts when the last of them was over, `past` are
    the newest of these alerts, `limits` those that campaigns have set for themselves.
    """

    alerts: tuple[Alert, ...] = ()
    error: str | None = None
    last_resolved: Mapping[int, datetime] = field(default_factory=dict)
    past: tuple[Alert, ...] = ()
    limits: Overrides = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one look read: the time, who has the lease, the campaigns' own limits, the alerts, and
    what becomes of them."""

    now: datetime
    lease: Lease | None
    limits: Overrides
    newest: Mapping[Key, Alert]
    steps: Sequence[tuple[Alert | None, Step]] = ()


class AlertDesk:
    """The open alerts of a database. `start()` watches in a thread; tests call `look()` by hand."""

    def __init__(
        self,
        engine: Engine,
        feed: LiveFeed,
        channels: Sequence[str] = (),
        *,
        steady: Callable[[], float] = _steady,
    ) -> None:
        self._engine = engine
        self._feed = feed
        self._channels = tuple(channels)
        self._steady = steady
        self._name = uuid4().hex
        self._watch = Watch()
        self._listeners: list[Callable[[], None]] = []
        self._told: Standing | None = None
        self._shown = Standing()
        self._last_resolved: dict[int, datetime] | None = None
        self._error: str | None = None
        self._looked_at = steady()
        self._clocks: tuple[datetime, float] | None = None
        self._jumps: tuple[Stop, ...] = ()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def standing(self) -> Standing:
        """The open alerts as they were last seen, and whether that was too long ago."""
        old = self._steady() - self._looked_at > OLD_SECONDS
        error = (self._error or "The last look was too long ago.") if old else None
        return replace(self._shown, error=error)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the standing is another, in the desk's own thread."""
        self._listeners.append(listener)

    def wake(self) -> None:
        """Somebody has changed an alert: look soon."""
        self._wake.set()

    def look(self) -> Standing:
        """Look once, write what changed if that is this desk's part, and show what is open.

        Raises what the database raises, and NumbersError; what was shown stays then, and ages.
        """
        with self._reading() as connection:
            seen = self._see(connection)
            is_due = self._is_due(seen)
            if not is_due:
                self._show(connection, seen)
        if is_due:
            self._write(seen)
            with self._reading() as connection:
                newest = alert_book.newest(connection, seen.now)
                self._show(connection, replace(seen, newest=newest))
        return self.standing

    def start(self) -> None:
        """Watch until `stop()`."""
        self._thread = threading.Thread(target=self._follow, name="alerts", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, and let another process have the lease at once."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(READ_SECONDS + 1)
            self._attempt(self._give_back)

    def _see(self, connection: Connection) -> _Seen:
        now = clock.now(connection)
        self._watch_clock(now)
        lease = leases.read(connection, LEASE)
        limits = alert_book.overrides(connection)
        newest = alert_book.newest(connection, now)
        if lease and lease.holder != self._name and lease.holds(now, LEASE_SECONDS):
            return _Seen(now, lease, limits, newest)
        snapshot = self._feed.current
        age = self._feed.age_seconds
        if snapshot is None or age is None or age > OLD_SECONDS:
            raise NumbersError
        scene = Scene(now, limits, newest=newest, drifted=self._feed.drifted, jumps=self._jumps)
        steps = self._watch.look(connection, snapshot, scene)
        return _Seen(now, lease, limits, newest, steps)

    def _watch_clock(self, now: datetime) -> None:
        """Notice a clock that was set: nobody has waited for the time that did not pass."""
        steady = self._steady()
        before, self._clocks = self._clocks, (now, steady)
        if before is None:
            return
        leap = (now - before[0]) - timedelta(seconds=steady - before[1])
        if leap > timedelta(seconds=JUMP_SECONDS):
            log.warning("The database's clock went %s ahead.", leap)
            self._jumps = (*self._jumps, Stop(now - leap, now))[-JUMPS_KEPT:]

    def _is_due(self, seen: _Seen) -> bool:
        """Whether there is anything to write: a quiet database is left alone for a while."""
        if seen.lease is None or not seen.lease.holds(seen.now, LEASE_SECONDS):
            return True
        if seen.lease.holder != self._name:
            return False
        left = (seen.lease.until - seen.now).total_seconds()
        return bool(seen.steps) or left < LEASE_SECONDS / 2

    def _write(self, seen: _Seen) -> bool:
        """Write with the lease, which is taken or renewed by the same transaction."""
        with self._writing() as connection:
            now = clock.now(connection)
            if not leases.take(connection, LEASE, self._name, now, LEASE_SECONDS):
                return False
            alert_book.write(connection, seen.steps, seen.now, self._channels)
            alert_book.forget(connection, now - alert_book.KEPT)
            return bool(seen.steps)

    def _give_back(self) -> None:
        with self._writing() as connection:
            leases.give_back(connection, LEASE, self._name)

    def _show(self, connection: Connection, seen: _Seen) -> None:
        """Take in what is open now, whoever wrote it."""
        past = tuple(alert_list.past(connection))
        if self._last_resolved is None:
            self._last_resolved = alert_book.last_resolved(connection)
        for alert in past:
            if alert.resolved_at is not None:
                before = self._last_resolved.get(alert.campaign_id, alert.resolved_at)
                latest = max(before, alert.resolved_at)
                self._last_resolved = {**self._last_resolved, alert.campaign_id: latest}
        self._shown = Standing(
            worst_first(alert for alert in seen.newest.values() if alert.status in OPEN),
            last_resolved=self._last_resolved,
            past=past,
            limits=seen.limits,
        )
        self._looked_at, self._error = self._steady(), None

    def _follow(self) -> None:
        while not self._stopping.is_set():
            started = self._steady()
            self._wake.clear()
            self._attempt(self.look)
            self._attempt(self._tell)
            self._wake.wait(max(0.05, LOOK_SECONDS - (self._steady() - started)))

    def _attempt(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it was, the watch has to go on
            self._error = reason_of(error)

    def _tell(self) -> None:
        standing = self.standing
        if standing != self._told:
            if standing.error and not (self._told and self._told.error):
                log.warning("Alerts cannot be told: %s", standing.error)
            self._told = standing
            for listener in self._listeners:
                listener()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, deadline(connection, READ_SECONDS):
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            self._engine.connect().execution_options(write=True) as connection,
            deadline(connection, READ_SECONDS),
            connection.begin(),
        ):
            yield connection
