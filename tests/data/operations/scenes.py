"""Campaigns for deeds, and what they look like afterwards."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Engine, insert

from data.commands.campaigns import cancel
from data.domain.access import Actor, Means, Role
from data.operations.desk import OperationDesk
from data.schema.tables import campaigns, contacts
from tests.data.sql import execute, one, rows

ANNA = Actor("anna", Role.ADMIN, Means.CONSOLE)
BORIS = Actor("boris", Role.ADMIN, Means.CONSOLE)
SECRET = "of-the-tests"


def campaign(
    engine: Engine,
    states: Mapping[str, int],
    *,
    id: int = 7,
    mode: str = "progressive",
    status: str = "in_progress",
) -> None:
    """A campaign with so many contacts of each state, who came there directly."""
    new = {"id": id, "name": "Spring", "mode": mode, "status": status}
    loaded = [
        {"campaign_id": id, "phone": f"+420777{id}{index:05}", "state": state}
        for state, number in states.items()
        for index in range(number)
    ]
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(insert(campaigns).values(new))
        connection.execute(insert(contacts), loaded)


def canceled(engine: Engine, states: Mapping[str, int]) -> int:
    """The cancel of a new campaign, not carried out yet."""
    campaign(engine, states)
    return cancel(engine, ANNA, 7, "no more", secret=SECRET)


def counts(engine: Engine, campaign_id: int = 7) -> dict[str, int]:
    wanted = "SELECT state, count(*) FROM contacts WHERE campaign_id = :id GROUP BY state"
    return dict(rows(engine, wanted, id=campaign_id))


def ids(engine: Engine, state: str | None = None, campaign_id: int = 7) -> list[int]:
    wanted = "SELECT id FROM contacts WHERE campaign_id = :campaign AND coalesce(:state, state) ="
    found = rows(engine, f"{wanted} state ORDER BY id", campaign=campaign_id, state=state)
    return [id for (id,) in found]


def status(engine: Engine, campaign_id: int = 7) -> str:
    return str(one(engine, "SELECT status FROM campaigns WHERE id = :id", id=campaign_id))


def move(engine: Engine, contact_ids: Iterable[int], state: str) -> None:
    for id in contact_ids:
        execute(engine, "UPDATE contacts SET state = :state WHERE id = :id", state=state, id=id)


def work(engine: Engine, times: int = 50, size: int = 3) -> OperationDesk:
    """A desk that makes steps until nothing is left to do for now."""
    clock = iter(range(0, 100_000, 10))
    desk = OperationDesk(engine, lambda: SECRET, steady=lambda: float(next(clock)), size=size)
    for _ in range(times):
        if desk.work() is None and desk.work() is None:
            break
    desk.stop()
    return desk
