"""The hub: one picture for all who watch.

Each watched topic is computed once per tick, compared with what it showed last, and encoded once.
A viewer keeps no queue: it is woken, takes what brings it up to the newest state, and whoever was
too slow for a difference gets the full state instead. All of it runs on one event loop.
"""

import asyncio
import json
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboard.live.props import View
from dashboard.texts import speaking
from dashboard.times import instant
from data.alert_desk import AlertDesk
from data.domain.sight import Sight
from data.feed import STALE_SECONDS, LiveFeed
from data.operations.desk import OperationDesk

log = logging.getLogger(__name__)

BEAT_SECONDS = 0.5  # no more often than this is "nothing new" said
SILENCE_SECONDS = 4.0  # a feed that stands still is said to at least this often
FAREWELL = b"retry: 500\n\n"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The moment at which a frame leaves.

    `age_ms` is how old the state is, `at_ms` this moment by the server's steady clock: what waits
    on its way to a slow viewer is older than it says when it arrives. `clock_ms` is this moment by
    the database's clock, in milliseconds since 1970: ages that tick on a page count from it.
    """

    age_ms: int | None
    at_ms: int
    clock_ms: int


@dataclass(frozen=True, slots=True)
class Shown:
    """How far a viewer is."""

    epoch: int = -1
    seq: int = -1
    beat: int = -1


class Topic(ABC):
    """Something that can be watched."""

    def __init__(self) -> None:
        self.ended = False
        self._now = Shown(epoch=0, seq=0, beat=0)

    @abstractmethod
    def show(self, sight: Sight) -> bool:
        """Take in what is seen; whether there is anything new to send."""

    @abstractmethod
    def frame(self, shown: Shown, stamp: "Stamp") -> tuple[bytes, Shown]:
        """What brings a viewer up to date, empty when it is, and how far it is then."""

    def beat(self) -> None:
        """Have every viewer told that nothing is new, and how old that is."""
        self._now = replace(self._now, beat=self._now.beat + 1)


class PageTopic(Topic):
    """A page: full state first, then differences, and beats that tell the age."""

    def __init__(
        self,
        view: Callable[[Sight], View],
        language: str,
        concern: Callable[[Sight], object] = lambda sight: sight,
    ) -> None:
        """`concern` is what the view is computed from: while that is equal, nothing is computed."""
        super().__init__()
        self._view = view
        self._language = language
        self._concern = concern
        self._computed_from: object = None
        self._state: View = {}
        self._full = self._diff = b"{}"

    def show(self, sight: Sight) -> bool:
        """Compute the page anew and keep what changed."""
        concern = self._concern(sight)
        if concern == self._computed_from:
            return False
        with speaking(self._language):
            state = self._view(sight)
        changes = difference(self._state, state)
        epoch = sight.snapshot.epoch
        renewed = epoch != self._now.epoch
        diff = encode(changes)  # what cannot be encoded changes nothing
        self._computed_from = concern
        if not changes and not renewed:
            return False
        seq = 1 if renewed else self._now.seq + 1
        self._now = replace(self._now, epoch=epoch, seq=seq)
        self._state, self._full, self._diff = state, b"", diff
        return True

    def frame(self, shown: Shown, stamp: Stamp) -> tuple[bytes, Shown]:
        """A difference for who saw the state before, a beat for who saw this one, else it all."""
        now = self._now
        if shown == now:
            return b"", now
        head = _head(now, stamp)
        if (shown.epoch, shown.seq) == (now.epoch, now.seq):
            return b"event: beat\ndata: %b}\n\n" % head, now
        if (shown.epoch, shown.seq) == (now.epoch, now.seq - 1):
            return b'event: diff\ndata: %b,"set":%b}\n\n' % (head, self._diff), now
        self._full = self._full or encode(self._state)
        return b'event: full\ndata: %b,"set":%b}\n\n' % (head, self._full), now


def _head(now: Shown, stamp: Stamp) -> bytes:
    age = b"null" if stamp.age_ms is None else b"%d" % stamp.age_ms
    place = b'{"epoch":%d,"seq":%d' % (now.epoch, now.seq)
    return b'%b,"age_ms":%b,"at_ms":%d,"clock_ms":%d' % (place, age, stamp.at_ms, stamp.clock_ms)


class StateTopic(Topic):
    """A campaign for programs: the full state at once, then at each change."""

    def __init__(self, state: Callable[[Sight], Mapping[str, Any] | None]) -> None:
        super().__init__()
        self._view = state
        self._state: Mapping[str, Any] | None = None
        self._frame = b""

    def show(self, sight: Sight) -> bool:
        """Keep the state when anything but its time and number changed."""
        state, snapshot = self._view(sight), sight.snapshot
        if state is None:  # the campaign is gone
            self.ended = True
            return True
        if snapshot.epoch == self._now.epoch and state == self._state:
            return False
        place = {"epoch": snapshot.epoch, "seq": snapshot.seq, "as_of": instant(snapshot.as_of)}
        frame = b"event: state\ndata: %b\n\n" % encode(place | {**state})
        self._now = replace(self._now, epoch=snapshot.epoch, seq=snapshot.seq)
        self._state, self._frame = state, frame
        return True

    def frame(self, shown: Shown, stamp: Stamp) -> tuple[bytes, Shown]:
        """The state for who has not seen it, else a ping, or the age of what is stale."""
        now = self._now
        if (shown.epoch, shown.seq) != (now.epoch, now.seq):
            return self._frame, now
        if shown.beat == now.beat:
            return b"", now
        if stamp.age_ms is not None and stamp.age_ms > STALE_SECONDS * 1000:
            return b'event: stale\ndata: {"age_ms":%d}\n\n' % stamp.age_ms, now
        return b": ping\n\n", now


class Hub:
    """Every topic that is being watched, and the event loop on which it is."""

    def __init__(
        self,
        feed: LiveFeed,
        desk: AlertDesk,
        operations: OperationDesk,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._feed = feed
        self._desk = desk
        self._operations = operations
        self._clock = clock
        self._channels: dict[Hashable, _Channel] = {}
        self._closing = False
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def viewers(self) -> int:
        """How many streams are open."""
        return sum(channel.viewers for channel in self._channels.values())

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Follow the feed from now on; call it on the loop."""
        self._loop = loop
        for source in (self._feed, self._desk, self._operations):
            source.listen(lambda: self._soon(self.publish))

    def publish(self) -> None:
        """Show the newest snapshot to everyone who watches."""
        seen = self._seen()
        for channel in self._channels.values():
            if seen is not None and channel.take(*seen):
                channel.ring(self._clock())
            elif self._clock() - channel.rung_at >= BEAT_SECONDS:
                channel.topic.beat()
                channel.ring(self._clock())

    async def beat(self) -> None:
        """Keep telling the age where the feed has nothing to tell. Runs until canceled."""
        while True:
            await asyncio.sleep(SILENCE_SECONDS / 2)
            self.remind()

    def remind(self) -> None:
        """Tell the age to those who have heard nothing for a while."""
        for channel in self._channels.values():
            if self._clock() - channel.rung_at >= SILENCE_SECONDS / 2:
                channel.topic.beat()
                channel.ring(self._clock())

    async def frames(self, key: Hashable, make: Callable[[], Topic]) -> AsyncIterator[bytes]:
        """What one viewer of a topic is to be sent, until the hub closes."""
        channel = self._join(key, make)
        shown = Shown()
        try:
            while not (self._closing or channel.topic.ended):
                news, now = channel.news, self._clock()
                frame, shown = channel.topic.frame(shown, channel.stamp(now))
                if frame:
                    yield frame
                await news.wait()
            yield FAREWELL
        finally:
            self._leave(key, channel)

    def close_soon(self) -> None:
        """Send everyone away, to come back shortly; from any thread or signal handler."""
        self._soon(self._close)

    def _close(self) -> None:
        self._closing = True
        for channel in self._channels.values():
            channel.ring(self._clock())

    def _join(self, key: Hashable, make: Callable[[], Topic]) -> "_Channel":
        channel = self._channels.get(key)
        if channel is None:
            channel = self._channels[key] = _Channel(make(), self._clock())
            if (seen := self._seen()) is not None:
                channel.take(*seen)
        channel.viewers += 1
        return channel

    def _seen(self) -> tuple[Sight, float] | None:
        """What is seen now, and when the look began; None before the first."""
        look, standing = self._feed.latest, self._desk.standing
        if look is None:
            return None
        seen = Sight(
            look.snapshot,
            standing.alerts,
            standing.error,
            standing.last_resolved,
            standing.past,
            standing.limits,
            self._operations.standing.operations,
        )
        return seen, look.at

    def _leave(self, key: Hashable, channel: "_Channel") -> None:
        channel.viewers -= 1
        if channel.viewers == 0:
            del self._channels[key]

    def _soon(self, function: Callable[..., None], *arguments: Any) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *arguments)


