"""The outbox: what was written down is delivered, again and again, until the receiver has it.

At least once: who dies between sending and writing that down has it sent again. It carries the same
id then.

Whoever delivers claims a message first, so that of several processes one sends it. A receiver that
fails is left alone for longer and longer, and switched off after 20 failures in a row; its messages
stay, and a restart tries again.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Table, select, update

from data import clock
from data.deadline import deadline
from data.domain.errors import reason_of
from data.notify.channel import Channel, DeliveryError
from data.schema.tables import deliveries

POLL_SECONDS = 1.0
DATABASE_SECONDS = 5.0
CLAIM_SECONDS = 60
LONGEST_PAUSE_SECONDS = 300
FAILURES = 20

log = logging.getLogger(__name__)


def pause_after(failures: int) -> timedelta:
    """How long to leave a receiver alone after so many failures in a row."""
    return timedelta(seconds=min(LONGEST_PAUSE_SECONDS, 2**failures))


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send, and how often that was tried before."""

    id: int
    body: str
    attempts: int
    at: datetime


class Outbox:
    """Delivers the messages of a table over some channels. `start()` does it in a thread; tests
    call `deliver()`."""

    def __init__(
        self, engine: Engine, channels: Sequence[Channel], messages: Table = deliveries
    ) -> None:
        self._engine = engine
        self._messages, self._table = messages, messages.c
        self._channels: Mapping[str, Channel] = {channel.name: channel for channel in channels}
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self.off: Mapping[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The channels that messages are written down for."""
        return tuple(self._channels)

    def start(self) -> None:
        """Deliver until `stop()`, each channel for itself."""
        for name in self._channels:
            thread = threading.Thread(target=self._follow, args=[name], name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End the threads; what is being sent may end with its own deadline."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(DATABASE_SECONDS + 1)

    def deliver(self, name: str) -> bool:
        """Send the oldest message of a channel that is due; whether there may be more."""
        message = self._claim(name)
        if message is None:
            return False
        try:
            self._channels[name].send(message.id, message.body, int(message.at.timestamp()))
        except Exception as error:
            if not isinstance(error, DeliveryError):
                log.exception("The channel %s is broken.", name)
            self._failed(name, message, reason_of(error))
            return False
        self._delivered(name, message)
        return True

    def try_again(self, name: str) -> None:
        """Forget the failures of a channel; what another process sends right now is let be."""
        with self._writing() as connection:
            connection.execute(
                update(self._messages)
                .where(self._table.channel == name, self._table.delivered_at.is_(None))
                .where(self._table.attempts > 0, self._table.error.is_not(None))
                .values(attempts=0, next_at=clock.now(connection))
            )

    def _claim(self, name: str) -> Claimed | None:
        """The oldest message that is due, which no other process will send meanwhile."""
        with self._engine.connect() as connection, deadline(connection, DATABASE_SECONDS):
            now = clock.now(connection)
            message = connection.execute(
                select(self._table.id, self._table.body, self._table.attempts)
                .where(self._table.channel == name, self._table.delivered_at.is_(None))
                .where(self._table.next_at <= now)
                .order_by(self._table.id)
                .limit(1)
            ).one_or_none()
        if message is None or message.attempts >= FAILURES:
            return None
        with self._writing() as connection:
            claimed = connection.execute(
                update(self._messages)
                .where(self._table.id == message.id, self._table.attempts == message.attempts)
                .where(self._table.delivered_at.is_(None), self._table.next_at <= now)
                .values(
                    attempts=message.attempts + 1,
                    next_at=now + timedelta(seconds=CLAIM_SECONDS),
                    error=None,
                )
            )
            return Claimed(*message, now) if claimed.rowcount else None

    def _delivered(self, name: str, message: Claimed) -> None:
        with self._writing() as connection:
            now = clock.now(connection)
            own = update(self._messages).where(self._table.id == message.id)
            connection.execute(own.values(delivered_at=now, error=None))
            if message.attempts:
                log.info("The %s takes messages again.", name)
        self.off = {other: why for other, why in self.off.items() if other != name}

    def _failed(self, name: str, message: Claimed, reason: str) -> None:
        """All messages of the channel wait: it is the receiver that fails."""
        failures = message.attempts + 1
        with self._writing() as connection:
            later = clock.now(connection) + pause_after(failures)
            waiting = update(self._messages).where(
                self._table.channel == name, self._table.delivered_at.is_(None)
            )
            connection.execute(waiting.where(self._table.next_at < later).values(next_at=later))
            own = update(self._messages).where(self._table.id == message.id)
            connection.execute(own.values(error=reason, next_at=later))
        if failures >= FAILURES:
            self.off = {**self.off, name: reason}
            log.error("The %s is switched off after %d failures: %s", name, failures, reason)
        elif failures == 1:
            log.warning("The %s does not take messages: %s", name, reason)

    def _follow(self, name: str) -> None:
        self._attempt(lambda: self.try_again(name))
        while not self._stopping.is_set():
            if not self._attempt(lambda: self.deliver(name)):
                self._stopping.wait(POLL_SECONDS)

    def _attempt(self, work: Callable[[], object]) -> object:
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - the database may be away for a while
            log.debug("The outbox waits: %s", reason_of(error))
            return False

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            self._engine.connect().execution_options(write=True) as connection,
            deadline(connection, DATABASE_SECONDS),
            connection.begin(),
        ):
            yield connection
