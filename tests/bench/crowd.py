"""Many viewers of one page, in a process of their own: `python -m tests.bench.crowd ORDER`.

It says `ready` when each viewer has had its first frame. Then it reads the commits from its input,
as JSON, waits until each viewer has seen the last one, and prints what they have seen.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import uvloop

from tests.bench.delays import Mark, Spread, delays_ms

JOIN_SECONDS = 60
END_SECONDS = 10
GROUP = 50  # viewers that join at once

_NUMBER = re.compile(rb'"count-calling":\{[^}]*?"data-value":([0-9]+)')
_POSITION = re.compile(rb'"epoch":([0-9]+),"seq":([0-9]+)')
_FRAME_END = b"\n\n"


@dataclass(frozen=True, slots=True)
class Visit:
    """How many come to see a campaign's stream, and at which port."""

    port: int
    viewers: int
    campaign: int = 1


@dataclass(frozen=True, slots=True)
class Impression:
    """Delays from commit to arrival over all viewers, in ms, and how many last states there are."""

    delay: Spread
    last_states: int


class Viewer(asyncio.Protocol):
    """One connection, and when each number came over it."""

    def __init__(self, visit: Visit) -> None:
        self.seen: list[Mark] = []
        self.position = b""
        self._visit = visit
        self._rest = b""

    @property
    def value(self) -> int:
        """The last number; below zero before the first."""
        return int(self.seen[-1][0]) if self.seen else -1

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Ask for the stream."""
        path = f"/live/campaigns/{self._visit.campaign}"
        transport.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Note the number and the position in each frame that is whole now."""
        now = time.time_ns()
        *frames, self._rest = (self._rest + data).split(_FRAME_END)
        for frame in frames:
            if found := _POSITION.search(frame):
                self.position = found[0]
            if found := _NUMBER.search(frame):
                self.seen.append((int(found[1]), now))


async def visit(order: Visit) -> Impression:
    """Join, watch, and wait for the last change."""
    viewers = [Viewer(order) for _ in range(order.viewers)]
    loop = asyncio.get_running_loop()
    for start in range(0, order.viewers, GROUP):
        group = viewers[start : start + GROUP]
        opening = (
            loop.create_connection(lambda viewer=viewer: viewer, "127.0.0.1", order.port)
            for viewer in group
        )
        await asyncio.gather(*opening)
    await _all_at(viewers, 0, JOIN_SECONDS)
    print("ready", flush=True)
    commits = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    await _all_at(viewers, commits[-1][0], END_SECONDS)
    return _impression(viewers, commits)


async def _all_at(viewers: Sequence[Viewer], value: int, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while any(viewer.value < value for viewer in viewers):
            await asyncio.sleep(0.05)


def _impression(viewers: Sequence[Viewer], commits: Sequence[Mark]) -> Impression:
    delays = [delay for viewer in viewers for delay in delays_ms(commits, viewer.seen)]
    last_states = {(viewer.position, viewer.value) for viewer in viewers}
    return Impression(Spread.of(delays), len(last_states))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps(asdict(runner.run(visit(Visit(**json.loads(sys.argv[1])))))))
