"""Campaigns for deeds, and what they look like afterwards."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, text

from data.domain.access import Actor, Means, Role
from data.operations.desk import OperationDesk

ANNA = Actor("anna", Role.ADMIN, Means.CONSOLE)
BORIS = Actor("boris", Role.ADMIN, Means.CONSOLE)
SECRET = "of-the-tests"


def execute(engine: Engine, statement: str, **given: Any) -> None:
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(text(statement), given)


def campaign(
    engine: Engine,
    states: Mapping[str, int],
    *,
    id: int = 7,
    mode: str = "progressive",
    status: str = "in_progress",
) -> None:
    """A campaign with so many contacts of each state, who came there directly."""
    with engine.execution_options(write=True).begin() as connection:
        given = {"id": id, "mode": mode, "status": status}
        connection.execute(
            text(
                "INSERT INTO campaigns (id, name, mode, status)"
                " VALUES (:id, 'Spring', :mode, :status)"
            ),
            given,
        )
        for state, number in states.items():
            load(connection, id, state, number)


def load(connection: Connection, campaign_id: int, state: str, number: int) -> None:
    rows = [
        {"campaign": campaign_id, "phone": f"+420777{campaign_id}{index:05}", "state": state}
        for index in range(number)
    ]
    connection.execute(
        text("INSERT INTO contacts (campaign_id, phone, state) VALUES (:campaign, :phone, :state)"),
        rows,
    )


def counts(engine: Engine, campaign_id: int = 7) -> dict[str, int]:
    wanted = "SELECT state, count(*) AS number FROM contacts WHERE campaign_id = :id GROUP BY state"
    with engine.connect() as connection:
        rows = connection.execute(text(wanted), {"id": campaign_id})
        return {row.state: row.number for row in rows}


def ids(engine: Engine, state: str | None = None, campaign_id: int = 7) -> list[int]:
    wanted = "SELECT id FROM contacts WHERE campaign_id = :id AND coalesce(:state, state) = state"
    with engine.connect() as connection:
        given = {"id": campaign_id, "state": state}
        return list(connection.execute(text(f"{wanted} ORDER BY id"), given).scalars())


def one(engine: Engine, wanted: str, **given: Any) -> Any:
    with engine.connect() as connection:
        return connection.execute(text(wanted), given).scalar_one()


def rows(engine: Engine, wanted: str, **given: Any) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(wanted), given)]


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
