"""Keeper: keeps history on. Adds it up every few seconds, makes months ahead, gives up old ones.

There is one in each process and none leads: what another has just done is left alone, and where
two begin at once one of them gives way.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from data import clock, leases
from data.database import reading
from data.domain.access import Actor, Means, Role
from data.domain.errors import DeadlineError, reason_of
from data.door import writing
from data.history import partitions, retention
from data.history.sums import add_up
from data.log_tail import LogTail
from data.schema.tables import sums_head

ADD_UP_SECONDS = 10.0
FRESH_SECONDS = ADD_UP_SECONDS / 2  # of another's sums: younger ones need nothing
FIRST_PATIENCE = 60.0
MOST_PATIENCE = 3_600.0
STOP_SECONDS = 5.0
TIDY_SECONDS = 3_600.0
LEASE = "retention"
LEASE_SECONDS = 86_400.0
KEEPER = Actor("retention", Role.ADMIN, Means.SYSTEM)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the sums are: as of when, how old by that, None before the first; why they stand still,
    where they do."""

    summed_at: datetime | None = None
    age_seconds: float | None = None
    error: str | None = None


class Keeper:
    """Keeps the history of one database. `start()` does it in a thread; tests call `add_up()` and
    `tidy()` by hand."""

    def __init__(
        self,
        engine: Engine,
        tail: LogTail,
        retention_days: int = 0,
        *,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._tail = tail
        self._days = retention_days
        self._steady = steady
        self._name = secrets.token_hex(8)
        self._seen = Standing()
        self._seen_at = steady()
        self._patience = FIRST_PATIENCE
        self._failing: dict[str, str] = {}
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Keep history on until `stop()`."""
        self._thread = threading.Thread(target=self._follow, name="keeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, and add up once more. A first sum of a long log is not waited for: it is
        undone, and begun again at the next start."""
        self._stopping.set()
        self._wake.set()
        if self._thread is None:
            return
        self._thread.join(STOP_SECONDS)
        if not self._thread.is_alive() and not self._failing:
            self._attempt(_ADD_UP, lambda: add_up(self._engine, self._tail, STOP_SECONDS))

    def wake(self) -> None:
        """Look now."""
        self._wake.set()

    def standing(self) -> Standing:
        """How the sums are now."""
        seen, age = self._seen, self._seen.age_seconds
        passed = self._steady() - self._seen_at
        error = self._failing.get(_ADD_UP)
        return Standing(seen.summed_at, None if age is None else age + passed, error)

    def add_up(self) -> bool:
        """Add up, unless that was just done; whether it was done here."""
        if self._look():
            return False
        try:
            done = add_up(self._engine, self._tail, self._patience)
            self._patience = FIRST_PATIENCE
        except DeadlineError:  # a long log must not be too much for ever
            self._patience = min(2 * self._patience, MOST_PATIENCE)
            raise
        self._look()
        return done

    def tidy(self) -> None:
        """Make the months ahead, and give up what is older than it is to be kept."""
        with reading(self._engine) as connection:
            now = clock.now(connection)
        partitions.make_ahead(self._engine, now)
        if self._days and self._may_give_up():
            planned = retention.plan(self._engine, self._tail, self._days)
            if not planned.is_empty and retention.give_up(self._engine, planned, KEEPER):
                log.info("Gave up %d transitions before %s.", planned.count, planned.after.at)
                self._stopping.wait(retention.BEFORE_SECONDS)
        retention.clear(self._engine, self._tail, self._stopping)

    def _look(self) -> bool:
        """Look how old the sums are; whether they need nothing."""
        with reading(self._engine) as connection:
            at = connection.execute(select(sums_head.c.at).limit(1)).scalar_one()
            age = (clock.now(connection) - at).total_seconds() if at else None
        self._seen, self._seen_at = Standing(at, age), self._steady()
        return age is not None and 0 <= age < FRESH_SECONDS

    def _may_give_up(self) -> bool:
        """Whether nobody has seen to it for a day; then nobody else does for another."""
        with writing(self._engine) as connection:
            now = clock.now(connection)
            held = leases.read(connection, LEASE)
            if held and held.holds(now, LEASE_SECONDS):
                return False
            return leases.take(connection, LEASE, self._name, now, LEASE_SECONDS)

    def _follow(self) -> None:
        tidied_at: float | None = None
        while not self._stopping.is_set():
            self._wake.clear()
            self._attempt(_ADD_UP, self.add_up)
            if tidied_at is None or self._steady() - tidied_at >= TIDY_SECONDS:
                self._attempt(_TIDY, self.tidy)
                tidied_at = self._steady()
            self._wake.wait(ADD_UP_SECONDS)

    def _attempt(self, what: str, work: Callable[[], object]) -> None:
        """Do it, and say once when it fails, and when it goes on."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it was, history has to go on
            reason = reason_of(error)
            if what not in self._failing:
                log.warning("%s: %s", what, reason)
            self._failing[what] = reason
        else:
            if self._failing.pop(what, None) is not None:
                log.info("It works again: %s.", what.lower())


_ADD_UP = "History is not added up"
_TIDY = "The months of history are not kept"
