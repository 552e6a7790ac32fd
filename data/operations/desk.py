"""OperationDesk: carries long deeds on, and shows how far they have come.

There is one in each process. An operation belongs to whoever has its lease, which is taken in the
same transaction as each step: who lost it meanwhile writes nothing. So any of them goes on where
another died.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, Engine, text

from data import clock, leases
from data.database import reading
from data.domain.errors import DeadlineError, reason_of
from data.domain.operation import Operation, Stage
from data.door import writing
from data.operations import steps, store
from data.operations.pace import Pace
from data.operations.steps import FenceGoneError, Means
from data.operations.store import Job
from data.schema.tables import operations

LOOK_SECONDS = 0.5
DRAIN_SECONDS = 0.5  # between looks at an operation that waits for people
READ_SECONDS = 5.0
STEP_SECONDS = 20.0
LEASE_SECONDS = 1.5
SHOWN_TIME = timedelta(minutes=10)
TRIES = 5
RATE_SECONDS = 10.0
SIZES = {"postgresql": 2_000, "sqlite": 250}  # there a step keeps every other writer waiting

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """The operations that go on or ended a moment ago, the newest first; `error` says why they
    cannot be told."""

    operations: tuple[Operation, ...] = ()
    error: str | None = None


class OperationDesk:
    """The operations of a database. `start()` works in a thread; tests call `work()` and `look()`.

    `secret` gives the key of what is kept of erased numbers, `on_step` is called after each step
    that changed something, `besides` once a look: what else is done in its thread.
    """

    def __init__(
        self,
        engine: Engine,
        secret: Callable[[], str],
        on_step: Callable[[], None] = lambda: None,
        besides: Callable[[], None] = lambda: None,
        *,
        steady: Callable[[], float] = time.monotonic,
        size: int | None = None,
    ) -> None:
        self._engine = engine
        self._secret = secret
        self._on_step = on_step
        self._besides = besides
        self._steady = steady
        self._size = size or SIZES[engine.dialect.name]
        self._name = uuid4().hex
        self._paces: dict[int, Pace] = {}
        self._drained_at: dict[int, float] = {}
        self._samples: dict[int, deque[tuple[float, int]]] = {}
        self._listeners: list[Callable[[], None]] = []
        self._shown = Standing()
        self._told: Standing | None = None
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def standing(self) -> Standing:
        """The operations as they were last seen."""
        return self._shown

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the standing is another, in the desk's own thread."""
        self._listeners.append(listener)

    def wake(self) -> None:
        """Somebody has begun something: look now."""
        self._wake.set()

    def start(self) -> None:
        """Work until `stop()`."""
        self._thread = threading.Thread(target=self._follow, name="operations", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the step, end the thread, and let another process go on at once."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(STEP_SECONDS + 1)
        self._attempt(self._give_back)

    def look(self) -> Standing:
        """Read how all operations stand. Raises what the database raises."""
        with reading(self._engine, READ_SECONDS) as connection:
            now = clock.now(connection)
            recent = operations.c.ended_at.is_(None) | (operations.c.ended_at > now - SHOWN_TIME)
            found = store.page(connection, recent, limit=store.OPEN_LIMIT)
        self._shown = Standing(tuple(self._measured(one) for one in found))
        kept = {one.id for one in found}
        self._samples = {id: seen for id, seen in self._samples.items() if id in kept}
        return self._shown

    def work(self) -> float | None:
        """Make one step of each operation that is this desk's to carry on; the seconds to pause,
        None where nothing is left to do for now."""
        with reading(self._engine, READ_SECONDS) as connection:
            now = clock.now(connection)
            jobs = [
                job for job in store.at_work(connection, now) if self._may(connection, job, now)
            ]
        pauses = [self._carry_on(job) for job in jobs if not self._stopping.is_set()]
        return min((pause for pause in pauses if pause is not None), default=None)

    def _may(self, connection: Connection, job: Job, now: datetime) -> bool:
        """Whether nobody else carries it on, and it is time to."""
        last = self._drained_at.get(job.id)
        if job.stage is Stage.DRAINING and last and self._steady() - last < DRAIN_SECONDS:
            return False
        lease = leases.read(connection, _lease(job.id))
        return not (lease and lease.holder != self._name and lease.holds(now, LEASE_SECONDS))

    def _carry_on(self, job: Job) -> float | None:
        try:
            done = self._step(job.id)
        except Exception as error:  # noqa: BLE001 - whatever it was, it counts as a failed try
            self._failed(job.id, error)
            return None
        if done is None:
            return None
        if done.moved or done.skipped or done.stage is not job.stage:
            self._on_step()
        if done.stage is Stage.DRAINING:
            self._drained_at[job.id] = self._steady()
        is_idle = done.stage is not Stage.RUNNING or not (done.moved or done.skipped)
        return None if is_idle else self._paces[job.id].pause

    def _step(self, id: int) -> steps.Done | None:
        """One step in one transaction, with the lease; None where it is somebody else's."""
        began = self._steady()
        with writing(self._engine, STEP_SECONDS) as connection:
            if connection.dialect.name == "postgresql":  # whoever is frozen must not hold contacts
                connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '5s'"))
            now = clock.now(connection)
            if not leases.take(connection, _lease(id), self._name, now, LEASE_SECONDS):
                return None
            self._paces[id] = self._paces.get(id, Pace()).after(self._steady() - began)
            job = store.job(connection, id)
            if job.stage not in store.AT_WORK:
                return None
            done = steps.step(connection, job, now, Means(self._size, self._secret()))
            if done.stage not in store.AT_WORK:
                leases.give_back(connection, _lease(id), self._name)
            return done

    def _failed(self, id: int, error: Exception) -> None:
        """Try again later; after five tries, or where it cannot help, say so and stop trying."""
        log.warning("A step of operation %d failed: %s", id, reason_of(error))
        if isinstance(error, DeadlineError):
            return  # the database did not answer: nothing is wrong with the operation
        with writing(self._engine, READ_SECONDS) as connection:
            now = clock.now(connection)
            if not leases.take(connection, _lease(id), self._name, now, LEASE_SECONDS):
                return
            job = store.job(connection, id)
            tries = job.tries + 1
            told = {"tries": tries, "error": reason_of(error)}
            if tries >= TRIES or isinstance(error, FenceGoneError):
                store.change(connection, id, status=Stage.FAILED, **told)
                leases.give_back(connection, _lease(id), self._name)
            else:
                later = now + timedelta(seconds=2**job.tries)
                store.change(connection, id, next_at=later, **told)

    def with_rate(self, one: Operation) -> Operation:
        """An operation with how fast it has been of late, as far as this desk has seen it."""
        shown = {seen.id: seen for seen in self._shown.operations}.get(one.id)
        if shown is None or one.stage is not Stage.RUNNING:
            return one
        return replace(one, rate=shown.rate, seconds_left=shown.seconds_left)

    def _measured(self, one: Operation) -> Operation:
        """How fast it has been of late, and how long the rest will take."""
        if one.stage is not Stage.RUNNING:
            return one
        handled = one.done + one.skipped
        seen = self._samples.setdefault(one.id, deque())
        seen.append((self._steady(), handled))
        while len(seen) > 2 and seen[-1][0] - seen[0][0] > RATE_SECONDS:
            seen.popleft()
        seconds = seen[-1][0] - seen[0][0]
        rate = (handled - seen[0][1]) / seconds if seconds > 0 else None
        left = max(0, one.total - handled - one.in_call)
        return replace(one, rate=rate, seconds_left=left / rate if rate else None)

    def _follow(self) -> None:
        looked_at = self._steady() - LOOK_SECONDS
        while not self._stopping.is_set():
            woken = self._wake.is_set()
            self._wake.clear()
            pause = self._attempt(self.work)
            if woken or self._steady() - looked_at >= LOOK_SECONDS or pause is None:
                self._attempt(self._besides)
                self._attempt(self.look)
                self._attempt(self._tell)
                looked_at = self._steady()
            self._wake.wait(LOOK_SECONDS if pause is None else pause)

    def _attempt(self, task: Callable[[], object]) -> float | None:
        try:
            result = task()
        except Exception as error:  # noqa: BLE001 - the database may be away for a while
            self._shown = replace(self._shown, error=reason_of(error))
            return None
        return result if isinstance(result, float) else None

    def _tell(self) -> None:
        if self._shown != self._told:
            self._told = self._shown
            for listener in self._listeners:
                listener()

    def _give_back(self) -> None:
        with writing(self._engine, READ_SECONDS) as connection:
            for id in self._paces:
                leases.give_back(connection, _lease(id), self._name)


def _lease(id: int) -> str:
    return f"operation {id}"
