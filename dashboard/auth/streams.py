"""The open streams: how many somebody may have, and an end to them when access ends."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field

from data.domain.access import Actor, Means

log = logging.getLogger(__name__)

MOST_OF_ONE = 30
MOST_OF_AN_ADDRESS = 1000
LOOK_SECONDS = 1.0


@dataclass(eq=False, slots=True)
class Stream:
    """One that is open; `over` is set when its viewer may see no more."""

    actor: Actor
    address: str
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Streams:
    """Those of one process. Everything but `holds` runs on the event loop."""

    def __init__(
        self,
        holds: Callable[[Actor], bool],
        most_of_one: int = MOST_OF_ONE,
        most_of_an_address: int = MOST_OF_AN_ADDRESS,
    ) -> None:
        """`holds` says whether somebody may go on; it may wait for the database."""
        self._holds = holds
        self._most_of_one = most_of_one
        self._most_of_an_address = most_of_an_address
        self._open: set[Stream] = set()
        self._count: Counter[Hashable] = Counter()

    def enter(self, actor: Actor, address: str) -> Stream | None:
        """A stream more; None where there are too many. Who sits at this machine has no limit."""
        stream = Stream(actor, address)
        if self._is_full(stream):
            return None
        self._open.add(stream)
        self._count.update(_owners(stream))
        return stream

    def leave(self, stream: Stream) -> None:
        """The stream has been closed."""
        self._open.discard(stream)
        self._count.subtract(_owners(stream))
        self._count += Counter()  # forgets who has none

    async def watch(self) -> None:
        """Look after them until canceled: one question for each viewer, however many streams."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look()
            except Exception:  # the next look may succeed; without one nobody would be sent away
                log.exception("It cannot be told who may still watch.")

    async def look(self) -> None:
        """End the streams of those whose access has ended."""
        actors = {stream.actor for stream in self._open}
        if not actors:
            return
        ended = await asyncio.to_thread(self._ended, actors)
        for stream in self._open:
            if stream.actor in ended:
                stream.over.set()

    def _ended(self, actors: Collection[Actor]) -> set[Actor]:
        return {actor for actor in actors if not self._holds(actor)}

    def _is_full(self, stream: Stream) -> bool:
        if stream.actor.means is Means.LOCAL:
            return False
        own, address = _owners(stream)
        return (
            self._count[own] >= self._most_of_one
            or self._count[address] >= self._most_of_an_address
        )


def _owners(stream: Stream) -> tuple[Hashable, Hashable]:
    actor = stream.actor
    return (actor.means, actor.session_id or actor.id), stream.address
