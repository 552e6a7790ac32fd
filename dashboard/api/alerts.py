"""Alerts: open ones and past ones, and taking them up."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard.api import bodies
from dashboard.api.arguments import only, whole, word
from dashboard.problems import MALFORMED, ProblemError
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data import alert_list, clock
from data.alert_list import LIST_LIMIT, STATUSES, Place
from data.commands import alerts as commands
from data.database import reading
from data.domain.access import Permission
from data.domain.alerts import Alert, Status
from data.door import Key
from data.services import Services

DEFAULT_LIMIT = 50
LONGEST_CURSOR = 100
MOST_MINUTES = 30 * 24 * 60
_ID = "<int(max=9223372036854775807):alert_id>"
_QUERY = ("campaign", "status", "limit", "cursor")


def register(app: Flask, services: Services) -> None:
    """`/api/v1/alerts` and what can be done with one."""

    @app.get("/api/v1/alerts")
    @needs(Permission.SEE_NUMBERS)
    def list_alerts() -> Response:
        given = _query()
        with reading(services.engine) as connection:
            found, place = alert_list.page(connection, seen=actor().campaigns, **given)
        rows = [_row(alert) for alert in found]
        error = services.alerts.standing.error
        return jsonify(alerts=rows, next_cursor=str(place) if place else None, error=error)

    @app.post(f"/api/v1/alerts/{_ID}/acknowledge")
    @needs(Permission.ACKNOWLEDGE_ALERTS)
    def acknowledge(alert_id: int) -> Response:
        given = bodies.fields(request, {"note": str, "until": str, "minutes": int})
        note, until = _note(given), _until(services, given)
        return changed(
            lambda key: commands.acknowledge(
                services.engine, actor(), alert_id, until, note, key=key
            )
        )

    @app.post(f"/api/v1/alerts/{_ID}/snooze")
    @needs(Permission.ACKNOWLEDGE_ALERTS)
    def snooze(alert_id: int) -> Response:
        given = bodies.fields(request, {"until": str, "minutes": int})
        until = _until(services, given)
        if until is None:
            raise ProblemError(bodies.WRONG("Give until or minutes."))
        return changed(
            lambda key: commands.snooze(services.engine, actor(), alert_id, until, key=key)
        )

    @app.post(f"/api/v1/alerts/{_ID}/unacknowledge")
    @needs(Permission.ACKNOWLEDGE_ALERTS)
    def unacknowledge(alert_id: int) -> Response:
        bodies.fields(request, {})
        return changed(
            lambda key: commands.unacknowledge(services.engine, actor(), alert_id, key=key)
        )

    def changed(deed: Callable[[Key | None], int]) -> Response:
        with bodies.deeds():
            alert_id = deed(bodies.key(request))
        services.alerts.wake()
        with reading(services.engine) as connection:
            return jsonify(_row(commands.visible_alert(connection, actor(), alert_id)))


def _query() -> dict[str, Any]:
    """What to list. Raises the 400 problem for anything that cannot be meant."""
    only(_QUERY)
    status = word("status", 20)
    if status and status not in STATUSES:
        raise ProblemError(MALFORMED(f"status must be one of {', '.join(STATUSES)}."))
    return {
        "campaign_id": whole("campaign", least=1, most=2**63 - 1),
        "statuses": STATUSES[status] if status else tuple(Status),
        "place": _place(word("cursor", LONGEST_CURSOR)),
        "limit": whole("limit", least=1, most=LIST_LIMIT) or DEFAULT_LIMIT,
    }


def _place(cursor: str) -> Place | None:
    try:
        return Place.parse(cursor) if cursor else None
    except ValueError:
        raise ProblemError(MALFORMED("cursor must be one that was answered.")) from None


def _note(given: Mapping[str, Any]) -> str | None:
    note = " ".join((given.get("note") or "").split())
    if len(note) > commands.NOTE_LENGTH or not note.isprintable():
        most = commands.NOTE_LENGTH
        raise ProblemError(bodies.WRONG(f"note must be one line of {most} characters at most."))
    return note or None


def _until(services: Services, given: Mapping[str, Any]) -> datetime | None:
    """The moment until which to be quiet, by the database's clock."""
    minutes, until = given.get("minutes"), given.get("until")
    if minutes is None and until is None:
        return None
    if minutes is not None and until is not None:
        raise ProblemError(bodies.WRONG("Give either until or minutes."))
    with reading(services.engine) as connection:
        now = clock.now(connection)
    wanted = _moment(until) if until is not None else now + timedelta(minutes=_count(minutes))
    if not now < wanted <= now + timedelta(minutes=MOST_MINUTES):
        raise ProblemError(bodies.WRONG("until must be a moment in the next 30 days."))
    return wanted.replace(microsecond=wanted.microsecond // 1000 * 1000)


def _count(minutes: Any) -> int:
    if not 1 <= minutes <= MOST_MINUTES:
        raise ProblemError(bodies.WRONG(f"minutes must be from 1 to {MOST_MINUTES}."))
    return int(minutes)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        problem = bodies.WRONG("until must be a time such as 2026-01-31T14:00:00Z.")
        raise ProblemError(problem) from None


def _row(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "campaign_id": alert.campaign_id,
        "cause": alert.cause,
        "state": alert.state,
        "severity": alert.severity,
        "status": alert.status,
        "count": alert.count,
        "at_least": alert.at_least,
        "limit_seconds": alert.limit_seconds,
        "numerator": alert.numerator,
        "denominator": alert.denominator,
        "shared": [
            {"name": shared.name, "value": shared.value, "count": shared.count}
            for shared in alert.shared
        ],
        "since": instant(alert.since),
        "oldest_at": instant(alert.oldest_at),
        "fired_at": instant(alert.fired_at),
        "resolved_at": instant(alert.resolved_at),
        "acknowledged_at": instant(alert.acknowledged_at),
        "acknowledged_by": alert.acknowledged_by,
        "acknowledged_until": instant(alert.acknowledged_until),
        "snoozed": alert.snoozed,
        "note": alert.note,
    }
