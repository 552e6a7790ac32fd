"""Plans and operations as programs read them."""

from typing import Any

from dashboard.times import instant
from data.domain.operation import Fate, Operation, Plan


def told(plan: Plan) -> dict[str, Any]:
    """What a deed would do."""
    return {
        "token": plan.token,
        "as_of": instant(plan.as_of),
        "kind": plan.kind.value,
        "campaign_id": plan.campaign_id,
        "campaign_name": plan.campaign_name,
        "needs_approval": plan.needs_approval,
        "fates": {fate.value: dict(plan.fates.get(fate, {})) for fate in Fate},
        "counts": {fate.value: sum(plan.fates.get(fate, {}).values()) for fate in Fate},
    }


def operation(found: Operation) -> dict[str, Any]:
    """How a long deed stands."""
    return {
        "id": found.id,
        "kind": found.kind.value,
        "campaign_id": found.campaign_id,
        "stage": found.stage.value,
        "actor": found.actor,
        "reason": found.reason,
        "total": found.total,
        "done": found.done,
        "skipped": found.skipped,
        "in_call": found.in_call,
        "rate": found.rate,
        "seconds_left": found.seconds_left,
        "skips": dict(found.skips),
        "created_at": instant(found.created_at),
        "started_at": instant(found.started_at),
        "ended_at": instant(found.ended_at),
        "undo_until": instant(found.undo_until),
        "undoes": found.undoes,
        "undone_by": found.undone_by,
        "approved_by": found.approved_by,
        "error": found.error,
    }
