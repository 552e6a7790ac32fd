"""Alerts: something that a supervisor has to see, one per campaign, cause and state."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is."""

    WARN = "warn"
    CRITICAL = "critical"


class Status(StrEnum):
    """Where in its life an alert is."""

    PENDING = "pending"
    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Shared:
    """What most of the contacts of an alert have in common: `count` of them this `value`."""

    name: str  # "operator" or "reason"
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Alert:
    """One incident.

    cause        the key of its rule
    state        the contact state it is about; None where it is about the campaign
    count        contacts, or moves, that it is about now; `at_least` when there are more
    oldest_at    since when the longest one has been so
    since        since when the condition has held
    numerator, denominator   of a rate, where the rule is about one
    """

    id: int
    campaign_id: int
    cause: str
    state: str | None
    severity: Severity
    status: Status
    since: datetime
    count: int
    at_least: bool = False
    oldest_at: datetime | None = None
    shared: tuple[Shared, ...] = ()
    numerator: int | None = None
    denominator: int | None = None
    fired_at: datetime | None = None
    resolved_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    acknowledged_until: datetime | None = None
    note: str | None = None
