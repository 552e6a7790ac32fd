"""What every database's tail can do, and which tail belongs to which database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, text

from data.domain.snapshot import DIALING, Cell, Change, Dial, Front, Move
from data.domain.states import CODES, OTHER


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at the database: which one it is, where its log stands, what its clock says."""

    identity: str
    position: str
    as_of: datetime
    front: Front


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL over `transitions`, with its parameters."""

    sql: str
    values: Mapping[str, Any]


class LogTail(Protocol):
    """How the log of one database is followed. Each method works inside one transaction."""

    def open(self, engine: Engine) -> Connection:
        """A connection whose transactions see one unchanging state, and only read."""

    def look(self, connection: Connection) -> Reading:
        """Identity, position and clock. Raises StandbyError where the log cannot be followed."""

    def follows(self, since: str, until: str) -> bool:
        """Whether `until` can lie later than `since` in one and the same log."""

    def difference(
        self, connection: Connection, since: str | None, until: str, minute: int
    ) -> list[Change]:
        """The transitions visible at `until` and not at `since`, summed: as moves, and those into
        the states of dialing as dials too.

        `since` None means all since the log began. What lies before the windows that end with
        `minute` carries no minute or no hour.
        """

    def unseen(self, position: str, name: str) -> "Condition":
        """What is true of the transitions that were not visible at a position; its parameters
        begin with `name`. On a transaction's own position it is true of none that it sees."""

    def knowing(self, connection: Connection, which: "Condition") -> str:
        """The first position that is sure to know the transitions of a condition that are visible
        now; all that follow on it know them too."""

    def portion(self, since: str | None, until: str) -> "tuple[Condition, str]":
        """How much of what was not visible at `since` one transaction that writes is to go
        through, the whole log where that is None, and the position after it; `until` is its own."""


def known(column: str) -> str:
    """SQL for a state column, with every state outside the table as `other`."""
    listed = is_one_of(column, CODES)
    return f"CASE WHEN {column} IS NULL OR {listed} THEN {column} ELSE '{OTHER}' END"


def is_dialing(column: str) -> str:
    """SQL for whether a state column holds a state of dialing."""
    return is_one_of(column, DIALING)


def is_one_of(column: str, codes: Iterable[str]) -> str:
    """SQL for whether a column holds one of some codes of ours."""
    return f"{column} IN ({', '.join(map(repr, codes))})"


def changes_of(moves: Iterable[Any], dials: Iterable[Any]) -> list[Change]:
    """Changes from rows whose columns stand in the order of the fields of `Move` and `Dial`."""
    return [*(Move(*row) for row in moves), *(Dial(*row) for row in dials)]


_CELLS = f"""
  SELECT campaign_id, {known("state")}, funnel_step, count(*) FROM contacts {{where}}
  GROUP BY 1, 2, 3
"""
_CELLS_OF_ALL = text(_CELLS.format(where=""))
_CELLS_OF_ONE = text(_CELLS.format(where="WHERE campaign_id = :campaign_id"))


def cells(connection: Connection, campaign_id: int | None = None) -> Mapping[int, dict[Cell, int]]:
    """Contacts by state and funnel step, counted one by one: of one campaign, or of all."""
    if campaign_id is None:
        rows = connection.execute(_CELLS_OF_ALL)
    else:
        rows = connection.execute(_CELLS_OF_ONE, {"campaign_id": campaign_id})
    counted: dict[int, dict[Cell, int]] = {}
    for campaign, state, step, count in rows:
        counted.setdefault(campaign, {})[state, step] = count
    return counted