class _Channel:
    """A topic, its viewers, and the event that wakes them."""

    def __init__(self, topic: Topic, now: float) -> None:
        self.topic = topic
        self.viewers = 0
        self.rung_at = now
        self.news = asyncio.Event()
        self._looked_at: float | None = None
        self._as_of_ms = 0
        self._broken = False

    def take(self, sight: Sight, looked_at: float) -> bool:
        """Show the topic what was seen; whether there is anything new to send.

        A topic that cannot show it keeps what it shows, which ages; the others go on.
        """
        try:
            news = self.topic.show(sight)
        except Exception:
            if not self._broken:
                log.exception("A page cannot be shown any more.")
            self._broken = True
            return False
        self._looked_at, self._broken = looked_at, False
        self._as_of_ms = round(sight.snapshot.as_of.timestamp() * 1000)
        return news

    def stamp(self, now: float) -> Stamp:
        """What a frame says of a moment; without an age while the topic shows nothing yet."""
        age = None if self._looked_at is None else round((now - self._looked_at) * 1000)
        return Stamp(age, round(now * 1000), self._as_of_ms + (age or 0))

    def ring(self, now: float) -> None:
        """Wake every viewer. A new event at each ring: whoever still sends misses nothing."""
        self.rung_at = now
        news, self.news = self.news, asyncio.Event()
        news.set()


def difference(before: View, after: View) -> dict[str, dict[str, Any]]:
    """The props of `after` that are not the same in `before`, by component."""
    changes = {
        component: {
            name: value
            for name, value in props.items()
            if name not in before.get(component, {}) or before[component][name] != value
        }
        for component, props in after.items()
        if props is not before.get(component)
    }
    return {component: props for component, props in changes.items() if props}


def encode(value: Any) -> bytes:
    """JSON without spaces."""
    return json.dumps(value, separators=(",", ":")).encode()
