"""The one door for what people do: each checks the role, does it and writes it down at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from data import alert_book, clock
from data.deadline import deadline
from data.domain.access import Actor, Permission, require
from data.domain.alerts import OPEN, Alert, Status
from data.domain.errors import DashboardError
from data.domain.lifecycle import Event, acknowledged, unacknowledged
from data.schema.tables import alerts

WRITE_SECONDS = 5.0
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


def acknowledge(
    engine: Engine, actor: Actor, alert_id: int, until: datetime | None, note: str | None
) -> Alert:
    """Take an alert up, with a word about it; without `until` for as long as it is open."""
    return _quiet(engine, actor, alert_id, until, note, snooze=False)


def snooze(engine: Engine, actor: Actor, alert_id: int, until: datetime) -> Alert:
    """Be quiet about an alert until a moment."""
    return _quiet(engine, actor, alert_id, until, None, snooze=True)


def unacknowledge(engine: Engine, actor: Actor, alert_id: int) -> Alert:
    """Give an alert back."""

    def give_back(alert: Alert, _: datetime) -> tuple[Alert, Event | None]:
        if alert.status is Status.FIRING:
            return alert, None
        return unacknowledged(alert), Event.UNACKNOWLEDGED

    return _change(engine, actor, alert_id, give_back)


def _quiet(
    engine: Engine,
    actor: Actor,
    alert_id: int,
    until: datetime | None,
    note: str | None,
    *,
    snooze: bool,
) -> Alert:
    def take_up(alert: Alert, now: datetime) -> tuple[Alert, Event | None]:
        if until is not None and until <= now:
            raise PastError
        same = (alert.acknowledged_by, alert.acknowledged_until, alert.note, alert.snoozed)
        if alert.status is Status.ACKNOWLEDGED and same == (actor.name, until, note, snooze):
            return alert, None  # said twice, done once
        after = acknowledged(alert, actor.name, until, note, now, snooze=snooze)
        return after, Event.SNOOZED if snooze else Event.ACKNOWLEDGED

    return _change(engine, actor, alert_id, take_up)


def _change(
    engine: Engine,
    actor: Actor,
    alert_id: int,
    deed: Callable[[Alert, datetime], tuple[Alert, Event | None]],
) -> Alert:
    """Raises NoSuchAlertError, NotOpenError, or BusyError when others were quicker each time."""
    require(actor, Permission.ACKNOWLEDGE_ALERTS)
    for _ in range(TRIES):
        with _writing(engine) as connection:
            now = clock.now(connection)
            before = _open_alert(connection, alert_id)
            after, event = deed(before, now)
            if event is None:
                return before
            if written := alert_book.change(connection, before, after):
                alert_book.record(
                    connection, written, [event], now, by=actor.name, note=written.note
                )
                return written
    raise BusyError


def _open_alert(connection: Connection, alert_id: int) -> Alert:
    wanted = select(*alert_book.COLUMNS).where(alerts.c.id == alert_id).limit(1)
    row = connection.execute(wanted).one_or_none()
    alert = alert_book.alert_of(row) if row else None
    if alert is None or alert.status is Status.PENDING:
        raise NoSuchAlertError
    if alert.status not in OPEN:
        raise NotOpenError
    return alert


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with (
        engine.connect().execution_options(write=True) as connection,
        deadline(connection, WRITE_SECONDS),
        connection.begin(),
    ):
        yield connection
