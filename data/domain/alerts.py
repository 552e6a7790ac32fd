"""Alerts: something that a supervisor has to see, one per campaign, cause and state."""

from collections.abc import Iterable, Mapping
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


OPEN = (Status.FIRING, Status.ACKNOWLEDGED)
CRITICAL_HARM = 50  # what being critical adds to the harm of a rule


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of thing that can be wrong.

    harm             where its alerts stand among others: the client on the line before paperwork
    pending_seconds  how long it has to hold before it is told
    clear_seconds    how long it has to be gone before it counts as over
    """

    cause: str
    label: str
    harm: int
    pending_seconds: float
    clear_seconds: float
    text: str


RULES: tuple[Rule, ...] = (
    Rule(
        "dialed_after_cancel", "Dialed after the end", 300, 0, 60,
        "The campaign was canceled, and its dialer took contacts up all the same.",
    ),
    Rule(
        "reopened", "Final contact dialed again", 200, 0, 2,
        "A contact that was a success, canceled or removed went back into dialing "
        "in the last hour.",
    ),
    Rule(
        "client_waiting", "Client waits on the line", 150, 0, 2,
        "A client has answered and nobody talks to them.",
    ),
    Rule(
        "abandoned_day", "Abandoned calls, 24 h", 90, 2, 2,
        "Clients who hung up before an operator was there, of all who answered in the last 24 "
        "hours. The true share is at least this: calls that the dialer itself dropped cannot be "
        "seen.",
    ),
    Rule(
        "abandoned_month", "Abandoned calls, 30 days", 85, 2, 2,
        "Clients who hung up before an operator was there, of all who answered in the last 30 "
        "days. The true share is at least this: calls that the dialer itself dropped cannot be "
        "seen.",
    ),
    Rule(
        "stalled", "Campaign stands still", 80, 0, 2,
        "It is in progress and has contacts to call, but none has left Initial or "
        "Retry scheduled.",
    ),
    Rule(
        "dial_failures", "Calls cannot be started", 75, 2, 2,
        "In five minutes far more calls failed to start than in the campaign's last hour: "
        "trouble with workstations, the PBX or the system.",
    ),
    Rule(
        "drift", "Counts did not agree", 70, 0, 2,
        "In the last ten minutes an audit found other numbers than were shown. "
        "They were counted anew at once.",
    ),
    Rule(
        "stuck", "Contacts stuck", 60, 0, 2,
        "They have been in one state for longer than it takes.",
    ),
    Rule(
        "retry_overdue", "Retries overdue", 50, 2, 2,
        "Their time has passed and nobody has called them, or they have no time at all.",
    ),
    Rule(
        "orphan", "Open after the end", 40, 0, 2,
        "The campaign is over and contacts are still open.",
    ),
    Rule(
        "unexpected_move", "Unexpected moves", 30, 0, 2,
        "In the last hour contacts moved in a way that this kind of campaign does not know.",
    ),
)  # fmt: skip

BY_CAUSE: Mapping[str, Rule] = {rule.cause: rule for rule in RULES}


def rule_of(cause: str) -> Rule:
    """The rule of a cause; one that another version knew goes as soon as it is looked at."""
    return BY_CAUSE.get(cause) or Rule(cause, cause, 0, 0, 0, "")


@dataclass(frozen=True, slots=True)
class Shared:
    """What most of the contacts of an alert have in common: `count` of them this `value`."""

    name: str  # "operator", "reason" or "move"
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a campaign at one instant; the fields mean what those of `Alert` do."""

    campaign_id: int
    cause: str
    state: str | None
    severity: Severity
    count: int
    at_least: bool = False
    oldest_at: datetime | None = None
    limit_seconds: float | None = None
    shared: tuple[Shared, ...] = ()
    numerator: int | None = None
    denominator: int | None = None


Key = tuple[int, str, str | None]  # campaign, cause, state


def key_of(subject: "Finding | Alert") -> Key:
    """What there is one open alert for."""
    return subject.campaign_id, subject.cause, subject.state


@dataclass(frozen=True, slots=True)
class Alert:
    """One incident.

    cause        the key of its rule
    state        the contact state it is about; None where it is about the campaign
    count        contacts, or moves, that it is about now; `at_least` when there are more
    oldest_at    since when the longest one has been so
    since        since when the condition has held
    limit_seconds            the threshold that was passed, where the rule has one
    numerator, denominator   of a rate, where the rule is about one
    clear_since, calm_since  since when the condition is gone, or its severity is lower
    acknowledged_count       the contacts it was about when it was acknowledged
    snoozed      acknowledged without a word about why: only to be quiet for a while
    version      grows with each change that is written
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
    limit_seconds: float | None = None
    clear_since: datetime | None = None
    calm_since: datetime | None = None
    acknowledged_count: int | None = None
    snoozed: bool = False
    version: int = 0

    @property
    def harm(self) -> int:
        """How much harm it does, to stand before or after others."""
        return rule_of(self.cause).harm + CRITICAL_HARM * (self.severity is Severity.CRITICAL)


def worst_first(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Alerts in the order in which they should be read: what nobody has taken up, then by harm."""
    return tuple(sorted(alerts, key=_rank))


def _rank(alert: Alert) -> tuple[bool, int, datetime, int]:
    began = alert.oldest_at or alert.since
    return alert.status is Status.ACKNOWLEDGED, -alert.harm, began, alert.id
