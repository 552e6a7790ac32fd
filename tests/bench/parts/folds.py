"""How many moves a second the fold takes in, without any database."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from data.domain.snapshot import Campaign, CampaignView, Move, advance, fold
from data.domain.states import MOVES
from tests.bench.result import Result
from tests.bench.workbench import Workbench

CAMPAIGNS = 10
BATCH = 100  # moves of one tick
MINUTE = 29_000_000
SEED = 7
_EDGES = [edge for edge in MOVES if edge[0] is not None]


def measure(bench: Workbench) -> Iterator[Result]:
    """One campaign, and ten campaigns at once."""
    seconds = bench.length(3.0, 0.5)
    yield Result("Fold, one campaign, 100 moves at a time", _fold_rate(seconds), "moves/s")
    yield Result("Advance, 10 campaigns, 100 moves at a time", _advance_rate(seconds), "moves/s")


def _fold_rate(seconds: float) -> float:
    view, moves = _view(1), _moves(1)
    folded, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        fold(view, moves, MINUTE)
        folded += BATCH
    return folded / seconds


def _advance_rate(seconds: float) -> float:
    views = {campaign: _view(campaign) for campaign in range(1, CAMPAIGNS + 1)}
    campaigns, moves = [view.campaign for view in views.values()], _moves(CAMPAIGNS)
    folded, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        advance(views, campaigns, moves, MINUTE)
        folded += BATCH
    return folded / seconds


def _view(campaign: int) -> CampaignView:
    """A view that every state, step and edge has been in use in."""
    row = Campaign(
        campaign, "Bench", "progressive", "in_progress", "no_contacts",
        None, "UTC", datetime.now(UTC), None, None,
    )  # fmt: skip
    loaded = [
        Move(campaign, None, state, None, step, MINUTE, None, 10_000)
        for state in {edge[0] for edge in _EDGES}
        for step in range(5)
    ]
    return fold(fold(CampaignView(row, minute=MINUTE), loaded, MINUTE), _every_edge(), MINUTE)


def _every_edge() -> list[Move]:
    return [Move(1, left, entered, 0, 0, MINUTE, 5, 1) for left, entered in _EDGES]


def _moves(campaigns: int) -> list[Move]:
    chance = random.Random(SEED)
    edges = chance.choices(_EDGES, k=BATCH)
    return [
        Move(1 + number % campaigns, left, entered, 0, 0, MINUTE, chance.randrange(60), 1)
        for number, (left, entered) in enumerate(edges)
    ]
