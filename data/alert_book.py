"""The book of alerts: what is open, what happened, and what is to be told outside."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, union_all, update

from data.domain.alerts import Alert, Key, Severity, Shared, Status, key_of
from data.domain.course import Turn
from data.domain.lifecycle import REOPEN_SECONDS, Event, Step
from data.domain.messages import KINDS, Kind, message, send_at
from data.domain.thresholds import Limits, Overrides
from data.schema.tables import alert_events, alerts, campaign_statuses, deliveries, thresholds

OPEN_LIMIT = 10_000
THRESHOLD_LIMIT = 100_000
CAMPAIGN_LIMIT = 20_000
TURN_LIMIT = 100_000
CHUNK = 1_000
KEPT = timedelta(days=90)  # so long alerts stay in the book after they are over
FORGOTTEN_AT_ONCE = 100

_NAMES = [field.name for field in fields(Alert)]
COLUMNS = [alerts.c[name] for name in _NAMES]


def newest(connection: Connection, now: datetime) -> Mapping[Key, Alert]:
    """The newest alert of each subject that is open, or was over a moment ago."""
    lately = now - timedelta(seconds=REOPEN_SECONDS)
    wanted = union_all(
        select(*COLUMNS).where(alerts.c.status != Status.RESOLVED),
        select(*COLUMNS).where(alerts.c.resolved_at >= lately, alerts.c.status == Status.RESOLVED),
    ).limit(OPEN_LIMIT)
    found = sorted((alert_of(row) for row in connection.execute(wanted)), key=lambda a: a.id)
    closed_first = sorted(found, key=lambda alert: alert.status is not Status.RESOLVED)
    return {key_of(alert): alert for alert in closed_first}


def last_resolved(connection: Connection) -> dict[int, datetime]:
    """When the last alert of each campaign was over."""
    wanted = (
        select(
            alerts.c.campaign_id, func.max(alerts.c.resolved_at, type_=alerts.c.resolved_at.type)
        )
        .where(alerts.c.resolved_at.is_not(None))
        .group_by(alerts.c.campaign_id)
        .limit(CAMPAIGN_LIMIT)
    )
    return {campaign: at for campaign, at in connection.execute(wanted) if at}


def overrides(connection: Connection) -> Overrides:
    """The limits that campaigns have set for themselves."""
    rows = connection.execute(select(*thresholds.c).limit(THRESHOLD_LIMIT))
    return {(row.campaign_id, row.state): _limits(row) for row in rows}


def _limits(row: Row[Any]) -> Limits:
    return Limits(row.warn_seconds, row.critical_seconds, own=True)


def newest_turn(connection: Connection) -> int:
    """A number that grows whenever a campaign changes its status."""
    return int(connection.execute(select(func.max(campaign_statuses.c.id))).scalar_one() or 0)


def turns(connection: Connection, wanted: Sequence[int]) -> dict[int, tuple[Turn, ...]]:
    """The statuses that campaigns have had, oldest first."""
    found: dict[int, tuple[Turn, ...]] = dict.fromkeys(wanted, ())
    table = campaign_statuses.c
    for start in range(0, len(wanted), CHUNK):
        rows = connection.execute(
            select(table.campaign_id, table.status, table.at)
            .where(table.campaign_id.in_(wanted[start : start + CHUNK]))
            .order_by(table.id)
            .limit(TURN_LIMIT)
        )
        for campaign, status, at in rows:
            found[campaign] = (*found[campaign], Turn(status, at))
    return found


def write(
    connection: Connection,
    steps: Iterable[tuple[Alert | None, Step]],
    now: datetime,
    channels: Sequence[str],
) -> None:
    """Write what became of each alert, with its events and messages.

    An alert that somebody else has changed meanwhile is left as it is, for the next look.
    """
    for before, step in steps:
        after = _write_one(connection, before, step.alert)
        if after is not None:
            record(connection, after, step.events, now)
            _tell(connection, after, step.events, now, channels)


def change(connection: Connection, before: Alert, after: Alert) -> Alert | None:
    """Write an alert over the one that was read; None when it is another by now."""
    values = _values(replace(after, version=before.version + 1))
    done = connection.execute(
        update(alerts)
        .where(alerts.c.id == before.id, alerts.c.version == before.version)
        .values(**values)
    )
    return replace(after, version=before.version + 1) if done.rowcount else None


def record(
    connection: Connection,
    alert: Alert,
    events: Iterable[Event],
    now: datetime,
    *,
    by: str | None = None,
    note: str | None = None,
) -> None:
    """Write down what happened to an alert."""
    rows = [
        {"alert_id": alert.id, "kind": event, "at": now, "by": by, "note": note} for event in events
    ]
    if rows:
        connection.execute(insert(alert_events), rows)


def forget(connection: Connection, before: datetime) -> None:
    """Delete a few of the alerts that were over before a moment, with all that belongs to them."""
    old = select(alerts.c.id).where(alerts.c.resolved_at < before).limit(FORGOTTEN_AT_ONCE)
    if found := connection.execute(old).scalars().all():
        for table, key in (
            (alert_events, alert_events.c.alert_id),
            (deliveries, deliveries.c.alert_id),
            (alerts, alerts.c.id),
        ):
            connection.execute(delete(table).where(key.in_(found)))


def alert_of(row: Row[Any]) -> Alert:
    """The alert of a row whose columns are `COLUMNS`."""
    values = dict(zip(_NAMES, row, strict=True))
    values["severity"] = Severity(values["severity"])
    values["status"] = Status(values["status"])
    values["shared"] = tuple(Shared(**shared) for shared in json.loads(values["shared"]))
    return Alert(**values)


def _write_one(connection: Connection, before: Alert | None, after: Alert | None) -> Alert | None:
    if after is None:
        if before is not None and before.status is Status.PENDING:
            own = alerts.c.id == before.id, alerts.c.version == before.version
            connection.execute(delete(alerts).where(*own))
        return None
    if before is not None and before.id == after.id:
        return change(connection, before, after)
    added = connection.execute(insert(alerts).values(**_values(after)).returning(alerts.c.id))
    return replace(after, id=added.scalar_one())


def _values(alert: Alert) -> dict[str, Any]:
    values = asdict(alert)
    values["shared"] = json.dumps(values["shared"])
    del values["id"]
    return values


def _tell(
    connection: Connection,
    alert: Alert,
    events: Sequence[Event],
    now: datetime,
    channels: Sequence[str],
) -> None:
    if Event.REOPENED in events:
        _take_back(connection, alert)
    for kind in filter(None, map(KINDS.get, events)):
        for channel in channels:
            if not _was_told(connection, alert, kind, channel):
                _queue(connection, alert, kind, channel, now)


def _take_back(connection: Connection, alert: Alert) -> None:
    """An end that was not sent yet was none."""
    connection.execute(
        delete(deliveries).where(
            deliveries.c.alert_id == alert.id,
            deliveries.c.kind == Kind.RESOLVED,
            deliveries.c.attempts == 0,
        )
    )


def _was_told(connection: Connection, alert: Alert, kind: Kind, channel: str) -> bool:
    table = deliveries.c
    wanted = select(table.id).where(
        table.alert_id == alert.id, table.kind == kind, table.channel == channel
    )
    return connection.execute(wanted.limit(1)).first() is not None


def _queue(connection: Connection, alert: Alert, kind: Kind, channel: str, now: datetime) -> None:
    connection.execute(
        insert(deliveries).values(
            alert_id=alert.id,
            kind=kind,
            channel=channel,
            body=json.dumps(message(alert, kind)),
            created_at=now,
            next_at=send_at(kind, now),
            attempts=0,
        )
    )
