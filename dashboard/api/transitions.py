"""The history of a campaign, oldest first."""

from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard.problems import MALFORMED, NO_CAMPAIGN, ProblemError
from dashboard.times import instant
from data.domain.states import verdict
from data.queries import (
    TRANSITION_LIMIT,
    Transition,
    campaign_mode,
    transitions_after,
)
from data.services import Services

DEFAULT_LIMIT = 100


def register(app: Flask, services: Services) -> None:
    """`/api/v1/campaigns/{id}/transitions?after=&limit=`."""

    @app.get("/api/v1/campaigns/<int(max=9223372036854775807):campaign_id>/transitions")
    def list_transitions(campaign_id: int) -> Response:
        after = _whole("after", 0, most=2**63 - 1)
        limit = _whole("limit", DEFAULT_LIMIT, least=1, most=TRANSITION_LIMIT)
        with services.engine.connect() as connection:
            mode = campaign_mode(connection, campaign_id)
            if mode is None:
                raise ProblemError(NO_CAMPAIGN)
            # Only what is final: who reads on from the last id must not miss a late commit.
            final = services.feed.final_id
            found = transitions_after(connection, campaign_id, after, final, limit)
        rows = [_row(transition, mode) for transition in found]
        return jsonify(transitions=rows, next_after=found[-1].id if found else after)


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
        "reason": transition.reason,
        "operation_id": transition.operation_id,
        "verdict": verdict(mode, transition.from_state, transition.to_state),
    }


def _whole(name: str, default: int, *, least: int = 0, most: int) -> int:
    """A whole number from the query. Raises the 400 problem for anything else."""
    given = request.args.getlist(name)
    if not given:
        return default
    text = given[0]
    plain = len(given) == 1 and text.isascii() and text.isdigit() and len(text) < 20
    if not plain or not least <= int(text) <= most:
        detail = f"{name} must be one whole number from {least} to {most}."
        raise ProblemError(MALFORMED(detail))
    return int(text)
