"""Replay a recorded campaign: the same moves, contact by contact, in batches of random size."""

from collections import defaultdict, deque
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from threading import Event

from sqlalchemy import Connection, Engine

from data.database import open_engine
from data.domain.states import is_open
from data.simulator import ledger, supply
from data.simulator.hints import Bell, Hints
from data.simulator.people import people
from data.simulator.recording import Recorded, read
from data.simulator.records import RECORDED, Plan

LINES = 100  # as many contacts are taken to have been busy at a time; it sets the pace
MOST_PER_BATCH = 800
PAUSED_SECONDS = 0.5
_TIMEZONE = "Europe/Lisbon"


@dataclass(frozen=True, slots=True)
class Standing:
    """A recorded contact on its way: where it stands, after how many calls."""

    contact_id: int
    recorded: Recorded
    state: str = "initial"
    attempts: int = 0

    def moved(self) -> "Standing":
        """The same contact one move on."""
        state = self.recorded.after(self.state, self.attempts)
        return replace(self, state=state, attempts=self.attempts + (state == "calling"))


def replay(
    database_url: str, redis_url: str, file: Path, *, speed: float, seed: int, stop: Event
) -> int:
    """Play a CSV file (see `recording`) into a new campaign until its end or `stop`; its id.

    `speed` times faster than life; 0: as fast as the database takes it. An empty `redis_url`: no
    hints.
    """
    recorded = read(file)
    engine = open_engine(database_url)
    try:
        with closing(Hints(redis_url)) as hints:
            recital = Replay(engine, hints, file.name, recorded, Random(seed))
            recital.play(speed, stop)
            return recital.campaign_id
    finally:
        engine.dispose()


class Replay:
    """One recorded campaign, loaded into the database as it is made, and its contacts' places."""

    def __init__(
        self, engine: Engine, bell: Bell, name: str, recorded: Sequence[Recorded], rng: Random
    ) -> None:
        self._engine = engine.execution_options(write=True)
        self._bell = bell
        self._rng = rng
        self._places: dict[str, deque[Standing]] = defaultdict(deque)
        self.campaign_id = self._load(name, recorded)

    def play(self, speed: float, stop: Event) -> None:
        """Make all moves, `speed` times faster than life (0: at once), or until `stop` is set."""
        while self._places and not stop.is_set():
            seconds = self.step()
            if seconds is None:
                stop.wait(PAUSED_SECONDS)
            elif speed:
                stop.wait(seconds / LINES / speed)
        with self._engine.begin() as connection:
            ledger.finish(connection, self.campaign_id, datetime.now(UTC))

    def step(self) -> float | None:
        """Move one batch; the seconds it took in life. None: the campaign lets nothing move."""
        with self._engine.begin() as connection:
            state = self._pick(ledger.status(connection, self.campaign_id))
            if state is None:
                return None
            batch = self._take(state)
            moved = self._move(connection, state, batch)
        for standing in moved:
            if is_open(standing.state):
                self._places[standing.state].append(standing)
        self._bell.tell([self.campaign_id])
        return sum(standing.recorded.seconds(state) for standing in batch)

    def _load(self, name: str, recorded: Sequence[Recorded]) -> int:
        plan = Plan(
            name=RECORDED + name, mode="predictive", status="in_progress", timezone=_TIMEZONE
        )
        rows = people(self._rng, _TIMEZONE, len(recorded))
        with self._engine.begin() as connection:
            at = datetime.now(UTC)
            campaign_id = supply.add_campaign(connection, plan, at, started_at=at)
            own = [
                {**row, "state": "initial", "external_id": contact.row}
                for row, contact in zip(rows, recorded, strict=True)
            ]
            supply.add_contacts(connection, campaign_id, own)
            ids = ledger.contact_ids(connection, campaign_id)
        self._places["initial"].extend(map(Standing, ids, recorded))
        return campaign_id

    def _pick(self, status: str) -> str | None:
        if status not in ("in_progress", "paused"):
            for state in ledger.CLAIMED_FROM:
                self._places.pop(state, None)
        free = [s for s in self._places if status == "in_progress" or s not in ledger.CLAIMED_FROM]
        return self._rng.choice(free) if free else None

    def _take(self, state: str) -> list[Standing]:
        places = self._places[state]
        size = min(len(places), self._rng.randint(1, MOST_PER_BATCH))
        batch = [places.popleft() for _ in range(size)]
        if not places:
            del self._places[state]
        return batch

    def _move(
        self, connection: Connection, state: str, batch: Sequence[Standing]
    ) -> list[Standing]:
        groups: dict[str, dict[int, Standing]] = defaultdict(dict)
        for standing in map(Standing.moved, batch):
            groups[standing.state][standing.contact_id] = standing
        return [
            group[contact_id]
            for to_state, group in groups.items()
            for contact_id in ledger.move_many(connection, list(group), state, to_state)
        ]
