"""Calls that clients answered, and how many of them hung up before an operator was there."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.domain.snapshot import CampaignView

DAY_HOURS = 24
MONTH_HOURS = 30 * 24
MODE = "predictive"


@dataclass(frozen=True, slots=True)
class Answered:
    """Answered calls of a window. `abandoned` is a lower bound: what the dialer itself dropped
    leaves no trace in the states."""

    abandoned: int
    connects: int

    @property
    def total(self) -> int:
        """All answered calls."""
        return self.abandoned + self.connects


def answered(view: CampaignView, minute: int, hours: int) -> Answered:
    """The answered calls of the last `hours`, up to the present minute."""
    oldest = minute // 60 - hours + 1
    abandoned, connects = (
        sum(count for hour, count in _hours(view, state).items() if hour >= oldest)
        for state in ("canceled_by_client", "call_in_progress")
    )
    return Answered(abandoned, connects)


def _hours(view: CampaignView, state: str) -> Mapping[int, int]:
    """Moves into a state by hour since 1970: of the last hour only, as minutes hold no more."""
    edges = [edge for edge in view.minutes if edge[1] == state and edge[0] is not None]
    return {view.minute // 60: sum(view.per_minute(edges, view.minute))}
