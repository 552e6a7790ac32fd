"""The history of a campaign, oldest first."""

from typing import Any

from flask import Flask, Response, jsonify
from flask_caching import Cache

from dashboard.api.arguments import whole
from dashboard.api.campaigns import current
from dashboard.cache import keep, recall
from dashboard.problems import NO_CAMPAIGN, ProblemError
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data.database import reading
from data.domain.access import Permission
from data.domain.masking import masked_text
from data.domain.states import verdict
from data.log_tail import floor
from data.queries import (
    TRANSITION_LIMIT,
    Transition,
    campaign_mode,
    transitions_after,
)
from data.services import Services

DEFAULT_LIMIT = 100
KEPT_SECONDS = 3600


def register(app: Flask, services: Services, cache: Cache) -> None:
    """`/api/v1/campaigns/{id}/transitions?after=&limit=`."""

    @app.get("/api/v1/campaigns/<int(max=9223372036854775807):campaign_id>/transitions")
    @needs(Permission.SEE_CONTACTS)
    def list_transitions(campaign_id: int) -> Response:
        after = whole("after", most=2**63 - 1) or 0
        limit = whole("limit", least=1, most=TRANSITION_LIMIT) or DEFAULT_LIMIT
        snapshot = current(services)
        if not actor().sees(campaign_id):
            raise ProblemError(NO_CAMPAIGN)
        key = f"transitions/{snapshot.identity}/{campaign_id}/{after}/{limit}"
        rows = recall(cache, key)
        if rows is None:
            rows = _rows(services, campaign_id, after, limit)
            if len(rows) == limit:  # a full page of what is final is the same for ever
                keep(cache, key, rows, KEPT_SECONDS)
        with reading(services.engine) as connection:  # after the rows: none is gone unsaid
            gone = floor.read(connection).last_id
        next_after = rows[-1]["id"] if rows else after
        return jsonify(transitions=rows, next_after=next_after, gone_up_to=gone)


def _rows(services: Services, campaign_id: int, after: int, limit: int) -> list[dict[str, Any]]:
    # Only what is final: who reads on from the last id must not miss a late commit.
    final = services.feed.final_id
    with reading(services.engine) as connection:
        mode = campaign_mode(connection, campaign_id)
        if mode is None:
            raise ProblemError(NO_CAMPAIGN)
        found = transitions_after(connection, campaign_id, after, final, limit)
    return [_row(transition, mode) for transition in found]


def _row(transition: Transition, mode: str) -> dict[str, Any]:
    return {
        "id": transition.id,
        "contact_id": transition.contact_id,
        "from_state": transition.from_state,
        "to_state": transition.to_state,
        "at": instant(transition.at),
        "dwell_seconds": transition.dwell_seconds,
        "attempt": transition.attempt,
        "operator": transition.operator,
        "reason": masked_text(transition.reason),
        "operation_id": transition.operation_id,
        "verdict": verdict(mode, transition.from_state, transition.to_state),
    }
