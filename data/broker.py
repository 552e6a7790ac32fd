"""Redis as a doorbell: a hint means "look now", and nothing else is ever read from it.

So lost, doubled, forged or garbled hints change no number, and without Redis only speed is lost.
"""

import logging
import random
import threading
import time
from collections.abc import Callable

from redis import Redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

HINTS = "contact-transitions"
CALL_SECONDS = 2.0
SILENCE_SECONDS = 2.0  # then the line is tried; after twice as long it counts as dead
POLL_SECONDS = 0.2  # how late a stop is noticed
DRAIN_SECONDS = 0.01  # of every gap: a flood of hints may take a fifth of a core, not all of it
GAP_SECONDS = 0.04
RECONNECT_SECONDS = (0.2, 4.0)

log = logging.getLogger(__name__)


class Hints:
    """Listens for hints in a thread of its own, and calls `on_hint` at most 20 times a second."""

    def __init__(self, url: str, on_hint: Callable[[], None]) -> None:
        self.connected = False
        self._url = url
        self._on_hint = on_hint
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hints", daemon=True)

    def start(self) -> None:
        """Listen until `stop()`."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(CALL_SECONDS + 1)

    def _run(self) -> None:
        shortest, longest = RECONNECT_SECONDS
        pause, told = shortest, False
        while not self._stopping.is_set():
            try:
                self._listen()
            except Exception as error:  # noqa: BLE001 - whatever it was, the line must come back
                if self.connected or not told:
                    log.warning("No hints from Redis, changes show within 1 s: %s", error)
                pause = shortest if self.connected else min(longest, pause * 2)
                self.connected, told = False, True
            # Jitter, so that many dashboards do not all come back in the same instant.
            self._stopping.wait(pause * random.uniform(0.5, 1))

    def _listen(self) -> None:
        client = connect(self._url)
        with client, client.pubsub() as subscription:  # type: ignore[no-untyped-call]
            subscription.subscribe(HINTS)
            heard_at = time.monotonic()
            while not self._stopping.is_set():
                message = subscription.get_message(timeout=POLL_SECONDS)
                if message is not None:
                    heard_at = time.monotonic()
                    self._heard(message["type"], subscription)
                elif time.monotonic() - heard_at > 2 * SILENCE_SECONDS:
                    raise RedisConnectionError("it fell silent")
                elif time.monotonic() - heard_at > SILENCE_SECONDS:
                    subscription.ping()

    def _heard(self, kind: str, subscription: PubSub) -> None:
        if kind == "subscribe":
            log.info("Hints from Redis are on.")
            self.connected = True
        if kind in ("message", "subscribe"):  # what came while we were away is unknown: look
            _drain(subscription)
            self._on_hint()
            self._stopping.wait(GAP_SECONDS)


def connect(url: str) -> Redis:
    """A client whose every call ends in time, and that does not retry behind our back."""
    return Redis.from_url(
        url,
        socket_timeout=CALL_SECONDS,
        socket_connect_timeout=CALL_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def _drain(subscription: PubSub) -> None:
    until = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < until and subscription.get_message(timeout=0) is not None:
        pass
