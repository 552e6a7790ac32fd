"""Many guests of one campaign, in a process of their own: `python -m tests.bench.crowd VISIT`.

It says `ready` when each has seen a first number. Then it reads the commits from its input, as
JSON, waits until each has seen the last one, and prints what they have seen.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

import uvloop

from tests.bench import polling, streaming
from tests.bench.delays import Mark, Spread, delays_ms
from tests.bench.guest import Guest, Visit

WAYS: Mapping[str, Callable[[Visit], Awaitable[Guest]]] = {
    "stream": streaming.join,
    "poll": polling.join,
}
JOIN_SECONDS = 60
END_SECONDS = 20
GROUP = 50  # who join at once


@dataclass(frozen=True, slots=True)
class Impression:
    """Delays from commit to arrival over all guests, in ms, and how many last states there are."""

    delay: Spread
    last_states: int


async def go(visit: Visit) -> Impression:
    """Join, watch, and wait for the last change."""
    guests: list[Guest] = []
    while len(guests) < visit.guests:
        group = min(GROUP, visit.guests - len(guests))
        guests += await asyncio.gather(*(WAYS[visit.way](visit) for _ in range(group)))
    await _all_at(guests, 0, JOIN_SECONDS)
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    commits = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    await _all_at(guests, commits[-1][0], END_SECONDS)
    return _impression(guests, commits)


async def _all_at(guests: Sequence[Guest], value: int, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while any(guest.value < value for guest in guests):
            await asyncio.sleep(0.05)


def _impression(guests: Sequence[Guest], commits: Sequence[Mark]) -> Impression:
    delays = [delay for guest in guests for delay in delays_ms(commits, guest.seen)]
    last_states = {(guest.position, guest.value) for guest in guests}
    return Impression(Spread.of(delays), len(last_states))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps(asdict(runner.run(go(Visit(**json.loads(sys.argv[1])))))))
