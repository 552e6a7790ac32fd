"""The floor of the log: what lies below it was given up, and may be gone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.schema.tables import log_floor


@dataclass(frozen=True, slots=True)
class Floor:
    """Transitions before `at`, none of which has an id above `last_id`, may be gone; sums keep
    them. `position` and what follows on it knew all of them. None, 0 and None: all is there."""

    at: datetime | None = None
    last_id: int = 0
    position: str | None = None

    def holds(self, instant: datetime | None) -> bool:
        """Whether every transition from an instant on is there; None is since the log began."""
        return self.at is None or (instant is not None and instant >= self.at)


def read(connection: Connection) -> Floor:
    """The floor as it is."""
    wanted = select(log_floor.c.at, log_floor.c.last_id, log_floor.c.position).limit(1)
    return Floor(*connection.execute(wanted).one())
