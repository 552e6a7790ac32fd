"""Taking reports along: each one is written down before its first byte leaves, and each stop."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, select

from data.audit import Entry
from data.domain.access import Actor, NoSuchCampaignError, Permission, require
from data.domain.asking import MOST_CAMPAIGNS
from data.domain.report import Format, Question
from data.door import Done, Key, Visit, through
from data.schema.tables import campaigns

AUDIT = "audit"  # the kind of report that tells what people did


def export(engine: Engine, actor: Actor, question: Question, format: Format) -> Question:
    """Write down that somebody takes a report along; the question, with what they may see at this
    instant. Raises ForbiddenError, and NoSuchCampaignError for a campaign that is not there for
    them."""
    attempt = Entry("report.export", _only(question), subject=question.kind, detail={
        "format": format.value, **_said(question)
    })  # fmt: skip

    def deed(visit: Visit) -> Done[list[int] | None]:
        if question.kind == AUDIT:
            require(visit.actor, Permission.READ_AUDIT)
        _check_campaigns(visit, question.campaigns or ())
        seen = visit.actor.campaigns
        return Done(None if seen is None else sorted(seen), [attempt])

    seen = through(engine, actor, Permission.EXPORT_REPORTS, attempt, deed)
    return replace(question, seen=None if seen is None else tuple(seen))


def stop(
    engine: Engine, actor: Actor, run_id: str, question: Question, *, key: Key | None = None
) -> None:
    """Write down that somebody stops a report that is on its way. Raises ForbiddenError."""
    attempt = Entry("report.stop", _only(question), subject=question.kind, detail={"run": run_id})

    def deed(_: Visit) -> Done[None]:
        return Done(None, [attempt])

    through(engine, actor, Permission.EXPORT_REPORTS, attempt, deed, key=key)


def _only(question: Question) -> int | None:
    """The campaign that a question is about, where it is about one."""
    return question.campaigns[0] if question.campaigns and len(question.campaigns) == 1 else None


def _said(question: Question) -> dict[str, Any]:
    """What of a question is worth a word."""
    plain = question.plain()
    del plain["kind"], plain["seen"]
    return {name: value for name, value in plain.items() if value}


def _check_campaigns(visit: Visit, ids: tuple[int, ...]) -> None:
    wanted = select(campaigns.c.id).where(campaigns.c.id.in_(ids)).limit(MOST_CAMPAIGNS)
    there = set(visit.connection.execute(wanted).scalars()) if ids else set()
    if not all(id in there and visit.actor.sees(id) for id in ids):
        raise NoSuchCampaignError
