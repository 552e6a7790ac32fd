"""All that a live page is computed from: the numbers, and what is wrong with them."""

from dataclasses import dataclass

from data.domain.alerts import Alert
from data.domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Sight:
    """A snapshot and the open alerts, those that do most harm first.

    `alerts_error` says why alerts cannot be told at the moment; None while they can.
    """

    snapshot: Snapshot
    alerts: tuple[Alert, ...] = ()
    alerts_error: str | None = None

    def alerts_of(self, campaign_id: int) -> tuple[Alert, ...]:
        """The open alerts of one campaign, those that do most harm first."""
        return tuple(alert for alert in self.alerts if alert.campaign_id == campaign_id)
