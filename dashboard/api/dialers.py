"""For dialers without SQL: loading contacts, and reporting what happens to them."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard.api import bodies, rows
from dashboard.api.rows import LARGEST_ID, Wrong
from dashboard.problems import Problem, ProblemError
from dashboard.visitor import actor, needs
from data.commands.contacts_load import LOADED_STATES, MOST_CONTACTS, NewContact, load
from data.commands.contacts_report import MOST_REPORTS, report
from data.domain.access import Permission
from data.domain.reports import Report
from data.domain.states import CODES
from data.services import Services

LONGEST_PHONE = 64
LONGEST_NAME = 200
LONGEST_REASON = 500
_NEW = {
    "phone": rows.text(LONGEST_PHONE),
    "name": rows.text(LONGEST_NAME),
    "external_id": rows.text(LONGEST_NAME),
    "state": rows.state(LOADED_STATES),
}
_GIVEN = {
    "operator": rows.text(LONGEST_NAME),
    "reason": rows.text(LONGEST_REASON),
    "retry_at": rows.moment,
}
_MOVE = {
    "contact_id": rows.id_,
    "state": rows.state(CODES),
    "from": rows.state(CODES),
} | _GIVEN


def register(app: Flask, services: Services) -> None:
    """`POST /api/v1/campaigns/{id}/contacts` and `POST /api/v1/transitions`."""

    @app.post(f"/api/v1/campaigns/<int(max={LARGEST_ID}):campaign_id>/contacts")
    @needs(Permission.WRITE_CONTACTS)
    def load_contacts(campaign_id: int) -> tuple[Response, int]:
        new = _contacts(rows.rows(request, "contacts", MOST_CONTACTS))
        with bodies.deeds():
            loaded = load(
                services.engine,
                services.settings.secret,
                actor(),
                campaign_id,
                new,
                key=bodies.key(request),
            )
        services.feed.wake()
        found = [{"index": index} | row for index, row in enumerate(loaded)]
        return jsonify(campaign_id=campaign_id, contacts=found), 201

    @app.post("/api/v1/transitions")
    @needs(Permission.WRITE_CONTACTS)
    def report_transitions() -> Response:
        given = rows.rows(request, "transitions", MOST_REPORTS)
        moves = [_move(row) for row in rows.checked(given, _MOVE, ("contact_id", "state"))]
        with bodies.deeds():
            answer = report(services.engine, actor(), moves, key=bodies.key(request))
        if not answer["done"]:
            raise ProblemError(_refused(answer["rows"]))
        services.feed.wake()
        return jsonify(transitions=answer["rows"])


def _contacts(given: Sequence[Any]) -> list[NewContact]:
    checked = rows.checked(given, _NEW)
    if doubled := _doubled([row.get("external_id") for row in checked]):
        raise ProblemError(rows.refusal(doubled, len(checked)))
    return [NewContact(**row) for row in checked]


def _doubled(external_ids: Sequence[str | None]) -> list[Wrong]:
    """Those that stand in an earlier row too: a page of a list was taken twice."""
    first: dict[str, int] = {}
    wrong = []
    for index, external_id in enumerate(external_ids):
        if external_id and (earlier := first.setdefault(external_id, index)) != index:
            wrong.append(Wrong(index, "external_id", f"Row {earlier} has the same external_id."))
    return wrong


def _move(row: dict[str, Any]) -> Report:
    given = {name: row[name] for name in _GIVEN if name in row}
    return Report(row["contact_id"], row["state"], row.get("from"), given)


def _refused(answers: Sequence[dict[str, Any]]) -> Problem:
    count = sum(answer["error"] is not None for answer in answers)
    detail = f"{count} of {len(answers)} rows cannot be done; nothing was done."
    return Problem(409, detail, {"rows": answers})
