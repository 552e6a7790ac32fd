"""Reports: which there are, what each begins with, and each as a file that streams."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard.api import bodies
from dashboard.api.arguments import only, word
from dashboard.api.campaigns import current
from dashboard.auth.gate import answered
from dashboard.departure import departure
from dashboard.language import language_of
from dashboard.memory import CLOSED_SECONDS, OPEN_SECONDS, Memory, asked
from dashboard.problems import (
    MALFORMED,
    NO_CAMPAIGN,
    UNAVAILABLE,
    UNFIT,
    BrokenOffError,
    Problem,
    ProblemError,
)
from dashboard.texts import LANGUAGES, speaking, t
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data import clock
from data.commands import reports as commands
from data.database import reading
from data.domain.access import Permission
from data.domain.asking import (
    FIELDS,
    MOST_CAMPAIGNS,
    SENTENCES,
    AskingError,
    Menu,
    Order,
    UnreadableError,
    order,
)
from data.domain.errors import REFUSALS, DeadlineError
from data.domain.presets import PRESETS
from data.domain.report import Column, Format, Question
from data.log_tail import tail_for
from data.reports.child import (
    LONGEST_SECONDS,
    Child,
    ReportFailedError,
    ReportRefusedError,
    ReportStoppedError,
)
from data.reports.kinds import KINDS, ReportKind
from data.reports.preview import ROWS, Preview, preview
from data.reports.runs import (
    ID,
    MOST_AT_ONCE,
    Delivery,
    OneAtATimeError,
    Run,
    RunIdTakenError,
    Runs,
    Standing,
    TooManyRunsError,
    new_id,
)
from data.services import Services

NO_REPORT = Problem(404, "There is no such report.")
STOPPED = Problem(409, "The report was stopped before its first byte.")
TOO_LONG = Problem(503, "The first rows did not come in time; the whole report may still.")
RETRY_SECONDS = 5
LONGEST_LIST = 12_000
SETTLED = timedelta(minutes=5)
# What names people is not left in Redis.
PERSONAL = frozenset({"transitions", "contacts", "alerts", "audit"})
TYPES: Mapping[Format, str] = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
    Format.JSON: "application/json",
}


def register(app: Flask, services: Services, memory: Memory, runs: Runs) -> None:
    """`/api/v1/reports`, `/api/v1/reports/{kind}` and `/api/v1/reports/{kind}/preview`."""

    @app.get("/api/v1/reports")
    @needs(Permission.EXPORT_REPORTS)
    def list_reports() -> Response:
        only(("lang",))
        with speaking(_language(services)):
            return jsonify(_menu(services))

    @app.get("/api/v1/reports/<kind>/preview")
    @needs(Permission.EXPORT_REPORTS)
    def preview_report(kind: str) -> Response:
        now = _now(services)
        wanted = _ordered(services, kind, now, FIELDS)
        ids = wanted.question.campaigns or ()
        if not set(ids) <= set(current(services).campaigns):
            raise ProblemError(NO_CAMPAIGN)
        return jsonify(_previewed(services, memory, wanted, now))

    @app.get("/api/v1/reports/<kind>")
    @needs(Permission.EXPORT_REPORTS)
    def export_report(kind: str) -> Response:
        now = _now(services)
        wanted = _ordered(services, kind, now, (*FIELDS, "run"))
        headers = {
            "Content-Disposition": f'attachment; filename="{_name(wanted, now)}"',
            "Cache-Control": "no-store",
        }
        if request.method == "HEAD":
            return Response(content_type=TYPES[wanted.format], headers=headers)
        run = Run(_run_id(), actor(), wanted.question, wanted.format, now)
        try:
            runs.enter(run)
        except (OneAtATimeError, TooManyRunsError) as error:
            return answered(Problem(429, str(error)), {"Retry-After": str(RETRY_SECONDS)})
        except RunIdTakenError as error:
            raise ProblemError(Problem(409, str(error))) from None
        body = _Body(_delivery(services, runs, run))
        return Response(body, content_type=TYPES[wanted.format], headers=headers)


class _Body:
    """What streams. Where it breaks off the connection is cut, so that it never looks whole."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self.close: Callable[[], None] = delivery.close

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._delivery
        except ReportFailedError as error:
            raise BrokenOffError(str(error)) from None


def _delivery(services: Services, runs: Runs, run: Run) -> Delivery:
    """A report that has begun to come, of which the audit knows."""
    try:
        with bodies.deeds():
            question = commands.export(services.engine, actor(), run.question, run.format)
    except BaseException as error:
        runs.leave(run.id, Standing.FAILED, str(error))
        raise
    child = Child(services.settings, question, run.format)
    departure().then(child.stop)
    try:
        return Delivery(runs, run.id, child).begin()
    except ReportStoppedError:
        raise ProblemError(STOPPED) from None
    except ReportRefusedError as error:
        raise ProblemError(UNFIT(str(error))) from None
    except ReportFailedError as error:
        raise ProblemError(UNAVAILABLE(str(error))) from None


