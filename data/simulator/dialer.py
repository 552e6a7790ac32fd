"""The dialer: brings the floors what the database says, and the database what the floors do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from random import Random

from sqlalchemy import Connection, Engine

from data.simulator import ledger, supply
from data.simulator.floor import Floor
from data.simulator.hints import Bell
from data.simulator.records import Campaign, Command

_ORDERS: Mapping[str, Callable[[Floor, Command], None]] = {
    "campaign.cancel": lambda floor, _: floor.release("canceled_by_admin"),
    "contacts.remove": lambda floor, command: floor.release("removed", command.contact_ids),
}


class Dialer:
    """Plays all campaigns of a database; after an error of the database, make a new one.

    Everywhere `now` is in simulated seconds and `at` the instant of the wall clock; `speed` says
    how many simulated seconds pass in a real one.
    """

    def __init__(self, engine: Engine, bell: Bell, *, speed: float, seed: int) -> None:
        self._engine = engine
        self._bell = bell
        self._speed = speed
        self._seed = seed
        self._rng = Random(seed)
        self._floors: dict[int, Floor] = {}
        self._obeyed: frozenset[int] = frozenset()

    def look(self, now: float, at: datetime) -> None:
        """Read campaigns, commands and new contacts; finish or supply what has run dry."""
        with self._engine.connect() as connection:
            unread = self._follow(ledger.campaigns(connection))
            commands = self._news(ledger.commands(connection))
            unread |= {command.campaign_id for command in commands}
            for floor in self._floors.values():
                if floor.is_hungry or floor.campaign.id in unread:
                    self._read(connection, floor, now, at)
        for command in commands:
            self._obey(command)
        self._supply([floor for floor in self._floors.values() if floor.is_hungry], at)

    def step(self, now: float, at: datetime) -> int:
        """Write all moves that are due in one transaction and tell of them; how many."""
        moves = [move for floor in self._floors.values() for move in floor.due(now)]
        if not moves:
            return 0
        with self._engine.execution_options(write=True).begin() as connection:
            refused = ledger.write(connection, moves, at, self._speed)
        self._bell.tell({move.campaign_id for move in moves})
        for move in refused:
            self._floors[move.campaign_id].let_go(move.contact_id)
        return len(moves) - len(refused)

    def _follow(self, campaigns: Iterable[Campaign]) -> set[int]:
        known, self._floors = self._floors, {}
        for campaign in campaigns:
            floor = known.get(campaign.id) or Floor(campaign, Random(f"{self._seed} {campaign.id}"))
            floor.campaign = campaign
            self._floors[campaign.id] = floor
        return self._floors.keys() - known.keys()

    def _news(self, newest: Sequence[Command]) -> list[Command]:
        news = [command for command in newest if command.id not in self._obeyed]
        self._obeyed = frozenset(command.id for command in newest)
        return news

    def _read(self, connection: Connection, floor: Floor, now: float, at: datetime) -> None:
        campaign_id = floor.campaign.id
        for contact in ledger.open_contacts(connection, campaign_id, at, self._speed):
            floor.meet(contact, now)

    def _obey(self, command: Command) -> None:
        floor, order = self._floors.get(command.campaign_id), _ORDERS.get(command.type)
        if floor and order:
            order(floor, command)

    def _supply(self, hungry: Iterable[Floor], at: datetime) -> None:
        dry = [floor for floor in hungry if floor.campaign.goal == "empty" or floor.is_idle]
        if not dry:
            return
        with self._engine.execution_options(write=True).begin() as connection:
            for campaign in (floor.campaign for floor in dry):
                if campaign.goal == "empty":
                    supply.top_up(connection, campaign, self._rng)
                elif ledger.finish(connection, campaign.id, at):
                    supply.succeed(connection, campaign, self._rng, at)
