"""What was computed once for all who ask the same: history and reports, never live numbers.

Through Redis all workers share it; where Redis is away, or there is none, each remembers for
itself. However many ask at once, one computes.
"""

import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask_caching import Cache
from flask_caching.backends import SimpleCache
from redis.exceptions import RedisError

from dashboard.cache import MOST_IN_PROCESS
from dashboard.texts import language
from data.domain.access import Actor

CLOSED_SECONDS = 3600  # of a span that is over: nothing in it changes any more
OPEN_SECONDS = 1
MAKING_SECONDS = 20  # then another one makes it too
LOOK_SECONDS = 0.02

Key = Mapping[str, Any]


def asked(actor: Actor, name: str, **parts: Any) -> Key:
    """The key of what somebody asks: equal only for those who may see the same, in one language.

    The parts (campaigns, span, filter …) are what JSON can hold.
    """
    seen = None if actor.campaigns is None else sorted(actor.campaigns)
    return {"name": name, "role": actor.role, "seen": seen, "language": language(), **parts}


class Memory:
    """Remembers answers that JSON can hold. `identity` tells database and schema revision: what one
    database answered is never given for another."""

    def __init__(self, cache: Cache, identity: Callable[[], str]) -> None:
        self._cache = cache
        self._identity = identity
        self._near = SimpleCache(threshold=MOST_IN_PROCESS)
        self._making: dict[str, threading.Lock] = {}
        self._waiting: Counter[str] = Counter()
        self._lock = threading.Lock()

    def remembered(self, key: Key, seconds: int, compute: Callable[[], Any]) -> Any:
        """The answer under the key, if one is not older than `seconds`; else it is computed, once
        for all who ask meanwhile. Raises what `compute` raises; nothing is remembered then."""
        name = self._name(key)
        if (found := self._recall(name)) is not None:
            return found["value"]
        with self._alone(name):
            found = self._recall(name) or self._made_elsewhere(name)
            return found["value"] if found else self._make(name, seconds, compute)

    def _name(self, key: Key) -> str:
        text = json.dumps({"identity": self._identity(), **key}, sort_keys=True)
        return "memory/" + hashlib.sha256(text.encode()).hexdigest()

    def _make(self, name: str, seconds: int, compute: Callable[[], Any]) -> Any:
        try:
            value = compute()
            self._keep(name, {"value": value}, seconds)
        finally:
            self._give_up(name)
        return value

    def _made_elsewhere(self, name: str) -> Any:
        """What another worker is making, once it is there; None where it is ours to make."""
        give_up = time.monotonic() + MAKING_SECONDS
        while not self._claim(name):
            if (found := self._recall(name)) is not None:
                return found
            if time.monotonic() > give_up:
                return None
            time.sleep(LOOK_SECONDS)
        return self._recall(name)

    def _claim(self, name: str) -> bool:
        try:
            return bool(self._cache.add(f"{name}/making", 1, timeout=MAKING_SECONDS))
        except RedisError:
            return True

    def _give_up(self, name: str) -> None:
        try:
            self._cache.delete(f"{name}/making")
        except RedisError:
            return

    def _recall(self, name: str) -> Any:
        try:
            return self._cache.get(name)
        except RedisError:
            return self._near.get(name)

    def _keep(self, name: str, value: Any, seconds: int) -> None:
        try:
            self._cache.set(name, value, timeout=seconds)
        except RedisError:
            self._near.set(name, value, timeout=seconds)

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """Of the threads of this process one at a time, for each name."""
        with self._lock:
            turn = self._making.setdefault(name, threading.Lock())
            self._waiting[name] += 1
        try:
            with turn:
                yield
        finally:
            with self._lock:
                self._waiting[name] -= 1
                if not self._waiting[name]:
                    del self._waiting[name], self._making[name]
