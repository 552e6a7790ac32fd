"""Hints over a real Valkey: they ring, whatever they hold, and they come back by themselves."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from redis import Redis

from data.broker import HINTS, Hints, connect
from data.embedded import EmbeddedValkey
from tests.data.waiting import until
from tests.server import WAIT_SECONDS


class Bell:
    """Counts how often it was rung."""

    def __init__(self) -> None:
        self.rings = 0
        self._rung = threading.Condition()

    def ring(self) -> None:
        with self._rung:
            self.rings += 1
            self._rung.notify_all()

    def wait_for(self, holds: Callable[[int], bool], seconds: float = WAIT_SECONDS) -> None:
        with self._rung:
            assert self._rung.wait_for(lambda: holds(self.rings), seconds), self.rings


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def hints(valkey_url: str, bell: Bell) -> Iterator[Hints]:
    listening = Hints(valkey_url, bell.ring)
    listening.start()
    bell.wait_for(lambda rings: rings == 1)  # it looks once when it begins to listen
    yield listening
    listening.stop()


@pytest.fixture
def client(valkey_url: str) -> Iterator[Redis]:
    with connect(valkey_url) as opened:
        yield opened


@pytest.mark.parametrize(
    "hint", [b'{"campaign_id": 7}', b"", b"\x00\xff\xfe", b"[" * 5000, b"x" * 1_000_000]
)
def test_any_message_is_a_hint(hints: Hints, bell: Bell, client: Redis, hint: bytes) -> None:
    assert hints.connected
    client.publish(HINTS, hint)
    bell.wait_for(lambda rings: rings == 2)


def test_a_flood_rings_seldom(hints: Hints, bell: Bell, client: Redis) -> None:
    with client.pipeline(transaction=False) as flood:
        for _ in range(20_000):
            flood.publish(HINTS, b"now")
        flood.execute()
    bell.wait_for(lambda rings: rings >= 2)
    client.publish(HINTS, b"last")
    _settle(bell)
    assert bell.rings < 400


def test_other_channels_do_not_ring(hints: Hints, bell: Bell, client: Redis) -> None:
    client.publish("another", b"x")
    client.publish(HINTS, b"x")
    bell.wait_for(lambda rings: rings == 2)


def test_killed_connections_come_back_and_look(hints: Hints, bell: Bell, client: Redis) -> None:
    for lost in range(5):
        client.client_kill_filter(_type="pubsub")
        bell.wait_for(lambda rings, lost=lost: rings >= lost + 2)
    until(lambda: hints.connected)
    before = bell.rings
    client.publish(HINTS, b"x")
    bell.wait_for(lambda rings: rings > before)


def test_a_frozen_redis_counts_as_lost_and_is_found_again(
    hints: Hints, bell: Bell, valkey: EmbeddedValkey
) -> None:
    os.kill(valkey._process.pid, signal.SIGSTOP)
    try:
        until(lambda: not hints.connected)
    finally:
        os.kill(valkey._process.pid, signal.SIGCONT)
    until(lambda: hints.connected)
    bell.wait_for(lambda rings: rings >= 2)


def test_no_redis_is_said_once(bell: Bell, caplog: pytest.LogCaptureFixture) -> None:
    hints = Hints("unix:///nowhere/redis.sock", bell.ring)
    said = lambda: [record for record in caplog.records if "No hints" in record.message]  # noqa: E731
    hints.start()
    until(said)
    time.sleep(1.5)
    hints.stop()
    assert len(said()) == 1
    assert not hints.connected
    assert bell.rings == 0


def _settle(bell: Bell) -> None:
    rings = -1
    while rings != bell.rings:
        rings = bell.rings
        time.sleep(0.5)
