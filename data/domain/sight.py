"""All that a live page is computed from: the numbers, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from data.domain.alerts import Alert
from data.domain.operation import Operation
from data.domain.snapshot import Snapshot
from data.domain.thresholds import Overrides


@dataclass(frozen=True, slots=True)
class Sight:
    """A snapshot and the open alerts, those that do most harm first.

    `alerts_error` says why alerts cannot be told at the moment; None while they can.
    `last_resolved` says of each campaign that had alerts when the last of them was over, `past` are
    the newest of these alerts, `limits` those that campaigns have set for themselves. `operations`
    are the long deeds that go on or ended a moment ago, the newest first.
    """

    snapshot: Snapshot
    alerts: tuple[Alert, ...] = ()
    alerts_error: str | None = None
    last_resolved: Mapping[int, datetime] = field(default_factory=dict)
    past: tuple[Alert, ...] = ()
    limits: Overrides = field(default_factory=dict)
    operations: tuple[Operation, ...] = ()
    _narrowed: "dict[frozenset[int], Sight]" = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def only(self, campaigns: frozenset[int] | None) -> "Sight":
        """All that somebody sees who may see these campaigns and no others; None sees all.

        Computed once for all who may see the same. What belongs to no campaign in particular, only
        those see who may see all.
        """
        if campaigns is None:
            return self
        if campaigns not in self._narrowed:
            self._narrowed[campaigns] = self._narrow(campaigns)
        return self._narrowed[campaigns]

    def _narrow(self, campaigns: frozenset[int]) -> "Sight":
        return replace(
            self,
            snapshot=self.snapshot.only(campaigns),
            alerts=tuple(alert for alert in self.alerts if alert.campaign_id in campaigns),
            last_resolved={
                id: self.last_resolved[id] for id in campaigns if id in self.last_resolved
            },
            past=tuple(alert for alert in self.past if alert.campaign_id in campaigns),
            limits={key: limits for key, limits in self.limits.items() if key[0] in campaigns},
            operations=tuple(deed for deed in self.operations if deed.campaign_id in campaigns),
        )

    def alerts_of(self, campaign_id: int) -> tuple[Alert, ...]:
        """The open alerts of one campaign, those that do most harm first."""
        return tuple(alert for alert in self.alerts if alert.campaign_id == campaign_id)

    def operations_of(self, campaign_id: int) -> tuple[Operation, ...]:
        """The long deeds on one campaign, the newest first."""
        return tuple(deed for deed in self.operations if deed.campaign_id == campaign_id)

    def clear_since(self, campaign_id: int | None = None) -> datetime | None:
        """When the last alert was over, of one campaign or of all; None where there was none."""
        if campaign_id is not None:
            return self.last_resolved.get(campaign_id)
        return max(self.last_resolved.values(), default=None)

    def concerning(self, campaign_id: int) -> tuple[object, ...]:
        """All that a page of one campaign is computed from: while it is equal, so is the page."""
        return (
            self.snapshot.epoch,
            self.snapshot.minute,
            self.snapshot.campaigns.get(campaign_id),
            self.alerts_of(campaign_id),
            self.alerts_error,
            self.clear_since(campaign_id),
            self.operations_of(campaign_id),
        )
