"""The deeds that can hurt: canceling a campaign, removing contacts. Looked at first, then done."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from dashboard.api import bodies, plans
from dashboard.api.arguments import only
from dashboard.api.contacts import filter_of
from dashboard.operation_json import operation_json
from dashboard.problems import MALFORMED, ProblemError
from dashboard.visitor import actor, needs
from data.commands import campaigns, contacts
from data.commands.operations import visible_operation
from data.domain.access import Permission
from data.domain.contact_filter import ContactFilter
from data.services import Services

_ID = "<int(max=9223372036854775807):campaign_id>"
_REMOVE = {"contact_ids": list, "filter": dict, "reason": str, "erase": bool, "token": str}


def register(app: Flask, services: Services) -> None:
    """`/api/v1/campaigns/{id}/cancel` and `/contacts/remove`."""

    @app.post(f"/api/v1/campaigns/{_ID}/cancel")
    @needs(Permission.CANCEL_CAMPAIGN)
    def cancel(campaign_id: int) -> tuple[Response, int]:
        given = bodies.fields(request, {"reason": str, "token": str})
        with bodies.deeds():
            if _is_dry_run():
                plan = campaigns.plan_cancel(
                    services.engine, actor(), campaign_id, services.settings.secret, **_above()
                )
                return jsonify(plans.told(plan)), 200
            opened = campaigns.cancel(
                services.engine,
                actor(),
                campaign_id,
                bodies.reason(given),
                token=given.get("token"),
                secret=services.settings.secret,
                key=bodies.key(request),
                **_above(),
            )
        return _accepted(opened)

    @app.post(f"/api/v1/campaigns/{_ID}/contacts/remove")
    @needs(Permission.REMOVE_CONTACTS)
    def remove(campaign_id: int) -> tuple[Response, int]:
        given = bodies.fields(request, _REMOVE)
        chosen, erase = _chosen(given), given.get("erase", False)
        with bodies.deeds():
            if _is_dry_run():
                plan = contacts.plan_remove(
                    services.engine,
                    actor(),
                    campaign_id,
                    chosen,
                    services.settings.secret,
                    erase=erase,
                    **_above(),
                )
                return jsonify(plans.told(plan)), 200
            opened = contacts.remove(
                services.engine,
                actor(),
                campaign_id,
                chosen,
                bodies.reason(given),
                erase=erase,
                token=given.get("token"),
                secret=services.settings.secret,
                key=bodies.key(request),
                **_above(),
            )
        return _accepted(opened)

    def _above() -> dict[str, int]:
        return {"approval_above": services.settings.approval_above}

    def _accepted(opened: int) -> tuple[Response, int]:
        services.operations.wake()
        services.crier.wake()
        found = visible_operation(services.engine, actor(), opened)
        return jsonify(operation_json(found)), 202


def _is_dry_run() -> bool:
    only(("dry_run",))
    given = request.args.getlist("dry_run")
    if given not in ([], ["0"], ["1"]):
        raise ProblemError(MALFORMED("dry_run must be 1 or 0."))
    return given == ["1"]


def _chosen(given: Mapping[str, Any]) -> tuple[int, ...] | ContactFilter:
    """The contacts by id or by filter, and never all of a campaign by mistake."""
    ids, filter = given.get("contact_ids"), given.get("filter")
    if (ids is None) == (filter is None):
        raise ProblemError(bodies.WRONG("Give either contact_ids or filter."))
    if filter is not None:
        return _filter(filter)
    fit = all(type(id) is int and 0 < id < 2**63 for id in ids or ())
    if not fit or not ids:
        raise ProblemError(bodies.WRONG("contact_ids must be a list of ids, one at least."))
    return tuple(ids)


def _filter(given: Mapping[str, Any]) -> ContactFilter:
    """The names and values of the list of contacts; an empty one stands for all of them."""
    texts = {name: _text(name[:40], value) for name, value in given.items()}
    return filter_of(MultiDict(texts))


def _text(name: str, value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    if not all(type(part) in (str, int) for part in parts):
        raise ProblemError(bodies.WRONG(f"filter.{name} must be a text or a number."))
    return ",".join(str(part) for part in parts)
