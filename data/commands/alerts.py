"""Taking alerts up, snoozing them, giving them back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from data import alert_book
from data.audit import Entry
from data.domain.access import Actor, Permission
from data.domain.alerts import OPEN, Alert, Status
from data.domain.errors import DashboardError
from data.domain.lifecycle import Event, acknowledged, unacknowledged
from data.door import Done, Key, Visit, through
from data.schema.tables import alerts

TRIES = 5
NOTE_LENGTH = 500


class NoSuchAlertError(DashboardError):
    """There is no such alert."""


class NotOpenError(DashboardError):
    """The alert is over already."""


class BusyError(DashboardError):
    """The alert keeps changing: try again."""


class PastError(DashboardError):
    """The moment until which to be quiet has passed."""


Change = Callable[[Alert, datetime], tuple[Alert, Event | None]]


def acknowledge(
    engine: Engine,
    actor: Actor,
    alert_id: int,
    until: datetime | None,
    note: str | None,
    *,
    key: Key | None = None,
) -> int:
    """Take an alert up, with a word about it; without `until` for as long as it is open."""
    change = _quiet(actor, until, note, snooze=False)
    return _change(
        engine, actor, alert_id, Entry("alert.acknowledge", reason=note), change, key=key
    )


def snooze(
    engine: Engine, actor: Actor, alert_id: int, until: datetime, *, key: Key | None = None
) -> int:
    """Be quiet about an alert until a moment."""
    change = _quiet(actor, until, None, snooze=True)
    return _change(engine, actor, alert_id, Entry("alert.snooze"), change, key=key)


def unacknowledge(engine: Engine, actor: Actor, alert_id: int, *, key: Key | None = None) -> int:
    """Give an alert back."""

    def give_back(alert: Alert, _: datetime) -> tuple[Alert, Event | None]:
        if alert.status is Status.FIRING:
            return alert, None
        return unacknowledged(alert), Event.UNACKNOWLEDGED

    return _change(engine, actor, alert_id, Entry("alert.unacknowledge"), give_back, key=key)


def visible_alert(connection: Connection, actor: Actor, alert_id: int) -> Alert:
    """An alert as it stands. Raises NoSuchAlertError for one that the actor may not see."""
    wanted = select(*alert_book.COLUMNS).where(alerts.c.id == alert_id).limit(1)
    row = connection.execute(wanted).one_or_none()
    alert = alert_book.alert_of(row) if row else None
    if alert is None or alert.status is Status.PENDING or not actor.sees(alert.campaign_id):
        raise NoSuchAlertError
    return alert


def _quiet(actor: Actor, until: datetime | None, note: str | None, *, snooze: bool) -> Change:
    def take_up(alert: Alert, now: datetime) -> tuple[Alert, Event | None]:
        if until is not None and until <= now:
            raise PastError
        same = (alert.acknowledged_by, alert.acknowledged_until, alert.note, alert.snoozed)
        if alert.status is Status.ACKNOWLEDGED and same == (actor.name, until, note, snooze):
            return alert, None  # said twice, done once
        after = acknowledged(alert, actor.name, until, note, now, snooze=snooze)
        return after, Event.SNOOZED if snooze else Event.ACKNOWLEDGED

    return take_up


def _change(
    engine: Engine, actor: Actor, alert_id: int, entry: Entry, change: Change, *, key: Key | None
) -> int:
    """The alert's id. Raises NoSuchAlertError, NotOpenError, or BusyError when others were quicker
    each time."""
    attempt = replace(entry, detail={"alert": alert_id})

    def deed(visit: Visit) -> Done[int]:
        for _ in range(TRIES):
            before = visible_alert(visit.connection, visit.actor, alert_id)
            if before.status not in OPEN:
                raise NotOpenError
            after, event = change(before, visit.now)
            if event is None:
                return Done(before.id)
            if written := alert_book.change(visit.connection, before, after):
                who, note = visit.actor.name, written.note
                alert_book.record(visit.connection, written, [event], visit.now, by=who, note=note)
                return Done(written.id, [replace(attempt, campaign_id=written.campaign_id)])
        raise BusyError

    return int(through(engine, actor, Permission.ACKNOWLEDGE_ALERTS, attempt, deed, key=key))
