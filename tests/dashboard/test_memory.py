"""Computed once, shared by all who may see it, and by nobody else; with Redis and without."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from redis import Redis

from dashboard.cache import create_cache
from dashboard.memory import Memory, asked
from dashboard.texts import speaking
from data.domain.access import Actor, Means, Role
from tests.server import free_port

KEY = {"name": "history"}


def actor(role: Role = Role.MANAGER, campaigns: frozenset[int] | None = None) -> Actor:
    return Actor("eva", role, Means.SESSION, 1, 1, campaigns)


def memory(redis_url: str, identity: str = "one") -> Memory:
    return Memory(create_cache(Flask("test"), redis_url), lambda: identity)


@pytest.fixture(params=["shared", "alone", "away"])
def redis_url(request: pytest.FixtureRequest) -> str:
    if request.param == "shared":
        return str(request.getfixturevalue("valkey_url"))
    return "" if request.param == "alone" else f"redis://127.0.0.1:{free_port()}"


def test_what_is_remembered_is_not_computed_again(redis_url: str) -> None:
    here, computed = memory(redis_url), []
    for _ in range(3):
        assert here.remembered(KEY, 60, lambda: computed.append(1) or {"rows": [1, None]}) == {
            "rows": [1, None]
        }
    assert len(computed) == 1


def test_nothing_found_is_remembered_too(redis_url: str) -> None:
    here, computed = memory(redis_url), []
    assert [here.remembered(KEY, 60, lambda: computed.append(1)) for _ in range(3)] == [None] * 3
    assert len(computed) == 1


def test_a_stampede_of_fifty_computes_once(redis_url: str) -> None:
    here, computed = memory(redis_url), []
    begin = threading.Barrier(50)
    everybody_asked = threading.Event()

    def compute() -> int:
        computed.append(1)
        assert everybody_asked.wait(20)
        return 7

    def ask() -> int:
        begin.wait(20)
        return here.remembered(KEY, 60, compute)

    with ThreadPoolExecutor(50) as pool:
        viewers = [pool.submit(ask) for _ in range(50)]
        while sum(here._waiting.values()) < 50:
            threading.Event().wait(0.01)
        everybody_asked.set()
    assert ([viewer.result() for viewer in viewers], len(computed)) == ([7] * 50, 1)
    assert (here._waiting, here._making) == ({}, {})


def test_two_workers_compute_once(valkey_url: str) -> None:
    one, other = memory(valkey_url), memory(valkey_url)
    begun, go_on = threading.Event(), threading.Event()

    def compute() -> int:
        begun.set()
        assert go_on.wait(20)
        return 7

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(one.remembered, KEY, 60, compute)
        assert begun.wait(20)
        second = pool.submit(other.remembered, KEY, 60, lambda: pytest.fail("twice"))
        go_on.set()
    assert [first.result(), second.result()] == [7, 7]


def test_what_fails_is_not_remembered_and_keeps_nobody_waiting(redis_url: str) -> None:
    here = memory(redis_url)
    with pytest.raises(ZeroDivisionError):
        here.remembered(KEY, 60, lambda: 1 / 0)
    assert here.remembered(KEY, 60, lambda: 7) == 7


def test_a_worker_that_died_while_computing_leaves_no_claim_for_ever(valkey_url: str) -> None:
    here = memory(valkey_url)
    assert here._claim(here._name(KEY))
    (claim,) = Redis.from_url(valkey_url).keys("*making")
    assert 0 < Redis.from_url(valkey_url).ttl(claim) <= 20


def test_keys_tell_apart_who_may_see_what() -> None:
    manager, admin = actor(), actor(Role.ADMIN)
    limited = actor(campaigns=frozenset({7}))
    of_both = actor(campaigns=frozenset({7, 8}))
    everybody = (manager, admin, limited, of_both)
    keys = [asked(who, "history", campaign=7, start="a") for who in everybody]
    keys.append(asked(manager, "history", campaign=8, start="a"))
    keys.append(asked(manager, "history", campaign=7, start="b"))
    keys.append(asked(manager, "answers", campaign=7, start="a"))
    with speaking("cs"):
        keys.append(asked(manager, "history", campaign=7, start="a"))
    names = [memory("")._name(key) for key in keys]
    assert len(set(names)) == len(names)
    assert asked(manager, "history", campaign=7, start="a") == keys[0]


def test_another_database_or_schema_is_another_memory(valkey_url: str) -> None:
    assert memory(valkey_url).remembered(KEY, 60, lambda: 1) == 1
    assert memory(valkey_url, "another").remembered(KEY, 60, lambda: 2) == 2
