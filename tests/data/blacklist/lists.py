"""What the tests of the blacklist share: a few campaigns, and writing as a dialer does."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine

from data.blacklist import entries
from data.blacklist.entries import Cause, Number, Source
from data.door import writing
from tests.data.sql import execute, one, rows

SECRET = "of-the-tests"
NUMBER = "+420777123456"
NOW = datetime(2030, 1, 1, tzinfo=UTC)
STATUSES = ("initial", "in_progress", "paused", "canceling", "canceled", "finished")


def campaigns(engine: Engine, *statuses: str) -> None:
    """Campaigns 1, 2, … of these statuses."""
    for id, status in enumerate(statuses, 1):
        execute(engine, "INSERT INTO campaigns (id, name, mode, status) VALUES"
                      f" ({id}, 'c{id}', 'preview', '{status}')")  # fmt: skip


def contact(engine: Engine, campaign_id: int, phone: str | None, state: str = "initial") -> int:
    """The id of a new contact."""
    new = (
        "INSERT INTO contacts (campaign_id, phone, state, name, external_id, reason)"
        " VALUES (:campaign, :phone, :state, 'Ada Green', 'crm-1', 'call +420777123456')"
        " RETURNING id"
    )
    return int(execute(engine, new, campaign=campaign_id, phone=phone, state=state))


def listed(
    engine: Engine,
    phone: str = NUMBER,
    reason: str = "asked",
    *,
    by: str = "anna",
    source: Source = Source.MANUAL,
) -> int:
    """The id of a number's entry on the list."""
    with writing(engine) as connection:
        cause = Cause(reason, source, by, NOW)
        return entries.add(connection, Number.of(SECRET, phone), cause)[0]


def states(engine: Engine) -> Sequence[str]:
    """The states of all contacts, in the order of their ids."""
    return [state for (state,) in rows(engine, "SELECT state FROM contacts ORDER BY id")]


def final_id(engine: Engine) -> int:
    """The newest id of the log, where nobody is writing."""
    return int(one(engine, "SELECT coalesce(max(id), 0) FROM transitions"))
