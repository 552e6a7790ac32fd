"""The directory: who is signed in, answered from memory.

Once a second it asks by one number whether anybody's access has ended or changed; only when that is
another one it reads again what it holds. Secrets that nobody has leave nothing behind. While the
database is silent, those who are known stay so for five minutes: a wall shows grey numbers then and
no login page. Afterwards nobody is known.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data import clock as database_clock
from data.accounts import held, revision, users
from data.accounts.held import Held, Read
from data.accounts.secret import hash_of
from data.database import reading
from data.domain.access import Actor, Means
from data.domain.errors import DashboardError, reason_of
from data.door import writing

POLL_SECONDS = 1.0
READ_SECONDS = 2.0
BLIND_SECONDS = 300.0
NOTE_SECONDS = 10.0
NOTED_EVERY = timedelta(minutes=1)
MOST = 10_000  # held at once; whoever was not here for longest is read again
BATCH = 500
TRIES = 3

log = logging.getLogger(__name__)

_Key = tuple[Read, str]
_Identity = tuple[Means, int | None]


class AccessUnknownError(DashboardError):
    """Who you are cannot be told now: the database does not answer."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What the last poll found: the count, the database's time, when that was by our own clock,
    and whether there is an account."""

    revision: int
    now: datetime
    at: float
    is_open: bool


class Directory:
    """Who is signed in to a database. `start()` follows it in threads; without them it looks by
    itself when asked, and tests call `poll()` and `note()`."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._lock = threading.Lock()
        self._look: _Look | None = None
        self._held: OrderedDict[_Key, Held] = OrderedDict()
        self._keys: dict[_Identity, _Key] = {}
        self._used: set[_Key] = set()
        self._listeners: list[Callable[[], None]] = []
        self._error: str | None = None
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def is_open(self) -> bool:
        """Whether there is no account yet, so that whoever reaches loopback is trusted. False
        where that cannot be told."""
        self._keep_up()
        return self._look is not None and self._look.is_open

    @property
    def is_blind(self) -> bool:
        """Whether nobody can be told from anybody: the database has not answered for too long, or
        not once yet."""
        look = self._look
        return look is None or self._clock() - look.at > BLIND_SECONDS

    def by_session(self, secret: str) -> Actor | None:
        """Whose session it is; None for none that is open. Raises AccessUnknownError."""
        return self._find(held.of_sessions, secret)

    def by_token(self, secret: str) -> Actor | None:
        """Whose token it is; None for none in force. Raises AccessUnknownError."""
        return self._find(held.of_tokens, secret)

    def holds(self, actor: Actor) -> bool:
        """Whether the actor is still in, with the same rights. Asks no database; counts as use."""
        if actor.means is Means.LOCAL:
            return self.is_open
        if actor.means in (Means.CONSOLE, Means.SYSTEM):
            return True
        self._keep_up()
        with self._lock:
            key = self._keys.get(_identity(actor))
            found = self._in_force(key) if key else None
        return found is not None and found.actor == actor

    def listen(self, callback: Callable[[], None]) -> None:
        """Call back, in the directory's own thread, when somebody held may be out or changed."""
        self._listeners.append(callback)

    def poll(self) -> None:
        """Look once. Raises what the database raises; what is held ages then."""
        with self._lock:
            before, keys = self._look, list(self._held)
        with reading(self._engine, READ_SECONDS) as connection:
            count, now = revision.current(connection), database_clock.now(connection)
            changed = before is None or before.revision != count
            again = _read_again(connection, keys, now) if changed else None
            is_open = (before is None or before.is_open) and not users.exist(connection)
        look = _Look(count, now, self._clock(), is_open)
        if self._take_in(look, again) or (before is not None and before.is_open and not is_open):
            self._tell()

    def note(self) -> None:
        """Write down who was here since the last time, each once a minute at most. Raises what the
        database raises."""
        with self._lock:
            used, self._used = self._used, set()
            due = [self._held[key] for key in used if self._is_due(key)]
        if not due:
            return
        with writing(self._engine, READ_SECONDS) as connection:
            after = held.note(connection, due, database_clock.now(connection))
        with self._lock:
            for entry in after:
                key = self._keys.get(_identity(entry.actor))
                if key is not None and key in self._held:
                    self._held[key] = entry

    def start(self) -> None:
        """Look once, then follow the database until `stop()`."""
        self._attempt(self.poll)
        for name, work, seconds in (
            ("directory", self.poll, POLL_SECONDS),
            ("directory-notes", self.note, NOTE_SECONDS),
        ):
            follow = threading.Thread(
                target=self._repeat, args=(work, seconds), name=name, daemon=True
            )
            self._threads.append(follow)
            follow.start()

    def stop(self) -> None:
        """End the threads."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(READ_SECONDS + 1)

    def _find(self, read: Read, secret: str) -> Actor | None:
        self._keep_up()
        key = (read, hash_of(secret))
        with self._lock:
            if self.is_blind:
                raise AccessUnknownError
            found = self._in_force(key)
        found = found or self._load(key)
        return found.actor if found else None

    def _load(self, key: _Key) -> Held | None:
        """Read one, and hold it unless something has changed meanwhile: then read it again."""
        read, secret_hash = key
        for _ in range(TRIES):
            try:
                with reading(self._engine, READ_SECONDS) as connection:
                    count = revision.current(connection)
                    found = read(connection, [secret_hash], database_clock.now(connection))
            except (SQLAlchemyError, DashboardError) as error:
                raise AccessUnknownError from error
            with self._lock:
                if self._look is not None and count >= self._look.revision:
                    return self._hold(key, found[0]) if found else None
        raise AccessUnknownError

    def _hold(self, key: _Key, entry: Held) -> Held:
        self._held[key] = entry
        self._keys[_identity(entry.actor)] = key
        self._used.add(key)
        while len(self._held) > MOST:
            self._drop(next(iter(self._held)))
        return entry

    def _drop(self, key: _Key) -> None:
        entry = self._held.pop(key)
        self._keys.pop(_identity(entry.actor), None)
        self._used.discard(key)

    def _in_force(self, key: _Key) -> Held | None:
        """What is held under a key, now in use; None where nothing is, or no longer."""
        entry = self._held.get(key)
        if entry is None or self._look is None or self.is_blind:
            return None
        if entry.expires_at <= self._now(self._look):
            return None
        self._held.move_to_end(key)
        self._used.add(key)
        return entry

    def _take_in(self, look: _Look, again: dict[_Key, Held] | None) -> bool:
        """Hold what was read; whether anybody who was held is out or changed."""
        with self._lock:
            self._look, self._error = look, None
            before = dict(self._held)
            for key, entry in before.items():
                now = entry if again is None else again.get(key)
                if now is None or now.expires_at <= look.now:
                    self._drop(key)
                else:
                    self._held[key] = now
            return any(
                key not in self._held or self._held[key].actor != entry.actor
                for key, entry in before.items()
            )

    def _keep_up(self) -> None:
        """Where no thread does: look, when the last look was too long ago."""
        old = self._look is None or self._clock() - self._look.at >= POLL_SECONDS
        if old and not self._threads:
            self._attempt(self.poll)

    def _now(self, look: _Look) -> datetime:
        """The database's time, as far as can be told without asking it."""
        return look.now + timedelta(seconds=self._clock() - look.at)

    def _is_due(self, key: _Key) -> bool:
        if key not in self._held or self._look is None:
            return False
        last = self._held[key].used_at or datetime.min.replace(tzinfo=UTC)
        return self._now(self._look) - last >= NOTED_EVERY

    def _repeat(self, work: Callable[[], None], seconds: float) -> None:
        while not self._stopping.is_set():
            self._attempt(work)
            self._stopping.wait(seconds)

    def _attempt(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it was, following has to go on
            if self._error is None:
                log.warning("Who is signed in cannot be looked up: %s", reason_of(error))
            self._error = reason_of(error)

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


def _read_again(connection: Connection, keys: Sequence[_Key], now: datetime) -> dict[_Key, Held]:
    found: dict[_Key, Held] = {}
    for read in (held.of_sessions, held.of_tokens):
        hashes = [secret_hash for of, secret_hash in keys if of is read]
        for batch in _batches(hashes):
            found |= {(read, entry.hash): entry for entry in read(connection, batch, now)}
    return found


def _batches(hashes: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(hashes), BATCH):
        yield hashes[start : start + BATCH]


def _identity(actor: Actor) -> _Identity:
    return actor.means, actor.id if actor.means is Means.TOKEN else actor.session_id
