"""When a campaign will be done, if it goes on as it went in the last hour."""

from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

from data.domain.metrics import is_attempt, is_worked_off
from data.domain.snapshot import CampaignView

FEWEST_MINUTES = 5
_SPREADS = 1.96  # standard errors to either side: 95 of 100 intervals hold the true pace

DEFINITION = (
    "Contacts that are still open, divided by the contacts closed per minute in the minutes of the "
    "last hour in which an attempt began or a contact was closed. Where the pace itself is "
    "uncertain, so is the time: the range holds it 19 times of 20. Breaks come on top. Unknown "
    "while the campaign is not in progress, for one that runs for ever, and before five such "
    "minutes."
)


@dataclass(frozen=True, slots=True)
class Finish:
    """How long a campaign still takes, in seconds of work, and within which range.

    `latest` None: the pace varies so much that there is no telling.
    """

    seconds: float
    earliest: float
    latest: float | None


def time_to_finish(view: CampaignView, minute: int) -> Finish | None:
    """Open contacts ÷ closing rate over active minutes; None where that means nothing."""
    left = view.total - view.closed
    if view.campaign.goal == "empty" or view.campaign.status != "in_progress" or not left:
        return None
    closed = _closed_in_active_minutes(view, minute)
    if len(closed) < FEWEST_MINUTES or not any(closed):
        return None
    pace, error = mean(closed), _SPREADS * stdev(closed) / sqrt(len(closed))
    slowest = pace - error
    return Finish(
        60 * left / pace, 60 * left / (pace + error), 60 * left / slowest if slowest > 0 else None
    )


def _closed_in_active_minutes(view: CampaignView, minute: int) -> list[int]:
    """The contacts closed in each whole minute of the last hour that was worked in."""
    closed = view.per_minute(filter(is_worked_off, view.minutes), minute)[:-1]
    attempts = view.per_minute(filter(is_attempt, view.minutes), minute)[:-1]
    return [count for count, begun in zip(closed, attempts, strict=True) if count or begun]
