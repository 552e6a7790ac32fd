"""Plans as programs read them."""

from typing import Any

from dashboard.times import instant
from data.domain.operation import Fate, Plan


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
