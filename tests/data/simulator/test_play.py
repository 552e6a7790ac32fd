"""The whole simulator: it runs until told to stop, and survives what it depends on."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from redis import Redis
from sqlalchemy import Engine

from data.simulator import play as module
from data.simulator.hints import HINTS
from data.simulator.play import play
from tests.data.sql import execute, one
from tests.data.waiting import until
from tests.server import STOP_SECONDS, WAIT_SECONDS


@contextmanager
def playing(database_url: str, redis_url: str = "") -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(
        target=play, args=(database_url, redis_url), kwargs={"speed": 50, "seed": 1, "stop": stop}
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(STOP_SECONDS)
        assert not thread.is_alive()


def add_campaign(engine: Engine) -> None:
    execute(
        engine,
        "INSERT INTO campaigns (mode, status) VALUES ('predictive', 'in_progress')",
        *(f"INSERT INTO contacts (campaign_id, phone) VALUES (1, '+12025550{n:03}')"
          for n in range(400)),
    )  # fmt: skip


def moves(engine: Engine) -> int:
    return int(one(engine, "SELECT count(*) FROM transitions"))


def test_it_moves_contacts_and_tells_of_it(
    engine: Engine, database_url: str, valkey_url: str
) -> None:
    add_campaign(engine)
    before = moves(engine)
    with Redis.from_url(valkey_url, socket_timeout=WAIT_SECONDS) as redis, redis.pubsub() as heard:
        heard.subscribe(HINTS)
        with playing(database_url, valkey_url):
            assert until(lambda: moves(engine) > before + 100)
            hints = (heard.get_message(timeout=1) for _ in range(10))
            assert any(hint and hint["type"] == "message" for hint in hints)


def test_it_waits_for_a_database_and_says_so_once(
    engine: Engine,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "AWAY_SECONDS", 0.05)
    add_campaign(engine)
    rename = "ALTER TABLE {} RENAME TO {}"
    with caplog.at_level(logging.INFO, module.__name__), playing(database_url):
        before = moves(engine)
        assert until(lambda: moves(engine) > before)
        execute(engine, rename.format("commands", "hidden"))
        assert until(lambda: len(caplog.records) == 1)
        time.sleep(0.3)
        assert len(caplog.records) == 1
        execute(engine, rename.format("hidden", "commands"))
        assert until(lambda: len(caplog.records) == 2)
        before = moves(engine)
        assert until(lambda: moves(engine) > before)
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert "away" in caplog.records[0].message
    assert "back" in caplog.records[1].message


def test_it_knows_nothing_but_the_contract() -> None:
    script = (
        "import sys, data.simulator.play, data.simulator.replay, data.simulator.examples;"
        "print(*sorted(name for name in sys.modules"
        " if name.split('.')[0] in ('data', 'dashboard') and 'simulator' not in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=WAIT_SECONDS,
    )
    allowed = {"data", "data.database", "data.deadline"}
    domain = ("dwell", "errors", "masking", "states")
    allowed |= {"data.domain", *(f"data.domain.{name}" for name in domain)}
    assert set(done.stdout.split()) == allowed
