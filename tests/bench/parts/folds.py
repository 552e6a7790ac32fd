"""How many moves a second the fold takes in, without any database."""

import random
import time
from collections.abc import Iterator

from data.domain.snapshot import Move, advance, fold
from data.domain.states import MOVES
from tests.bench.busy import MINUTE, busy_campaign
from tests.bench.result import Result
from tests.bench.workbench import Workbench

CAMPAIGNS = 10
BATCH = 100  # moves of one tick
SEED = 7
_EDGES = [edge for edge in MOVES if edge[0] is not None]


def measure(bench: Workbench) -> Iterator[Result]:
    """One campaign, and ten campaigns at once."""
    seconds = bench.length(3.0, 0.5)
    yield Result("Fold, one campaign, 100 moves at a time", _fold_rate(seconds), "moves/s")
    yield Result("Advance, 10 campaigns, 100 moves at a time", _advance_rate(seconds), "moves/s")


def _fold_rate(seconds: float) -> float:
    view, moves = busy_campaign(1), _moves(1)
    folded, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        fold(view, moves, MINUTE)
        folded += BATCH
    return folded / seconds


def _advance_rate(seconds: float) -> float:
    views = {campaign: busy_campaign(campaign) for campaign in range(1, CAMPAIGNS + 1)}
    campaigns, moves = [view.campaign for view in views.values()], _moves(CAMPAIGNS)
    folded, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        advance(views, campaigns, moves, MINUTE)
        folded += BATCH
    return folded / seconds


def _moves(campaigns: int) -> list[Move]:
    chance = random.Random(SEED)
    edges = chance.choices(_EDGES, k=BATCH)
    return [
        Move(1 + number % campaigns, left, entered, 0, 0, MINUTE, chance.randrange(60), 1)
        for number, (left, entered) in enumerate(edges)
    ]
