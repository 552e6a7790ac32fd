"""An outside dialer, a process of its own: `python -m tests.bench.dialer ORDER`.

Each change moves one contact from `initial` to `calling`, so the number of contacts in `calling`
tells which changes a screen has seen. It prints that number and the time of each commit.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from redis import Redis
from sqlalchemy import Engine, text

from data.database import open_engine

HINTS = "contact-transitions"
SEED = 7

_CALLED = text("SELECT count(*) FROM contacts WHERE campaign_id = :id AND state = 'calling'")
_WAITING = text("""
  SELECT id FROM contacts WHERE campaign_id = :id AND state = 'initial' ORDER BY id LIMIT :count
""")
_CALL = text("UPDATE contacts SET state = 'calling' WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Shift:
    """What a dialer is to do: `rate` commits a second of `batch` changes each, for `seconds`."""

    url: str
    redis_url: str
    rate: float
    batch: int
    seconds: float
    campaign: int = 1

    @property
    def commits(self) -> int:
        """How many commits that is."""
        return round(self.rate * self.seconds)


def work(shift: Shift) -> list[tuple[int, int]]:
    """Do it; for each commit the contacts in `calling` after it, and the time it returned, in ns.

    Whoever falls behind the timetable hurries: the pressure does not depend on the database.
    """
    engine = open_engine(shift.url)
    called, waiting = _begin(engine, shift)
    commits = []
    with Redis.from_url(shift.redis_url) as redis:
        for due in _timetable(shift):
            batch = [{"id": next(waiting)} for _ in range(shift.batch)]
            time.sleep(max(0, due - time.monotonic()))
            with engine.execution_options(write=True).begin() as connection:
                connection.execute(_CALL, batch)
            called += len(batch)
            commits.append((called, time.time_ns()))
            redis.publish(HINTS, json.dumps({"campaign_id": shift.campaign}))
    return commits


def _begin(engine: Engine, shift: Shift) -> tuple[int, Iterator[int]]:
    wanted = {"id": shift.campaign, "count": shift.commits * shift.batch}
    with engine.connect() as connection:
        called = connection.execute(_CALLED, wanted).scalar_one()
        return called, iter(connection.execute(_WAITING, wanted).scalars().all())


def _timetable(shift: Shift) -> Iterator[float]:
    """When each commit is due: with jitter, so that it beats with no other clock."""
    chance = random.Random(SEED)
    started = time.monotonic()
    for number in range(shift.commits):
        yield started + (number + chance.random()) / shift.rate


if __name__ == "__main__":
    print(json.dumps(work(Shift(**json.loads(sys.argv[1])))))
