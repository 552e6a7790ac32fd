"""Hints on a real Valkey, and without one."""

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from typing import Any

import pytest
from redis import Redis

from data.simulator.hints import COMMANDS, HINTS, RECONNECT_SECONDS, Hints
from tests.data.waiting import until
from tests.server import WAIT_SECONDS

NOWHERE = "unix:///tmp/there-is-no-such.sock"


@pytest.fixture
def redis(valkey_url: str) -> Iterator[Redis]:
    with Redis.from_url(valkey_url, socket_timeout=WAIT_SECONDS) as client:
        yield client


def test_one_hint_for_each_campaign(valkey_url: str, redis: Redis) -> None:
    with redis.pubsub(ignore_subscribe_messages=True) as heard, closing(Hints(valkey_url)) as hints:
        heard.subscribe(HINTS)
        heard.get_message(timeout=WAIT_SECONDS)
        hints.tell([7, 9])
        bodies = [json.loads(heard.get_message(timeout=WAIT_SECONDS)["data"]) for _ in range(2)]
    assert bodies == [{"campaign_id": 7}, {"campaign_id": 9}]


def test_the_bell_rings_once_on_subscribing_and_once_for_a_command(
    valkey_url: str, redis: Redis
) -> None:
    with closing(Hints(valkey_url)) as hints:
        assert until(hints.rang), "what came before is unknown: look"
        assert not hints.rang()
        redis.publish(COMMANDS, "\x00 garbage, never read")
        assert until(hints.rang)
        assert not hints.rang()


def test_without_a_url_nothing_is_tried() -> None:
    hints = Hints("")
    hints.tell([1])
    assert not hints.rang()
    hints.close()


def test_without_redis_it_says_so_once_and_tries_ever_more_seldom(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, tries = 0.0, []
    connect = Redis.from_url

    def noted(*given: Any, **named: Any) -> Redis:
        tries.append(now)
        return connect(*given, **named)

    monkeypatch.setattr(Redis, "from_url", noted)
    hints = Hints(NOWHERE, clock=lambda: now)
    with caplog.at_level(logging.INFO):
        for tenth in range(3000):
            now = tenth / 10
            hints.tell([1])
            assert not hints.rang()
    assert len(caplog.records) == 1
    pauses = [round(later - earlier, 1) for earlier, later in pairwise(tries)]
    assert pauses[:3] == [0.5, 1.0, 2.0]
    assert max(pauses) == RECONNECT_SECONDS[1]


def test_it_comes_back_with_redis(
    valkey_url: str, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    now = 0.0
    with closing(Hints(valkey_url, clock=lambda: now)) as hints:
        assert until(hints.rang)
        redis.client_kill_filter(_type="pubsub")
        assert until(lambda: hints.rang() or caplog.records)
        assert not hints.rang(), "not before the pause is over"
        now = RECONNECT_SECONDS[0]
        assert until(hints.rang)
