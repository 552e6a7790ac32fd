"""The alerts of a campaign in a span of the past: read once, told for any instant of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from sqlalchemy import Connection, func, or_, select

from data.alert_book import COLUMNS, KEPT, alert_of
from data.domain.alert_past import Happening, alert_then, over_before
from data.domain.alerts import Alert, worst_first
from data.history.past import Past, Span
from data.schema.tables import alert_events, alerts

MOST_ALERTS = 500
MOST_EVENTS = 20_000
FORGOTTEN = "Those of more than 90 days ago are not kept."


@dataclass(frozen=True, slots=True)
class PastAlerts:
    """All alerts that were open within a span, with all that happened to them.

    `kept_from` is the instant before which alerts are forgotten, `over` when the last alert that
    ended before the span did.
    """

    alerts: Sequence[Alert]
    happened: Mapping[int, Sequence[Happening]]
    kept_from: datetime
    over: datetime | None = field(default=None)

    @classmethod
    def of(cls, past: Past, campaign_id: int, span: Span) -> Self:
        """Those of a campaign, in three short looks whatever the span."""
        found = _open_within(past.connection, campaign_id, span)
        happened = _happened(past.connection, [alert.id for alert in found])
        over = _over(past.connection, campaign_id, span)
        return cls(found, happened, past.as_of - KEPT, over)

    def open_at(self, at: datetime) -> tuple[Alert, ...]:
        """The alerts that were open at an instant of the span, as far as they are known."""
        then = (alert_then(alert, self.happened.get(alert.id, ()), at) for alert in self.alerts)
        return worst_first(filter(None, then))

    def clear_since(self, at: datetime) -> datetime | None:
        """When the last alert before an instant was over."""
        ends = [self.over, *(over_before(events, at) for events in self.happened.values())]
        return max(filter(None, ends), default=None)

    def error_at(self, at: datetime) -> str | None:
        """Why the alerts of an instant cannot be told; None while they can."""
        return FORGOTTEN if at < self.kept_from else None


def _open_within(connection: Connection, campaign_id: int, span: Span) -> list[Alert]:
    wanted = (
        select(*COLUMNS)
        .where(alerts.c.campaign_id == campaign_id, alerts.c.fired_at <= span.end)
        .where(or_(alerts.c.resolved_at.is_(None), alerts.c.resolved_at >= span.start))
        .order_by(alerts.c.id)
        .limit(MOST_ALERTS)
    )
    return [alert_of(row) for row in connection.execute(wanted)]


def _happened(connection: Connection, ids: Sequence[int]) -> dict[int, list[Happening]]:
    kept = alert_events.c
    wanted = (
        select(kept.alert_id, kept.kind, kept.at)
        .where(kept.alert_id.in_(ids))
        .order_by(kept.alert_id, kept.id)
        .limit(MOST_EVENTS)
    )
    found: dict[int, list[Happening]] = defaultdict(list)
    for alert_id, kind, at in connection.execute(wanted):
        found[alert_id].append(Happening(kind, at))
    return found


def _over(connection: Connection, campaign_id: int, span: Span) -> datetime | None:
    """When the last alert was over that was not open within the span."""
    resolved = alerts.c.resolved_at
    wanted = select(func.max(resolved, type_=resolved.type)).where(
        alerts.c.campaign_id == campaign_id, resolved < span.start
    )
    found: datetime | None = connection.execute(wanted).scalar_one()
    return found