def _run_id() -> str:
    given = word("run", 64)
    if given and not ID.fullmatch(given):
        raise ProblemError(MALFORMED("run must be 8 to 64 plain letters, digits, - and _."))
    return given or new_id()


def _ordered(services: Services, kind: str, now: datetime, names: tuple[str, ...]) -> Order:
    """What the query asks for. Raises ProblemError: 400, 404 or 422."""
    only(names)
    if kind not in _kinds():
        raise ProblemError(NO_REPORT)
    given = {name: word(name, 200) for name in FIELDS if name not in ("campaign", "state")}
    for name in ("campaign", "state"):
        given[name] = ",".join(filter(None, request.args.getlist(name)))
        if len(given[name]) > LONGEST_LIST:
            raise ProblemError(MALFORMED(f"{name} is too long: name fewer, or all."))
    with speaking(_language(services)) as language:
        formats = {key: one.formats for key, one in KINDS.items()}
        menu = Menu(formats, LANGUAGES, services.settings.timezone, language)
        try:
            return order(kind, given, menu, now)
        except AskingError as error:
            raise ProblemError(_wrong(error)) from None


def _wrong(error: AskingError) -> Problem:
    """What is wrong, in the language of whoever asks, with what could stand there."""
    sentence = t(SENTENCES[error.why], **error.values)
    more = {"field": error.field, "sentence": sentence, "choices": error.choices}
    is_unreadable = isinstance(error, UnreadableError)
    problem = MALFORMED if is_unreadable else UNFIT
    return replace(problem(f"{error.field}: {sentence}"), more=more)


def _previewed(services: Services, memory: Memory, wanted: Order, now: datetime) -> Any:
    who, kind = actor(), KINDS[wanted.question.kind]
    seen = None if who.campaigns is None else tuple(sorted(who.campaigns))
    question = replace(wanted.question, seen=seen)

    def compute() -> dict[str, Any]:
        with speaking(question.language):
            return _begins(kind, _preview(services, question))

    if kind.key in PERSONAL:
        return compute()
    is_over = question.end is not None and question.end < now - SETTLED
    key = asked(who, "report", question=question.plain())
    return memory.remembered(key, CLOSED_SECONDS if is_over else OPEN_SECONDS, compute)


def _preview(services: Services, question: Question) -> Preview:
    engine = services.engine
    try:
        return preview(engine, tail_for(engine), question, t)
    except DeadlineError:
        raise ProblemError(TOO_LONG) from None
    except REFUSALS as error:
        raise ProblemError(UNFIT(str(error))) from None


def _begins(kind: ReportKind, found: Preview) -> dict[str, Any]:
    question = found.question
    return {
        "kind": kind.key,
        "title": t(kind.title),
        "columns": [_column(column) for column in kind.columns],
        "rows": [[_value(value) for value in row] for row in found.rows],
        "count": found.count,
        "exact": found.is_exact,
        "as_of": instant(found.as_of),
        "from": instant(question.start),
        "to": instant(question.end),
        "tz": question.zone,
    }


def _menu(services: Services) -> dict[str, Any]:
    return {
        "reports": [
            {
                "kind": kind.key,
                "title": t(kind.title),
                "tells": t(kind.tells),
                "formats": list(kind.formats),
                "columns": [_column(column) for column in kind.columns],
            }
            for kind in _kinds().values()
        ],
        "ranges": [{"range": one.key, "label": t(one.label)} for one in PRESETS.values()],
        "timezone": services.settings.timezone,
        "languages": list(LANGUAGES),
        "limits": {
            "campaigns": MOST_CAMPAIGNS,
            "at_once": MOST_AT_ONCE,
            "seconds": int(LONGEST_SECONDS),
            "preview_rows": ROWS,
        },
    }


def _kinds() -> dict[str, ReportKind]:
    """The reports that whoever asks may have."""
    all_of_it = actor().may(Permission.READ_AUDIT)
    return {key: kind for key, kind in KINDS.items() if all_of_it or key != commands.AUDIT}


def _column(column: Column) -> dict[str, str]:
    return {
        "key": column.key,
        "label": t(column.label),
        "kind": column.kind.value,
        "meaning": t(column.meaning),
    }


def _value(value: Any) -> Any:
    return instant(value) if isinstance(value, datetime) else value


def _name(wanted: Order, now: datetime) -> str:
    """Of plain letters, so that every system can keep it."""
    ids = wanted.question.campaigns
    which = f"-campaign-{ids[0]}" if ids and len(ids) == 1 else ""
    return f"{wanted.question.kind}{which}-{now:%Y-%m-%dT%H%M%SZ}.{wanted.format.value}"


def _language(services: Services) -> str:
    return language_of(request, services.settings.language)


def _now(services: Services) -> datetime:
    with reading(services.engine) as connection:
        return clock.now(connection)
