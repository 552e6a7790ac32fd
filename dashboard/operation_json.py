"""A long deed as programs and scripts read it."""

from typing import Any

from dashboard.times import instant
from data.domain.operation import Operation

_PLAIN = (
    "id", "campaign_id", "actor", "reason", "total", "done", "skipped", "in_call", "rate",
    "seconds_left", "undoes", "undone_by", "approved_by", "error",
)  # fmt: skip
_TIMES = ("created_at", "started_at", "ended_at", "undo_until")


def operation_json(operation: Operation) -> dict[str, Any]:
    """All that is known of it; times as instants."""
    return {
        **{name: getattr(operation, name) for name in _PLAIN},
        **{name: instant(getattr(operation, name)) for name in _TIMES},
        "kind": operation.kind.value,
        "stage": operation.stage.value,
        "skips": dict(operation.skips),
    }
