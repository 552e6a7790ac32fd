"""When each of the people who watch looked last."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select

from data import clock
from data.domain.access import Actor
from data.domain.looks import Look
from data.door import writing
from data.schema.tables import last_looks


def note(engine: Engine, actor: Actor, step: Callable[[Look | None, datetime], Look]) -> Look:
    """Take a step, `looked` or `seen`, from the actor's last look to the next, and keep it."""
    who = _key(actor)
    with writing(engine) as connection:
        look = step(_read(connection, who), clock.now(connection))
        connection.execute(delete(last_looks).where(last_looks.c.who == who))
        connection.execute(insert(last_looks).values(who=who, at=look.at, since=look.since))
    return look


def _read(connection: Connection, who: str) -> Look | None:
    wanted = select(last_looks.c.at, last_looks.c.since).where(last_looks.c.who == who)
    row = connection.execute(wanted.with_for_update().limit(1)).one_or_none()
    return Look(*row) if row else None


def _key(actor: Actor) -> str:
    return actor.means if actor.id is None else f"{actor.means}-{actor.id}"
