"""Taking the audit along: an export is itself written down."""

from typing import Any

from sqlalchemy import Engine

from data.audit import Entry
from data.domain.access import Actor, Permission
from data.door import Done, Visit, through


def export(engine: Engine, actor: Actor, asked: dict[str, Any]) -> frozenset[int] | None:
    """Write down that the audit is exported, and what of it; the campaigns whose entries may go
    along, None for all."""
    attempt = Entry("audit.export", detail=asked)

    def deed(visit: Visit) -> Done[list[int] | None]:
        seen = visit.actor.campaigns
        return Done(None if seen is None else sorted(seen), [attempt])

    seen = through(engine, actor, Permission.READ_AUDIT, attempt, deed)
    return None if seen is None else frozenset(seen)
