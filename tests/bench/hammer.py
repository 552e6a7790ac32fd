"""A writer that goes as fast as it can: `python -m tests.bench.hammer ORDER`.

Each commit changes the state of one contact. It prints how many commits there were.
"""

import json
import sys
import time
from dataclasses import dataclass
from itertools import cycle, product

from sqlalchemy import text

from data.database import open_engine

_MOVE = text("UPDATE contacts SET state = :state WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Blows:
    """For how long, and on which contacts: `count` of them from the id `first` on."""

    url: str
    first: int
    count: int
    seconds: float


def strike(order: Blows) -> int:
    """Write until the time is over; how many commits."""
    writer = open_engine(order.url).execution_options(write=True)
    ids = range(order.first, order.first + order.count)
    moves = cycle(product(("calling", "retry_scheduled"), ids))
    until = time.monotonic() + order.seconds
    commits = 0
    while time.monotonic() < until:
        state, id = next(moves)
        with writer.begin() as connection:
            connection.execute(_MOVE, {"state": state, "id": id})
        commits += 1
    return commits


if __name__ == "__main__":
    print(strike(Blows(**json.loads(sys.argv[1]))))
