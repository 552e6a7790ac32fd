"""Computed once, shared by all who may see it, and by nobody else; with Redis and without."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from redis import Redis

from dashboard.cache import create_cache
from dashboard.memory import Memory, asked
from dashboard.texts import speaking
from data.domain.access import Actor, Means, Role
from tests.server import free_port

KEY = {"name": "history"}
PLACES = ("shared", "alone", "away")


def actor(role: Role = Role.MANAGER, campaigns: frozenset[int] | None = None) -> Actor:
    return Actor("eva", role, Means.SESSION, 1, 1, campaigns)


def memory(redis_url: str, identity: str = "one") -> Memory:
    return Memory(create_cache(Flask("test"), redis_url), lambda: identity)


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def redis_url(request: pytest.FixtureRequest, place: str) -> Iterator[str]:
    if place == "shared":
        url = request.getfixturevalue("valkey_url")
        Redis.from_url(url).flushall()
        yield url
    else:
        yield "" if place == "alone" else f"redis://127.0.0.1:{free_port()}"


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
    here, computed, answers = memory(redis_url), [], []
    begin = threading.Barrier(50)
    everybody_asked = threading.Event()

    def compute() -> int:
        computed.append(1)
        assert everybody_asked.wait(20)
        return 7

    def ask() -> None:
        begin.wait(20)
        answers.append(here.remembered(KEY, 60, compute))

    viewers = [threading.Thread(target=ask) for _ in range(50)]
    for viewer in viewers:
        viewer.start()
    while sum(here._waiting.values()) < 50:
        threading.Event().wait(0.01)
    everybody_asked.set()
    for viewer in viewers:
        viewer.join(20)
    assert (answers, len(computed)) == ([7] * 50, 1)
    assert (here._waiting, here._making) == ({}, {})


def test_two_workers_compute_once(valkey_url: str) -> None:
    Redis.from_url(valkey_url).flushall()
    one, other = memory(valkey_url), memory(valkey_url)
    begun, go_on, answers = threading.Event(), threading.Event(), []

    def compute() -> int:
        begun.set()
        assert go_on.wait(20)
        return 7

    first = threading.Thread(target=lambda: answers.append(one.remembered(KEY, 60, compute)))
    first.start()
    assert begun.wait(20)
    second = threading.Thread(
        target=lambda: answers.append(other.remembered(KEY, 60, lambda: pytest.fail("twice")))
    )
    second.start()
    go_on.set()
    first.join(20)
    second.join(20)
    assert answers == [7, 7]


def test_what_fails_is_not_remembered_and_keeps_nobody_waiting(redis_url: str) -> None:
    here = memory(redis_url)
    with pytest.raises(ZeroDivisionError):
        here.remembered(KEY, 60, lambda: 1 / 0)
    assert here.remembered(KEY, 60, lambda: 7) == 7


def test_a_worker_that_died_while_computing_leaves_no_claim_for_ever(valkey_url: str) -> None:
    Redis.from_url(valkey_url).flushall()
    here = memory(valkey_url)
    assert here._claim(here._name(KEY))
    (claim,) = Redis.from_url(valkey_url).keys("*making")
    assert 0 < Redis.from_url(valkey_url).ttl(claim) <= 20


def test_keys_tell_apart_who_may_see_what() -> None:
    manager, admin = actor(), actor(Role.ADMIN)
    limited = actor(campaigns=frozenset({7}))
    keys = [asked(who, "history", campaign=7, start="a") for who in (manager, admin, limited)]
    keys.append(asked(actor(campaigns=frozenset({7, 8})), "history", campaign=7, start="a"))
    keys.append(asked(manager, "history", campaign=8, start="a"))
    keys.append(asked(manager, "history", campaign=7, start="b"))
    keys.append(asked(manager, "answers", campaign=7, start="a"))
    with speaking("cs"):
        keys.append(asked(manager, "history", campaign=7, start="a"))
    names = [memory("")._name(key) for key in keys]
    assert len(set(names)) == len(names)
    assert asked(manager, "history", campaign=7, start="a") == keys[0]


def test_another_database_or_schema_is_another_memory(valkey_url: str) -> None:
    Redis.from_url(valkey_url).flushall()
    assert memory(valkey_url).remembered(KEY, 60, lambda: 1) == 1
    assert memory(valkey_url, "another").remembered(KEY, 60, lambda: 2) == 2
