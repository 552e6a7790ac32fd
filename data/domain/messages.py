"""What receivers outside are told of an alert: numbers and codes, never a phone or a name."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from data.domain.alerts import Alert, rule_of
from data.domain.lifecycle import REOPEN_SECONDS, Event
from data.domain.states import state_of


class Kind(StrEnum):
    """The kinds of messages: each is sent once an incident at most."""

    FIRED = "fired"
    CRITICAL = "critical"
    RESOLVED = "resolved"


KINDS: Mapping[Event, Kind] = {
    Event.OPENED: Kind.FIRED,
    Event.ESCALATED: Kind.CRITICAL,
    Event.RESOLVED: Kind.RESOLVED,
}


def send_at(kind: Kind, now: datetime) -> datetime:
    """When to send: an end only once the incident cannot come back, or the receiver would go on
    believing it."""
    return now + timedelta(seconds=REOPEN_SECONDS) if kind is Kind.RESOLVED else now


def message(alert: Alert, kind: Kind) -> dict[str, Any]:
    """The message as JSON holds it. `id` stays the same when it is sent again."""
    return {
        "version": 1,
        "id": f"{alert.id}-{kind}",
        "kind": kind,
        "text": _sentence(alert, kind),
        "alert": {
            "id": alert.id,
            "campaign_id": alert.campaign_id,
            "cause": alert.cause,
            "state": alert.state,
            "severity": alert.severity,
            "count": alert.count,
            "at_least": alert.at_least,
            "limit_seconds": alert.limit_seconds,
            "numerator": alert.numerator,
            "denominator": alert.denominator,
            "since": _instant(alert.since),
            "fired_at": _instant(alert.fired_at),
            "resolved_at": _instant(alert.resolved_at),
        },
    }


def _sentence(alert: Alert, kind: Kind) -> str:
    place = f" ({state_of(alert.state).label})" if alert.state else ""
    number = f"over {alert.count}" if alert.at_least else f"{alert.count}"
    if alert.denominator is not None:
        number = f"{alert.numerator} of {alert.denominator}"
    what = f"campaign {alert.campaign_id}: {rule_of(alert.cause).label}{place}"
    if kind is Kind.RESOLVED:
        return f"Resolved, {what}"
    return f"{alert.severity.capitalize()}, {what}: {number}"


def _instant(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
