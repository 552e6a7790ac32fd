"""Calls that clients answered, and how many of them hung up before an operator was there."""

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
    """The answered calls of the last `hours` whole hours and the running one."""
    return Answered(
        abandoned=view.in_hours("canceled_by_client", hours, minute),
        connects=view.in_hours("call_in_progress", hours, minute),
    )
