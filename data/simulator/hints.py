"""Redis, as a dialer uses it: hints out, and the bell that announces commands in.

Both only mean "look": what happened is in the database. So nothing here ever raises, and without
Redis all goes on.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from redis import Redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.exceptions import RedisError
from redis.retry import Retry

HINTS = "contact-transitions"
COMMANDS = "campaign-commands"
DEADLINE_SECONDS = 0.5
RECONNECT_SECONDS = (0.5, 30.0)

log = logging.getLogger(__name__)


class Bell(Protocol):
    """Whatever tells the dashboard that campaigns have changed."""

    def tell(self, campaign_ids: Iterable[int]) -> None:
        """Tell it."""


class Hints:
    """The connection to Redis. An empty URL: none, and none is tried."""

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._clock = clock
        self._redis: Redis | None = None
        self._commands: PubSub | None = None
        self._try_at = 0.0
        self._pause = 0.0

    def tell(self, campaign_ids: Iterable[int]) -> None:
        """Publish one hint for each campaign; call it after the commit."""
        messages = [json.dumps({"campaign_id": campaign_id}) for campaign_id in campaign_ids]
        try:
            if redis := self._connected():
                for message in messages:
                    redis.publish(HINTS, message)
        except RedisError as error:
            self._lose(error)

    def rang(self) -> bool:
        """Whether a command has been announced, or may have been missed before subscribing."""
        try:
            if not self._connected() or not self._commands:
                return False
            # The answer to the subscription is a message too: just what is wanted.
            return self._commands.get_message(timeout=0) is not None
        except RedisError as error:
            self._lose(error)
            return False

    def close(self) -> None:
        """Close the connections."""
        if self._commands:
            self._commands.close()
        if self._redis:
            self._redis.close()
        self._redis = self._commands = None

    def _connected(self) -> Redis | None:
        if self._redis is None and self._url and self._clock() >= self._try_at:
            self._redis = Redis.from_url(
                self._url,
                socket_timeout=DEADLINE_SECONDS,
                socket_connect_timeout=DEADLINE_SECONDS,
                retry=Retry(NoBackoff(), 0),
            )
            self._commands = self._redis.pubsub()  # type: ignore[no-untyped-call]
            self._commands.subscribe(COMMANDS)
            self._pause = 0.0
        return self._redis

    def _lose(self, error: RedisError) -> None:
        self.close()
        if not self._pause:
            log.warning("Redis is away, so no hints for now: %s", error)
        shortest, longest = RECONNECT_SECONDS
        self._pause = min(longest, max(shortest, self._pause * 2))
        self._try_at = self._clock() + self._pause
