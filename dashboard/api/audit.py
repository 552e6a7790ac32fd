"""The audit: listed by filter, exported, its chain checked."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from flask import Flask, Response, jsonify

from dashboard.api import bodies
from dashboard.api.arguments import moment, only, whole, word
from dashboard.problems import MALFORMED, Problem, ProblemError
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data import clock
from data.audit import Outcome, check
from data.audit_list import EXPORT_LIMIT, PAGE_LIMIT, AuditFilter, AuditPage, Written, all_of, page
from data.commands import audit as commands
from data.database import reading
from data.domain.access import Permission
from data.domain.cells import safe_cell
from data.services import Services

DEFAULT_LIMIT = 100
LARGEST = 2**63 - 1
NOT_ALL = Problem(403, "The chain is that of all campaigns: who sees some cannot check it.")
LONGEST_NAME = 200
_FILTERS = (
    "actor", "action", "outcome", "campaign", "contact", "operation", "from", "to", "only",
)  # fmt: skip
_BYTE_ORDER = "\ufeff"  # by which spreadsheets know that it is UTF-8


def register(app: Flask, services: Services) -> None:
    """`/api/v1/audit`, `/api/v1/audit/export` and `/api/v1/audit/verify`."""

    @app.get("/api/v1/audit")
    @needs(Permission.READ_AUDIT)
    def list_audit() -> Response:
        only((*_FILTERS, "limit", "cursor"))
        limit = whole("limit", least=1, most=PAGE_LIMIT) or DEFAULT_LIMIT
        before = whole("cursor", least=1, most=LARGEST) or LARGEST
        wanted = _filter(actor().campaigns)
        with reading(services.engine) as connection:
            found = page(connection, wanted, before=before, limit=limit)
        return jsonify(_answer(services, found))

    @app.get("/api/v1/audit/export")
    @needs(Permission.READ_AUDIT)
    def export_audit() -> Response:
        only((*_FILTERS, "format"))
        write = _FORMATS.get(form := word("format", 10) or "csv")
        if write is None:
            raise ProblemError(MALFORMED(f"format must be one of {', '.join(_FORMATS)}."))
        asked = _asked()
        _filter(None)  # what is wrong is said before anything is written down
        with bodies.deeds():
            visible = commands.export(services.engine, actor(), {"format": form, **asked})
        with reading(services.engine) as connection:
            now = clock.now(connection)
        head = {"asked": asked, "as_of": instant(now), "at_most": EXPORT_LIMIT}
        lines = write(head, all_of(services.engine, _filter(visible)))
        name = f"audit-{now:%Y-%m-%dT%H%M%SZ}.{form}"
        return Response(
            lines,
            content_type=_TYPES[form],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @app.get("/api/v1/audit/verify")
    @needs(Permission.READ_AUDIT)
    def verify_audit() -> Response:
        only(("after",))
        after = whole("after", most=LARGEST) or 0
        if actor().campaigns is not None:
            raise ProblemError(NOT_ALL)
        with services.engine.connect() as connection:
            stretch = check(connection, after)
        verdict = stretch.verdict
        return jsonify(
            entries=verdict.entries,
            ok=verdict.ok,
            broken=verdict.broken,
            cut=verdict.cut,
            head=verdict.head,
            next_after=stretch.after,
        )


def _filter(visible: frozenset[int] | None) -> AuditFilter:
    """What the query asks for, of what may be seen."""
    outcome, action, kept = word("outcome", 20), word("action", 60), word("only", 10)
    if outcome and outcome not in tuple(Outcome):
        raise ProblemError(MALFORMED(f"outcome must be one of {', '.join(Outcome)}."))
    if kept not in ("", "deeds"):
        raise ProblemError(MALFORMED("only must be deeds, or left out."))
    return AuditFilter(
        actor=word("actor", LONGEST_NAME) or None,
        action=action or None,
        outcome=Outcome(outcome) if outcome else None,
        campaign_id=whole("campaign", most=LARGEST),
        contact_id=whole("contact", most=LARGEST),
        operation_id=whole("operation", most=LARGEST),
        since=moment("from"),
        until=moment("to"),
        only_deeds=kept == "deeds",
        visible=visible,
    )


def _asked() -> dict[str, str]:
    given = {name: word(name, LONGEST_NAME) for name in _FILTERS}
    return {name: text for name, text in given.items() if text}


def _answer(services: Services, found: AuditPage) -> dict[str, Any]:
    snapshot = services.feed.current
    known = snapshot.campaigns if snapshot else {}
    rows = [_row(entry) for entry in found.entries]
    for row in rows:
        view = known.get(row["campaign_id"])
        row["campaign_name"] = view.campaign.name if view else None
    return {
        "entries": rows,
        "next_cursor": None if found.after is None else str(found.after),
        "complete": found.complete,
        "timezone": services.settings.timezone,
    }


def _row(entry: Written) -> dict[str, Any]:
    return asdict(entry) | {"at": instant(entry.at)}


def _as_csv(head: Mapping[str, Any], entries: Iterable[Written]) -> Iterator[str]:
    """A line that says what was asked, the names of the columns, a line for each entry."""
    asked = "; ".join(f"{name}: {value}" for name, value in head["asked"].items()) or "all"
    yield _BYTE_ORDER + _line(["Audit", asked, head["as_of"], f"at most {head['at_most']}"])
    yield _line(Written.__dataclass_fields__)
    for entry in entries:
        yield _line(_row(entry).values())


def _line(values: Iterable[Any]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_cell(value) for value in values])
    return written.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    return safe_cell(value) if isinstance(value, str) else value


def _as_json(head: Mapping[str, Any], entries: Iterable[Written]) -> Iterator[str]:
    """One object; whoever reads it to its end has all of it."""
    yield f'{json.dumps(head)[:-1]}, "entries": ['
    for count, entry in enumerate(entries):
        yield f"{',' if count else ''}\n{json.dumps(_row(entry), ensure_ascii=False)}"
    yield "\n]}\n"


_FORMATS: Mapping[str, Callable[[Mapping[str, Any], Iterable[Written]], Iterator[str]]] = {
    "csv": _as_csv,
    "json": _as_json,
}
_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
