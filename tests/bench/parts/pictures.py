"""What it costs to compute a page anew for all who watch it, when one campaign has changed."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from dashboard.live.hub import PageTopic
from dashboard.live.props import View
from dashboard.live.views.campaign import campaign
from dashboard.live.views.overview import overview
from dashboard.texts import ENGLISH
from data.domain.sight import Sight
from data.domain.snapshot import Front, Move, Snapshot, fold
from tests.bench.busy import MINUTE, NOW, busy_campaign
from tests.bench.delays import Spread
from tests.bench.result import Result
from tests.bench.workbench import Workbench

NUMBERS_OF_CAMPAIGNS = (6, 50, 200, 1000)
_CHANGE = Move(1, "initial", "calling", 0, 1, MINUTE, 5, 1)


def measure(bench: Workbench) -> Iterator[Result]:
    """From the snapshot to the encoded difference, on the event loop that also sends."""
    rounds = bench.length(200, 20)
    one = _spread(lambda sight: campaign(sight, 1), 1, rounds)
    yield Result("Picture of one campaign: p50", one.p50, "ms")
    for number in NUMBERS_OF_CAMPAIGNS:
        spread = _spread(overview, number, rounds)
        yield Result(f"Picture of all {number} campaigns, one changed: p50", spread.p50, "ms")


def _spread(view: Callable[[Sight], View], campaigns: int, rounds: int) -> Spread:
    topic = PageTopic(view, ENGLISH)
    snapshot = Snapshot(
        epoch=1, seq=0, identity="", position="", as_of=NOW, front=Front(newest_id=0),
        campaigns={id: busy_campaign(id) for id in range(1, campaigns + 1)},
    )  # fmt: skip
    topic.show(Sight(snapshot))
    took = []
    for _ in range(rounds):
        snapshot = _changed(snapshot)
        began = time.perf_counter()
        topic.show(Sight(snapshot))
        took.append(1000 * (time.perf_counter() - began))
    return Spread.of(took)


def _changed(snapshot: Snapshot) -> Snapshot:
    first = fold(snapshot.campaigns[1], [_CHANGE], MINUTE)
    return replace(snapshot, seq=snapshot.seq + 1, campaigns={**snapshot.campaigns, 1: first})
