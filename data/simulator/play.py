"""Play all campaigns of a database until told to stop."""

import logging
import time
from contextlib import closing
from datetime import UTC, datetime
from threading import Event

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from data.database import open_engine
from data.simulator.dialer import Dialer
from data.simulator.hints import Hints

STEP_SECONDS = 0.15
LOOK_SECONDS = 1.0
AWAY_SECONDS = 1.0
LONGEST_STEP_SECONDS = 1.0

log = logging.getLogger(__name__)


def play(database_url: str, redis_url: str, *, speed: float, seed: int, stop: Event) -> None:
    """Dial, `speed` times faster than life, until `stop` is set; an empty `redis_url`: no hints.

    While the database is away it waits; then it goes on with what it finds there.
    """
    engine = open_engine(database_url)
    try:
        with closing(Hints(redis_url)) as hints:
            _play(engine, hints, speed, seed, stop)
    finally:
        engine.dispose()


def _play(engine: Engine, hints: Hints, speed: float, seed: int, stop: Event) -> None:
    away = False
    while not stop.is_set():
        try:
            dialer = Dialer(engine, hints, speed=speed, seed=seed)
            dialer.look(0.0, datetime.now(UTC))
            if away:
                log.warning("The database is back, dialing goes on")
            away = False
            _dial(dialer, hints, speed, stop)
        except DBAPIError as error:
            level = logging.DEBUG if away else logging.WARNING
            reason = str(error.orig).partition("\n")[0]
            log.log(level, "The database is away, dialing waits: %s", reason)
            away = True
            stop.wait(AWAY_SECONDS)


def _dial(dialer: Dialer, hints: Hints, speed: float, stop: Event) -> None:
    now, before, looked = 0.0, time.monotonic(), time.monotonic()
    while not stop.wait(STEP_SECONDS):
        clock, at = time.monotonic(), datetime.now(UTC)
        # A machine that slept for an hour does not dial for an hour at once.
        now += min(clock - before, LONGEST_STEP_SECONDS) * speed
        before = clock
        if hints.rang() or clock - looked >= LOOK_SECONDS:
            dialer.look(now, at)
            looked = clock
        dialer.step(now, at)
