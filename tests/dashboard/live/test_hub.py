"""The hub: computed once, encoded once, latest wins, nobody waits for a slow viewer."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from dashboard.live.hub import FAREWELL, Hub, PageTopic, StateTopic, difference
from dashboard.texts import ENGLISH
from data.alert_desk import Standing
from data.domain.alerts import Alert, Severity, Status
from data.domain.sight import Sight
from data.domain.snapshot import Campaign, CampaignView, Front, Snapshot
from data.feed import Look
from data.operations import desk as operations

CAMPAIGN = Campaign(7, "Spring", "preview", "in_progress", "empty", None, "UTC", None, None, None)


def snapshot(calling: int, *, epoch: int = 1, seq: int = 0) -> Snapshot:
    view = CampaignView(CAMPAIGN, cells={("calling", 1): calling, ("initial", 0): 10 - calling})
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Snapshot(epoch, seq, "id", "1:1:", at, Front(0), {7: view})


class FakeFeed:
    """A feed that says what the test says."""

    def __init__(self) -> None:
        self.latest: Look | None = None
        self.listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> None:
        self.listeners.append(listener)


class Desk:
    """A desk on which nothing ever changes."""

    def __init__(self, standing: Any) -> None:
        self.standing = standing

    def listen(self, listener: Callable[[], None]) -> None:
        """Nobody is called."""


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Stage:
    """A hub, its feed and its clock, and how often the page was computed."""

    def __init__(self) -> None:
        self.feed, self.clock, self.computed = FakeFeed(), Clock(), 0
        desks = Desk(Standing()), Desk(operations.Standing())
        self.hub = Hub(self.feed, *desks, self.clock)  # type: ignore[arg-type]

    def page(self) -> PageTopic:
        return PageTopic(self._view, ENGLISH)

    def _view(self, sight: Sight) -> dict[str, dict[str, Any]]:
        self.computed += 1
        calling = sight.snapshot.campaigns[7].counts["calling"]
        return {"count": {"text": str(calling)}, "title": {"text": "Spring"}}

    def watch(self) -> AsyncIterator[bytes]:
        return self.hub.frames("page", self.page)

    async def viewer(self) -> AsyncIterator[bytes]:
        """One who has seen the page of 3 calls."""
        self.show(3)
        viewer = self.watch()
        await anext(viewer)
        return viewer

    def look(self, calling: int, *, age: float = 0.25, **where: int) -> None:
        """The feed has looked: `age` seconds ago."""
        self.feed.latest = Look(snapshot(calling, **where), self.clock.now - age)

    def show(self, calling: int, *, age: float = 0.25, **where: int) -> None:
        self.look(calling, age=age, **where)
        self.hub.publish()


@pytest.fixture
def stage() -> Stage:
    return Stage()


def parsed(frame: bytes) -> tuple[str, Any]:
    event, data = frame.decode().strip().split("\n")
    return event.removeprefix("event: "), json.loads(data.removeprefix("data: "))


async def test_the_full_state_comes_first_then_only_what_changed(stage: Stage) -> None:
    stage.show(3)
    viewer = stage.watch()
    event, full = parsed(await anext(viewer))
    assert event == "full"
    assert full["set"] == {"count": {"text": "3"}, "title": {"text": "Spring"}}
    assert full["age_ms"] == 250
    stage.show(4)
    event, diff = parsed(await anext(viewer))
    assert (event, diff["set"]) == ("diff", {"count": {"text": "4"}})
    assert (diff["epoch"], diff["seq"]) == (full["epoch"], full["seq"] + 1)


async def test_a_page_is_computed_once_for_all_its_viewers(stage: Stage) -> None:
    stage.show(3)
    viewers = [stage.watch() for _ in range(50)]
    await asyncio.gather(*map(anext, viewers))
    computed = stage.computed
    stage.show(4)
    frames = await asyncio.gather(*map(anext, viewers))
    assert stage.computed == computed + 1
    assert set(frames) == {frames[0]}


async def test_a_page_that_nobody_watches_is_not_computed(stage: Stage) -> None:
    viewer = await stage.viewer()
    await viewer.aclose()  # type: ignore[attr-defined]
    computed = stage.computed
    stage.show(4)
    assert stage.computed == computed
    assert stage.hub.viewers == 0


async def test_a_viewer_that_was_too_slow_gets_the_newest_state_at_once(stage: Stage) -> None:
    viewer = await stage.viewer()
    for calling in (2, 3, 4):
        stage.show(calling)
    event, frame = parsed(await anext(viewer))
    assert (event, frame["set"]["count"]) == ("full", {"text": "4"})
    stage.show(5)
    assert parsed(await anext(viewer))[0] == "diff"


async def test_after_a_new_epoch_everything_is_sent_anew(stage: Stage) -> None:
    viewer = await stage.viewer()
    stage.show(3, epoch=2)
    event, frame = parsed(await anext(viewer))
    assert (event, frame["epoch"], frame["seq"]) == ("full", 2, 1)


async def test_nothing_new_is_said_by_a_beat_with_its_age(stage: Stage) -> None:
    stage.show(3)
    viewer = stage.watch()
    _, full = parsed(await anext(viewer))
    stage.clock.now += 1
    stage.show(3, age=0.004)
    event, beat = parsed(await anext(viewer))
    place = {"epoch": full["epoch"], "seq": full["seq"]}
    moment = {"age_ms": 4, "at_ms": 101_000, "clock_ms": 1_767_225_600_004}
    assert (event, beat) == ("beat", place | moment)


async def test_beats_do_not_come_with_every_tick(stage: Stage) -> None:
    viewer = await stage.viewer()
    waiting = asyncio.ensure_future(anext(viewer))  # type: ignore[arg-type]
    stage.clock.now += 0.1
    stage.show(3)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not waiting.done()
    stage.clock.now += 1
    stage.show(3)
    assert parsed(await waiting)[0] == "beat"


async def test_before_the_first_reading_the_age_is_unknown(stage: Stage) -> None:
    viewer = stage.watch()
    event, full = parsed(await anext(viewer))
    assert (event, full["set"], full["age_ms"]) == ("full", {}, None)
    stage.show(3)
    event, full = parsed(await anext(viewer))
    assert (event, full["set"]["count"]) == ("full", {"text": "3"})


async def test_a_closing_hub_sends_everyone_away_to_come_back_soon(stage: Stage) -> None:
    stage.hub.open(asyncio.get_running_loop())
    viewer = await stage.viewer()
    stage.hub.close_soon()
    assert [frame async for frame in viewer] == [FAREWELL]
    assert stage.hub.viewers == 0


async def test_the_feed_may_publish_from_its_own_thread(stage: Stage) -> None:
    stage.hub.open(asyncio.get_running_loop())
    viewer = stage.watch()
    await anext(viewer)
    stage.look(6)
    await asyncio.to_thread(stage.feed.listeners[0])
    assert parsed(await anext(viewer))[1]["set"]["count"] == {"text": "6"}


async def test_programs_get_the_state_at_once_and_at_each_change(stage: Stage) -> None:
    def state(sight: Sight) -> dict[str, Any] | None:
        view = sight.snapshot.campaigns.get(7)
        return view and {"campaign_id": 7, "total": view.total, "counts": dict(view.counts)}

    stage.show(3, seq=5)
    viewer = stage.hub.frames("state", lambda: StateTopic(state))
    event, first = parsed(await anext(viewer))
    assert (event, first["seq"], first["counts"]["calling"]) == ("state", 5, 3)
    assert first["as_of"] == "2026-01-01T00:00:00.000Z"
    stage.show(3, seq=6)  # another campaign changed
    stage.show(4, seq=7)
    _, second = parsed(await anext(viewer))
    assert (second["seq"], second["counts"]["calling"]) == (7, 4)
    stage.clock.now += 60
    stage.show(4, seq=8)
    assert await anext(viewer) == b": ping\n\n"
    stage.clock.now += 5
    stage.hub.remind()
    assert await anext(viewer) == b'event: stale\ndata: {"age_ms":5250}\n\n'


async def test_the_stream_of_a_deleted_campaign_ends(stage: Stage) -> None:
    def gone(sight: Sight) -> dict[str, Any] | None:
        return {} if sight.snapshot.seq == 0 else None

    stage.show(3)
    viewer = stage.hub.frames("state", lambda: StateTopic(gone))
    await anext(viewer)
    stage.show(3, seq=1)
    assert [frame async for frame in viewer] == [FAREWELL]


async def test_a_page_that_cannot_be_shown_ages_and_the_others_go_on(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(sight: Sight) -> dict[str, dict[str, Any]]:
        unprintable = b"\xff" if sight.snapshot.seq == 1 else "fine"
        return {"name": {"text": unprintable}, "seq": {"text": sight.snapshot.seq}}

    stage.show(3)
    bad = stage.hub.frames("bad", lambda: PageTopic(broken, ENGLISH))
    good = stage.watch()
    await anext(bad)
    await anext(good)
    for _ in range(2):
        stage.clock.now += 4
        stage.show(4, seq=1)
    assert parsed(await anext(good))[1]["age_ms"] == 250
    event, beat = parsed(await anext(bad))
    assert (event, beat["age_ms"]) == ("beat", 8250)
    stage.show(5, seq=2)
    assert parsed(await anext(bad))[1]["set"] == {"seq": {"text": 2}}
    assert caplog.text.count("cannot be shown") == 1


async def test_a_silent_feed_is_said_by_beats_that_age(stage: Stage) -> None:
    viewer = await stage.viewer()
    stage.clock.now += 7
    stage.hub.remind()
    event, beat = parsed(await anext(viewer))
    assert (event, beat["age_ms"]) == ("beat", 7250)


def test_a_page_is_computed_only_when_what_concerns_it_is_another() -> None:
    computed: list[int] = []

    def view(sight: Sight) -> dict[str, dict[str, Any]]:
        computed.append(sight.snapshot.seq)
        return {"count": {"text": sight.snapshot.campaigns[7].counts["calling"]}}

    topic = PageTopic(view, ENGLISH, lambda sight: sight.concerning(7))
    first = snapshot(3)
    assert topic.show(Sight(first))
    later = replace(first, seq=1, as_of=first.as_of.replace(second=1))
    elsewhere = Alert(1, 8, "stuck", "acw", Severity.WARN, Status.FIRING, first.as_of, 1)
    for other in (Sight(later), Sight(later, (elsewhere,))):
        assert not topic.show(other)
    assert computed == [0]
    topic.show(Sight(replace(later, seq=2), (replace(elsewhere, campaign_id=7),)))
    topic.show(Sight(replace(snapshot(4), seq=3)))
    assert computed == [0, 2, 3]


def test_difference_is_by_component_and_prop() -> None:
    before = {"a": {"text": "1", "hidden": False}, "b": {"text": "x"}}
    after = {"a": {"text": "2", "hidden": False}, "b": {"text": "x"}, "c": {"text": None}}
    assert difference(before, after) == {"a": {"text": "2"}, "c": {"text": None}}
    assert difference(after, {**after, "b": {"text": "y"}}) == {"b": {"text": "y"}}


def test_a_topic_keeps_nothing_that_grows(stage: Stage) -> None:
    topic = stage.page()
    topic.show(Sight(snapshot(1)))
    size = len(vars(topic))
    for calling in range(2, 9):
        topic.show(Sight(replace(snapshot(calling), seq=calling)))
        topic.beat()
    assert len(vars(topic)) == size
    assert not any(isinstance(value, list | set) for value in vars(topic).values())
