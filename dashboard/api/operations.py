"""Long deeds: how they stand, what they left out, and what can be done with them."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, jsonify, request
from sqlalchemy import ColumnElement

from dashboard.api import bodies
from dashboard.api.arguments import only, whole, word
from dashboard.operation_json import operation_json
from dashboard.problems import MALFORMED, ProblemError
from dashboard.visitor import actor, needs
from data.commands import operations as commands
from data.commands.operations import visible_operation
from data.database import reading
from data.domain.access import Actor, Permission
from data.domain.operation import Operation
from data.door import Key
from data.operations import store
from data.schema.tables import operations as table
from data.services import Services

DEFAULT_LIMIT = 50
MOST_REASON = 500
LARGEST = 2**63 - 1
_ID = "<int(max=9223372036854775807):operation_id>"
_STATUSES = ("", "open", "ended")


def register(app: Flask, services: Services) -> None:
    """`/api/v1/operations` and what is below it."""

    @app.get("/api/v1/operations")
    @needs(Permission.SEE_CONTACTS)
    def list_operations() -> Response:
        only(("campaign", "status", "limit", "cursor"))
        limit = whole("limit", least=1, most=store.LIST_LIMIT) or DEFAULT_LIMIT
        before = whole("cursor", least=1, most=LARGEST)
        with reading(services.engine) as connection:
            found = store.page(connection, *_wanted(actor()), before=before, limit=limit + 1)
        rows = [operation_json(_lively(one)) for one in found[:limit]]
        next_cursor = str(found[limit - 1].id) if len(found) > limit else None
        return jsonify(operations=rows, next_cursor=next_cursor)

    @app.get(f"/api/v1/operations/{_ID}")
    @needs(Permission.SEE_CONTACTS)
    def show_operation(operation_id: int) -> Response:
        only(())
        return jsonify(_seen(operation_id))

    @app.get(f"/api/v1/operations/{_ID}/skips")
    @needs(Permission.SEE_CONTACTS)
    def list_skips(operation_id: int) -> Response:
        only(("limit", "cursor"))
        limit = whole("limit", least=1, most=store.LIST_LIMIT) or DEFAULT_LIMIT
        after = whole("cursor", most=LARGEST) or 0
        _seen(operation_id)
        with reading(services.engine) as connection:
            found = store.skips(connection, operation_id, after, limit + 1)
        rows = [
            {"contact_id": id, "state": state, "reason": reason}
            for id, state, reason in found[:limit]
        ]
        next_cursor = str(found[limit - 1][0]) if len(found) > limit else None
        return jsonify(skips=rows, next_cursor=next_cursor)

    @app.post(f"/api/v1/operations/{_ID}/undo")
    @needs(Permission.REMOVE_CONTACTS)
    def undo(operation_id: int) -> tuple[Response, int]:
        given = bodies.fields(request, {"reason": str})
        reason = bodies.one_line(given.get("reason"), "reason", MOST_REASON)
        return _done(
            lambda who, key: commands.undo(
                services.engine, who, operation_id, reason=reason, key=key
            )
        )

    @app.post(f"/api/v1/operations/{_ID}/approve")
    @needs(Permission.REMOVE_CONTACTS)
    def approve(operation_id: int) -> tuple[Response, int]:
        bodies.fields(request, {})
        secret = services.settings.secret
        return _done(
            lambda who, key: commands.approve(
                services.engine, who, operation_id, secret=secret, key=key
            )
        )

    @app.post(f"/api/v1/operations/{_ID}/pause")
    @needs(Permission.REMOVE_CONTACTS)
    def pause(operation_id: int) -> tuple[Response, int]:
        bodies.fields(request, {})
        return _done(lambda who, key: commands.pause(services.engine, who, operation_id, key=key))

    @app.post(f"/api/v1/operations/{_ID}/resume")
    @needs(Permission.REMOVE_CONTACTS)
    def resume(operation_id: int) -> tuple[Response, int]:
        bodies.fields(request, {})
        return _done(lambda who, key: commands.resume(services.engine, who, operation_id, key=key))

    @app.post(f"/api/v1/operations/{_ID}/stop")
    @needs(Permission.REMOVE_CONTACTS)
    def stop(operation_id: int) -> tuple[Response, int]:
        bodies.fields(request, {})
        return _done(lambda who, key: commands.stop(services.engine, who, operation_id, key=key))

    def _done(deed: Callable[[Actor, Key | None], int]) -> tuple[Response, int]:
        with bodies.deeds():
            id = deed(actor(), bodies.key(request))
        services.operations.wake()
        services.crier.wake()
        return jsonify(_seen(id)), 202

    def _seen(id: int) -> dict[str, Any]:
        with bodies.deeds():
            return operation_json(_lively(visible_operation(services.engine, actor(), id)))

    def _lively(found: Operation) -> Operation:
        """With what the desk knows of its speed."""
        return services.operations.with_rate(found)


def _wanted(who: Actor) -> list[ColumnElement[bool]]:
    """Which operations to list. Raises the 400 problem for what cannot be meant."""
    status = word("status", 20)
    if status not in _STATUSES:
        raise ProblemError(MALFORMED("status must be open or ended."))
    campaign = whole("campaign", least=1, most=LARGEST)
    wanted: list[ColumnElement[bool]] = []
    if campaign is not None:
        wanted.append(table.c.campaign_id == campaign)
    if who.campaigns is not None:
        wanted.append(table.c.campaign_id.in_(who.campaigns))
    if status:
        ended = table.c.ended_at.is_not(None)
        wanted.append(ended if status == "ended" else ~ended)
    return wanted
