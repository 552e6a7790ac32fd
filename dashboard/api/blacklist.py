"""The blacklist: numbers that are not to be called."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard.api import bodies, plans
from dashboard.api.arguments import only, whole, word
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data.blacklist import entries
from data.blacklist.entries import LIST_LIMIT, LONGEST_TEXT, BlacklistEntry, Source
from data.commands import blacklist as commands
from data.database import reading
from data.domain.access import ForbiddenError, Means, Permission
from data.services import Services

DEFAULT_LIMIT = 50
_ID = "<int(max=9223372036854775807):entry_id>"
_LARGEST = 2**63 - 1


def register(app: Flask, services: Services) -> None:
    """`/api/v1/blacklist`: listed, added to, lifted."""

    @app.get("/api/v1/blacklist")
    @needs(Permission.SEE_CONTACTS)
    def list_blacklist() -> Response:
        only(("q", "active", "limit", "cursor"))
        active = whole("active", most=1)
        limit = whole("limit", least=1, most=LIST_LIMIT) or DEFAULT_LIMIT
        before, text = whole("cursor", least=1, most=_LARGEST), word("q", LONGEST_TEXT)
        secret = services.settings.secret
        with bodies.deeds(), reading(services.engine) as connection:
            _sees_all()
            wanted = entries.Query(text, None if active is None else bool(active), before)
            found = entries.page(connection, secret, wanted, limit + 1)
        cursor = found[limit - 1].id if len(found) > limit else None
        return jsonify(
            entries=[_row(entry) for entry in found[:limit]],
            next_cursor=None if cursor is None else str(cursor),
        )

    @app.post("/api/v1/blacklist")
    @needs(Permission.CHANGE_BLACKLIST)
    def add_to_blacklist() -> tuple[Response, int]:
        given = bodies.fields(request, {"phone": str, "reason": str})
        phone = given.get("phone", "")
        engine, secret = services.engine, services.settings.secret
        with bodies.deeds():
            if _is_dry():
                return jsonify(plans.told(commands.plan_add(engine, secret, actor(), phone))), 200
            reason, source = bodies.reason(given), _SOURCES.get(actor().means, Source.MANUAL)
            done = commands.add(
                engine, secret, actor(), phone, reason, source=source, key=bodies.key(request)
            )
        return _done(done), 201 if done["is_new"] else 200

    @app.delete(f"/api/v1/blacklist/{_ID}")
    @needs(Permission.CHANGE_BLACKLIST)
    def lift_from_blacklist(entry_id: int) -> Response:
        given = bodies.fields(request, {"reason": str})
        engine, secret = services.engine, services.settings.secret
        with bodies.deeds():
            if _is_dry():
                return jsonify(plans.told(commands.plan_lift(engine, secret, actor(), entry_id)))
            reason = bodies.reason(given)
            return _done(commands.lift(engine, actor(), entry_id, reason, key=bodies.key(request)))

    def _done(done: Mapping[str, Any]) -> Response:
        services.operations.wake()
        with reading(services.engine) as connection:
            entry = entries.entry(connection, done["entry_id"])
        return jsonify(_row(entry) | {"operation_id": done["operation_id"]})


def _sees_all() -> None:
    """The list is of all campaigns together."""
    if not actor().sees(None):
        raise ForbiddenError


def _is_dry() -> bool:
    only(("dry_run",))
    return whole("dry_run", most=1) == 1


def _row(entry: BlacklistEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "phone": entry.masked,
        "reason": entry.reason,
        "source": entry.source,
        "added_by": entry.added_by,
        "added_at": instant(entry.added_at),
        "lifted_by": entry.lifted_by,
        "lifted_at": instant(entry.lifted_at),
        "lifted_reason": entry.lifted_reason,
    }


_SOURCES = {Means.TOKEN: Source.API}
