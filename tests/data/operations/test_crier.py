"""Dialers hear of each command, after the commit, and again after an outage."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from redis import Redis
from redis.client import PubSub
from redis.exceptions import RedisError
from sqlalchemy import Engine, select

from data import clock
from data.commands.campaigns import cancel
from data.operations.crier import CHANNEL, REMEMBERED, Crier, _after, _old
from data.schema.tables import commands
from tests.data.operations.scenes import ANNA, SECRET, campaign, canceled
from tests.data.sql import execute, one
from tests.server import WAIT_SECONDS


@pytest.fixture
def heard(valkey_url: str) -> Iterator[PubSub]:
    """A dialer's ear."""
    with Redis.from_url(valkey_url) as redis, redis.pubsub() as subscription:
        subscription.subscribe(CHANNEL)
        assert subscription.get_message(timeout=WAIT_SECONDS)["type"] == "subscribe"
        yield subscription


def next_of(heard: PubSub, seconds: float = WAIT_SECONDS) -> dict[str, object] | None:
    message = heard.get_message(timeout=seconds)
    return json.loads(message["data"]) if message else None


def test_a_command_is_told_once_and_as_the_contract_says(
    engine: Engine, valkey_url: str, heard: PubSub
) -> None:
    campaign(engine, {"initial": 1})
    crier = Crier(engine, valkey_url)
    assert crier.cry() == 0
    cancel(engine, ANNA, 7, "no more", secret=SECRET)
    assert crier.cry() == 1
    message = next_of(heard)
    assert str(message.pop("at")).endswith("Z")
    assert message == {
        "v": 1,
        "id": str(one(engine, "SELECT id FROM commands")),
        "type": "campaign.cancel",
        "campaign_id": 7,
        "contact_ids": [],
        "by": "anna",
        "reason": "no more",
    }
    assert (crier.cry(), next_of(heard, 0.3)) == (0, None)


def test_what_a_dead_program_did_not_tell_the_next_one_tells(
    engine: Engine, valkey_url: str, heard: PubSub
) -> None:
    campaign(engine, {"initial": 1})
    execute(
        engine,
        "INSERT INTO commands (type, campaign_id, payload, created_at)"
        " VALUES ('contacts.remove', 7, 'garbled', '2026-01-01T00:00:00.000Z')",
    )
    cancel(engine, ANNA, 7, "no more", secret=SECRET)
    assert Crier(engine, valkey_url).cry() == 1
    message = next_of(heard)
    assert message["type"] == "campaign.cancel"


def test_an_outage_of_redis_delays_and_loses_nothing(
    engine: Engine, valkey_url: str, heard: PubSub
) -> None:
    campaign(engine, {"initial": 1})
    crier = Crier(engine, "redis://127.0.0.1:1")
    crier.cry()
    cancel(engine, ANNA, 7, "no more", secret=SECRET)
    with pytest.raises(RedisError):
        crier.cry()
    crier._url, crier._redis = valkey_url, None  # it is back
    assert crier.cry() == 1
    assert next_of(heard) is not None


@pytest.mark.parametrize(("late", "told"), [(timedelta(0), 1), (timedelta(milliseconds=1), 0)])
def test_a_command_is_old_after_what_is_remembered(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, late: timedelta, told: int
) -> None:
    canceled(engine, {"initial": 1})
    with engine.connect() as connection:
        made = connection.execute(select(commands.c.created_at)).scalar_one()
        monkeypatch.setattr(clock, "now", lambda _: made + REMEMBERED + late)
        assert len(_after(connection, _old(connection))) == told
