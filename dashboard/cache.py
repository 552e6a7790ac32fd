"""The cache for what is not live: shared by all workers through Redis, small without it."""

import json
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

from flask import Flask
from flask_caching import Cache
from flask_caching.backends import RedisCache
from redis.exceptions import RedisError

CALL_SECONDS = 0.5
PREFIX = "dashboard:"
MOST_IN_PROCESS = 500


class _Json:
    """Values as JSON: to unpickle what stands in Redis would run what others put there."""

    def dumps(self, value: Any, timeout: int | None = None) -> bytes:  # noqa: ARG002
        """The value as it is kept."""
        return json.dumps(value).encode()

    def loads(self, kept: bytes | None) -> Any:
        """The value again; None for what is no JSON."""
        try:
            return None if kept is None else json.loads(kept)
        except ValueError:
            return None


class JsonRedisCache(RedisCache):
    """Flask-Caching's Redis cache, without pickle."""

    serializer: Any = _Json()

    def add(self, key: str, value: Any, timeout: Any = None) -> bool:
        """Set it where nothing is, in one step: whoever dies in between must leave nothing that
        stays for ever."""
        kept = self.serializer.dumps(value)
        name = f"{self._get_prefix()}{key}"
        seconds = self._normalize_timeout(timeout)
        return bool(self._write_client.set(name, kept, nx=True, ex=seconds))


def create_cache(server: Flask, redis_url: str) -> Cache:
    """A cache of the Flask application; an empty `redis_url` keeps it in the process."""
    shared = {
        "CACHE_TYPE": "dashboard.cache.JsonRedisCache",
        "CACHE_REDIS_URL": redis_url,
        "CACHE_OPTIONS": {"socket_timeout": CALL_SECONDS, "socket_connect_timeout": CALL_SECONDS},
    }
    alone = {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": MOST_IN_PROCESS}
    return Cache(server, config={"CACHE_KEY_PREFIX": PREFIX, **(shared if redis_url else alone)})


def recall(cache: Cache, key: str) -> Any:
    """What is kept under the key; None where nothing is, or where Redis is away."""
    try:
        return cache.get(key)
    except RedisError:
        return None


def keep(cache: Cache, key: str, value: Any, seconds: int) -> None:
    """Keep a value, unless Redis is away: then it is computed anew the next time."""
    try:
        cache.set(key, value, timeout=seconds)
    except RedisError:
        return


class Recent:
    """The last few values, in this process only: names of people are not left in Redis."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()
        self.age = 0

    def get(self, key: Hashable) -> Any:
        """What is kept under the key; None where nothing is."""
        with self._lock:
            return self._values.get(key)

    def keep(self, key: Hashable, value: Any, age: int) -> None:
        """Keep a value, and let the oldest ones go. One that was begun at another `age` may hold
        what was to be forgotten, and is not kept."""
        with self._lock:
            if age != self.age:
                return
            self._values.pop(key, None)
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def forget(self) -> None:
        """Forget all of it, and what is being made at this moment."""
        with self._lock:
            self.age += 1
            self._values.clear()
