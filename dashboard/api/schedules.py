"""Reports that come by themselves: asked for, listed, ended; their files taken away."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import time
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from flask import Flask, Response, jsonify, request, send_file

from dashboard.api import bodies
from dashboard.api.arguments import only, whole
from dashboard.problems import Problem, ProblemError
from dashboard.texts import LANGUAGES, language
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data import schedule_book
from data.commands import schedules as commands
from data.database import reading
from data.domain.access import Actor, Permission
from data.domain.calendar import Every, Recurrence
from data.domain.report import Format
from data.domain.schedule import TRIES, Run, Schedule, Wish, file_name
from data.reports.kinds import KINDS
from data.schedule_book import PAGE_LIMIT, Delivery, NoSuchScheduleError
from data.services import Services

DEFAULT_LIMIT = 30
MOST_CAMPAIGNS = 500
LONGEST_ZONE = 64
LARGEST = 2**63 - 1
ELSEWHERE = Problem(404, "The file is not on this machine.")
# The days that can be asked for.
DAYS: Mapping[Every, range] = {Every.WEEK: range(7), Every.MONTH: range(1, 32)}
_FIELDS = {
    "name": str, "kind": str, "format": str, "campaigns": list, "every": str, "day": int,
    "time": str, "timezone": str, "language": str, "receivers": list,
}  # fmt: skip
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_TYPES: Mapping[Format, str] = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
    Format.JSON: "application/json",
}
_SCHEDULE = "<int(max=9223372036854775807):schedule_id>"
_FILE = "<int(max=9223372036854775807):file_id>"


def register(app: Flask, services: Services) -> None:
    """`/api/v1/schedules` and `/api/v1/report-files`."""
    engine = services.engine

    @app.get("/api/v1/schedules")
    @needs(Permission.EXPORT_REPORTS)
    def list_schedules() -> Response:
        only(())
        with reading(engine) as connection:
            found = [one for one in schedule_book.everyone(connection) if one.is_for(actor())]
            last = schedule_book.last_runs(connection, [one.id for one in found])
            sent = schedule_book.deliveries_of(connection, list(last.values()))
        return jsonify(
            schedules=[_schedule(one, last.get(one.id), sent, actor()) for one in found],
            receivers=list(services.clerk.channels),
            timezone=services.settings.timezone,
        )

    @app.post("/api/v1/schedules")
    @needs(Permission.EXPORT_REPORTS)
    def add_schedule() -> tuple[Response, int]:
        wish = _wish(bodies.fields(request, _FIELDS), services.clerk.channels)
        with bodies.deeds():
            added = commands.add(engine, actor(), wish, key=bodies.key(request))
        services.clerk.wake()
        return _answer(added), 201

    @app.delete(f"/api/v1/schedules/{_SCHEDULE}")
    @needs(Permission.EXPORT_REPORTS)
    def end_schedule(schedule_id: int) -> Response:
        why = bodies.reason(bodies.fields(request, {"reason": str}))
        with bodies.deeds():
            commands.end(engine, actor(), schedule_id, reason=why, key=bodies.key(request))
        return _answer(schedule_id)

    @app.get(f"/api/v1/schedules/{_SCHEDULE}/files")
    @needs(Permission.EXPORT_REPORTS)
    def list_files(schedule_id: int) -> Response:
        only(("limit", "cursor"))
        limit = whole("limit", least=1, most=PAGE_LIMIT) or DEFAULT_LIMIT
        before = whole("cursor", least=1, most=LARGEST)
        with bodies.deeds(), reading(engine) as connection:
            schedule = schedule_book.with_id(connection, schedule_id)
            if not schedule.is_for(actor()):
                raise NoSuchScheduleError
            found = schedule_book.runs_of(connection, schedule_id, before=before, limit=limit)
            sent = schedule_book.deliveries_of(connection, found)
        return jsonify(
            files=[_run(schedule, run, sent[run.id], actor()) for run in found],
            next_cursor=str(found[-1].id) if len(found) == limit else None,
        )

    @app.get(f"/api/v1/report-files/{_FILE}")
    @needs(Permission.EXPORT_REPORTS)
    def report_file(file_id: int) -> Response:
        only(())
        with bodies.deeds():
            schedule, run = commands.download(engine, actor(), file_id)
        try:
            return send_file(
                services.clerk.shelf.path(run.file or ""),
                mimetype=_TYPES[schedule.wish.format],
                as_attachment=True,
                download_name=file_name(schedule, run),
                conditional=False,
                etag=False,
                max_age=0,
            )
        except FileNotFoundError:
            raise ProblemError(ELSEWHERE) from None

    def _answer(schedule_id: int) -> Response:
        with reading(engine) as connection:
            found = schedule_book.with_id(connection, schedule_id)
            last = schedule_book.last_runs(connection, [schedule_id])
            sent = schedule_book.deliveries_of(connection, list(last.values()))
        return jsonify(_schedule(found, last.get(schedule_id), sent, actor()))


def _wish(given: Mapping[str, Any], channels: Collection[str]) -> Wish:
    """What a body asks for. Raises ProblemError for what cannot be."""
    kind = KINDS[_one_of("kind", given.get("kind"), tuple(KINDS))]
    format = _one_of("format", given.get("format", kind.formats[0]), kind.formats)
    receivers = given.get("receivers", [])
    for receiver in receivers:
        _one_of("receivers", receiver, channels)
    return Wish(
        given.get("name", ""),
        kind.key,
        Format(format),
        _recurrence(given),
        _campaigns(given),
        _one_of("language", given.get("language", language()), LANGUAGES),
        tuple(dict.fromkeys(receivers)),
    )


def _recurrence(given: Mapping[str, Any]) -> Recurrence:
    every = Every(_one_of("every", given.get("every"), tuple(Every)))
    at, zone = given.get("time", ""), given.get("timezone", "")
    if not _TIME.fullmatch(at):
        raise ProblemError(bodies.WRONG("time must be one such as 06:30."))
    if zone not in _zones():
        raise ProblemError(bodies.WRONG("timezone must be one such as Europe/Prague."))
    return Recurrence(every, time.fromisoformat(at), zone, _day(every, given.get("day")))


def _day(every: Every, day: int | None) -> int | None:
    days = DAYS.get(every)
    if days is None and day is not None:
        raise ProblemError(bodies.WRONG("day belongs to every week or month: leave it out."))
    if days is not None and day not in days:
        said = f"day must be from {days[0]} to {days[-1]}"
        raise ProblemError(bodies.WRONG(f"{said}{', 0 is Monday' if 0 in days else ''}."))
    return day


def _campaigns(given: Mapping[str, Any]) -> tuple[int, ...] | None:
    listed = given.get("campaigns")
    if listed is None:
        return None
    plain = all(type(one) is int and 0 < one <= LARGEST for one in listed)
    if not plain or not 1 <= len(listed) <= MOST_CAMPAIGNS:
        most = MOST_CAMPAIGNS
        raise ProblemError(bodies.WRONG(f"campaigns must be 1 to {most} ids, or left out."))
    return tuple(sorted(set(listed)))


def _one_of(name: str, value: object, known: Collection[str]) -> str:
    if not isinstance(value, str) or value not in known:
        said = f"must be one of {', '.join(known)}" if known else "must be left out: there is none"
        raise ProblemError(bodies.WRONG(f"{name} {said}."))
    return value


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory"})


def _schedule(
    found: Schedule, last: Run | None, sent: Mapping[int, Sequence[Delivery]], who: Actor
) -> dict[str, Any]:
    wish, when = found.wish, found.wish.recurrence
    return {
        "id": found.id,
        "name": wish.name,
        "kind": wish.kind,
        "format": wish.format,
        "campaigns": None if wish.campaigns is None else list(wish.campaigns),
        "every": when.every,
        "day": when.day,
        "time": when.at.isoformat("minutes"),
        "timezone": when.zone,
        "language": wish.language,
        "receivers": list(wish.receivers),
        "created_by": found.maker.name,
        "created_at": instant(found.created_at),
        "next_at": None if found.ended_at else instant(found.next_at),
        "ended_at": instant(found.ended_at),
        "error": found.error,
        "last": None if last is None else _run(found, last, sent[last.id], who),
    }


def _run(schedule: Schedule, run: Run, sent: Sequence[Delivery], who: Actor) -> dict[str, Any]:
    is_there = run.file is not None and commands.is_readable(who, schedule, run)
    return {
        "id": run.id,
        "due_at": instant(run.due_at),
        "start": instant(run.start_at),
        "end": instant(run.end_at),
        "status": run.status,
        "late": run.is_late,
        "skipped": run.skipped,
        "tries": min(run.tries, TRIES),
        "begun_at": instant(run.begun_at),
        "done_at": instant(run.done_at),
        "removed_at": instant(run.removed_at),
        "path": f"/api/v1/report-files/{run.id}" if is_there else None,
        "file_name": file_name(schedule, run),
        "bytes": run.size,
        "rows": run.rows,
        "hash": run.hash,
        "error": run.error,
        "sent": [_delivery(one) for one in sent],
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    return {
        "receiver": one.channel,
        "attempts": one.attempts,
        "delivered_at": instant(one.delivered_at),
        "error": one.error,
    }
