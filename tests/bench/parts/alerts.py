"""What it costs to look for what is wrong, once a second, by the number of contacts."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import cast

from sqlalchemy import Engine, TextClause, bindparam, text

from data.alert_desk import AlertDesk
from data.database import open_engine
from data.domain.snapshot import (
    WINDOW_HOURS,
    WINDOW_MINUTES,
    CampaignView,
    Snapshot,
    hour_of,
)
from data.domain.states import MOVES, Verdict, verdict
from data.feed import LiveFeed
from data.log_tail import tail_for
from data.schema.tables import UtcTime
from tests.bench.databases import KINDS
from tests.bench.delays import Spread
from tests.bench.result import Result
from tests.bench.workbench import Workbench

SIZES = (10_000, 1_000_000)
CAMPAIGNS = 50
TARGET_MS = 20
ON_LINE = ("operator_assigned", "awaiting_free_operator")
STATES = ("calling", "call_in_progress", "acw", *ON_LINE)
Statement = tuple[TextClause, dict[str, object]]
LATER = datetime(2100, 1, 1, tzinfo=UTC)
_MODES = text("UPDATE campaigns SET mode = 'predictive' WHERE id % 2 = 0")
_MOVE = text("""
  UPDATE contacts SET state = :state, retry_at = :at, operator = 'Ana' WHERE id % 100 = :place
""").bindparams(bindparam("at", type_=UtcTime))
_PATIENT = text("INSERT INTO thresholds SELECT id, :state, 7200, 9000 FROM campaigns")
_HASTY = text("""
  INSERT INTO thresholds SELECT id, :state, 0.001, 0.002 FROM campaigns WHERE true
  ON CONFLICT (campaign_id, state) DO UPDATE SET warn_seconds = 0.001, critical_seconds = 0.002
""")


class Floor:
    """Stands for the feed of a floor that is never still: whenever they are asked for, the numbers
    of all campaigns are other ones, with a busy month behind them."""

    age_seconds = 0.0
    drifted: Mapping[int, datetime] = MappingProxyType({})

    def __init__(self, snapshot: Snapshot) -> None:
        views = {id: _with_a_month(view) for id, view in snapshot.campaigns.items()}
        self.current = replace(snapshot, campaigns=views)

    def move(self) -> None:
        """Let something happen in each campaign."""
        views = {id: replace(view) for id, view in self.current.campaigns.items()}
        self.current = replace(self.current, campaigns=views)


class Watcher:
    """A desk over a floor, looking by hand."""

    def __init__(self, engine: Engine, snapshot: Snapshot) -> None:
        self._floor = Floor(snapshot)
        self._desk = AlertDesk(engine, cast(LiveFeed, self._floor))

    def spread(self, rounds: int, *, alarms: bool) -> Spread:
        """How long looks take. Raises RuntimeError unless there are alerts where there should be,
        or none where not."""
        for _ in range(3):  # what is pending fires
            self._desk.look()
            time.sleep(1.1)
        spread = Spread.of(self._look_ms() for _ in range(rounds))
        if bool(self._desk.standing.alerts) is not alarms:
            raise RuntimeError(self._desk.standing.alerts[:3])
        return spread

    def _look_ms(self) -> float:
        self._floor.move()
        began = time.perf_counter()
        self._desk.look()
        return 1000 * (time.perf_counter() - began)


def measure(bench: Workbench) -> Iterator[Result]:
    """Reading and judging, first of a calm floor, then of one on which everything is late."""
    rounds = bench.length(200, 20)
    for kind in KINDS:
        for size in bench.length(SIZES, SIZES[:1]):
            url = bench.databases.fresh(kind, size // CAMPAIGNS, CAMPAIGNS)
            what = f"Look for alerts, {size:,} contacts, {CAMPAIGNS} campaigns, {kind}"
            with _watcher(url) as (engine, watcher):
                calm = watcher.spread(rounds, alarms=False)
                yield Result(f"{what}, calm: p50", calm.p50, "ms", at_most=TARGET_MS)
                yield Result(f"{what}, calm: p95", calm.p95, "ms")
                _write(engine, *(_limit(_HASTY, state) for state in STATES))
                late = watcher.spread(rounds, alarms=True)
                yield Result(f"{what}, all late: p50", late.p50, "ms")


@contextmanager
def _watcher(url: str) -> Iterator[tuple[Engine, Watcher]]:
    """Over campaigns of two modes whose contacts are in all open states."""
    engine = open_engine(url)
    feed = LiveFeed(engine, tail_for(engine))
    try:
        moves = [_move(place, state) for place, state in enumerate(STATES)]
        patience = [_limit(_PATIENT, state) for state in ON_LINE]
        _write(engine, (_MODES, {}), *moves, _move(50, "retry_scheduled", LATER), *patience)
        feed.tick()
        assert feed.current
        yield engine, Watcher(engine, feed.current)
    finally:
        feed.stop()
        engine.dispose()


def _move(place: int, state: str, at: datetime | None = None) -> Statement:
    return _MOVE, {"place": place, "state": state, "at": at}


def _limit(statement: TextClause, state: str) -> Statement:
    return statement, {"state": state}


def _write(engine: Engine, *statements: Statement) -> None:
    with engine.execution_options(write=True).begin() as connection:
        for statement, values in statements:
            connection.execute(statement, values)


def _with_a_month(view: CampaignView) -> CampaignView:
    """A busy hour of moves as they should be, and a month of answered calls."""
    mode, now = view.campaign.mode, hour_of(view.minute)
    edges = [edge for edge in MOVES if verdict(mode, *edge) is Verdict.EXPECTED]
    connects = dict.fromkeys(range(now - WINDOW_HOURS, now + 1), 40)
    return replace(
        view,
        minutes={edge: (int(edge[1] != "dial_failed"),) * WINDOW_MINUTES for edge in edges},
        hours={"call_in_progress": connects, "canceled_by_client": dict.fromkeys(connects, 0)},
    )
