"""What the tests of the blacklist share: a few campaigns, and writing as a dialer does."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, text

SECRET = "of-the-tests"
NUMBER = "+420777123456"
STATUSES = ("initial", "in_progress", "paused", "canceling", "canceled", "finished")


def write(engine: Engine, *statements: str, **values: Any) -> None:
    """Run statements in one transaction, as a dialer would."""
    with engine.execution_options(write=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    """What a query finds."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def campaigns(engine: Engine, *statuses: str) -> None:
    """Campaigns 1, 2, … of these statuses."""
    for id, status in enumerate(statuses, 1):
        write(engine, "INSERT INTO campaigns (id, name, mode, status) VALUES"
                      f" ({id}, 'c{id}', 'preview', '{status}')")  # fmt: skip


def contact(engine: Engine, campaign_id: int, phone: str | None, state: str = "initial") -> int:
    """The id of a new contact."""
    statement = text(
        "INSERT INTO contacts (campaign_id, phone, state, name, external_id, reason)"
        " VALUES (:campaign, :phone, :state, 'Ada Green', 'crm-1', 'call +420777123456')"
        " RETURNING id"
    )
    given = {"campaign": campaign_id, "phone": phone, "state": state}
    with engine.execution_options(write=True).begin() as connection:
        return int(connection.execute(statement, given).scalar_one())


def states(engine: Engine) -> Sequence[str]:
    """The states of all contacts, in the order of their ids."""
    return [state for (state,) in rows(engine, "SELECT state FROM contacts ORDER BY id")]


def final_id(engine: Engine) -> int:
    """The newest id of the log, where nobody is writing."""
    return int(rows(engine, "SELECT coalesce(max(id), 0) FROM transitions")[0][0])
