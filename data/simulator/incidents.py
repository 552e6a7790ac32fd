"""What goes wrong on a calling floor now and then, when, and for how long."""

from collections.abc import Mapping
from random import Random

from data.simulator.habits import RETRY, Draw, Outcome, Stay, between

PBX = "pbx"  # calls fail at once
FEW_OPERATORS = "few_operators"  # most operators are away, the dialing goes on
WORKSTATION = "workstation"  # one call loses its operator's computer and never ends

_AWAY_SHARE = 0.6
PBX_STAY = Stay(
    between(1, 4),
    (
        Outcome(0.8, "dial_failed", "PBX does not respond"),
        Outcome(0.2, RETRY, "no answer"),
    ),
)
_SHARES: Mapping[str, float] = {PBX: 3, FEW_OPERATORS: 3, WORKSTATION: 1}
_LENGTHS: Mapping[str, Draw] = {
    PBX: between(20, 50),
    FEW_OPERATORS: between(90, 240),
    WORKSTATION: between(1, 2),
}
_QUIET = between(600, 3600)


class Incidents:
    """The incidents of one floor, drawn one after the other: never two at a time."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._kind: str | None = None
        self._ends = _QUIET(rng)

    def at(self, now: float) -> str | None:
        """The incident that is on at `now` (simulated seconds, never less than before)."""
        while now >= self._ends:
            self._kind = None if self._kind else self._draw()
            self._ends += (_LENGTHS[self._kind] if self._kind else _QUIET)(self._rng)
        return self._kind

    def away(self, operators: int) -> int:
        """How many of the operators are away in the incident that is on."""
        return round(operators * _AWAY_SHARE) if self._kind == FEW_OPERATORS else 0

    def _draw(self) -> str:
        return self._rng.choices(list(_SHARES), list(_SHARES.values()))[0]
