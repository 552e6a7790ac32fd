"""Moves that a dialer without SQL reports."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, select, update

from data.audit import Entry
from data.domain.access import Actor, Permission
from data.domain.reports import (
    SENTENCES,
    Judgement,
    Outcome,
    Report,
    Standing,
    all_well,
    judge,
)
from data.door import Done, Key, Visit, through
from data.schema.tables import campaigns, contacts

MOST_REPORTS = 1_000
_SET = ("state", "operator", "reason", "retry_at")
_COLUMNS = [contacts.c[name] for name in ("id", "campaign_id", *_SET)]
_MOVE = (
    update(contacts)
    .where(contacts.c.id == bindparam("contact"))
    .values({name: bindparam(f"new_{name}") for name in _SET})
)


def report(
    engine: Engine, actor: Actor, reports: Sequence[Report], *, key: Key | None = None
) -> dict[str, Any]:
    """Do the moves, all or none: `{"done": whether they were, "rows": an answer for each}`.

    A move that is refused is an answer and no audited refusal: to lose a race is a dialer's day.
    Raises ForbiddenError.
    """

    def deed(visit: Visit) -> Done[dict[str, Any]]:
        standing = _standing(visit, {report.contact_id for report in reports})
        judged = judge(reports, standing)
        done = [one.after for one in judged if one.outcome is Outcome.DONE and one.after]
        _move(visit.connection, done)
        entries = [_entry(done, len(reports))] if done else []
        return Done({"done": all_well(judged), "rows": list(_rows(reports, judged))}, entries)

    attempt = Entry("contacts.report", detail={"rows": len(reports)})
    answer: dict[str, Any] = through(
        engine, actor, Permission.WRITE_CONTACTS, attempt, deed, key=key
    )
    return answer


def _standing(visit: Visit, ids: Iterable[int]) -> dict[int, Standing]:
    """The contacts that the actor may know of. They stay so until the end of the transaction, and
    so does the status of their campaigns: a fence waits for us, or we see it."""
    wanted = (
        select(*_COLUMNS)
        .where(contacts.c.id.in_(ids))
        .order_by(contacts.c.id)  # two who lock the same contacts must not wait for each other
        .limit(MOST_REPORTS)
        .with_for_update()
    )
    rows = visit.connection.execute(wanted).all()
    seen = [row._asdict() for row in rows if visit.actor.sees(row.campaign_id)]
    statuses = _statuses(visit.connection, {row["campaign_id"] for row in seen})
    return {row["id"]: Standing(**row, status=statuses[row["campaign_id"]]) for row in seen}


def _statuses(connection: Connection, ids: Iterable[int]) -> Mapping[int, str]:
    wanted = (
        select(campaigns.c.id, campaigns.c.status)
        .where(campaigns.c.id.in_(ids))
        .order_by(campaigns.c.id)
        .limit(MOST_REPORTS)
        .with_for_update(read=True)
    )
    return {row.id: row.status for row in connection.execute(wanted)}


def _move(connection: Connection, moved: Iterable[Standing]) -> None:
    rows = [
        {"contact": one.id} | {f"new_{name}": getattr(one, name) for name in _SET} for one in moved
    ]
    if rows:
        connection.execute(_MOVE, rows)


def _entry(done: Sequence[Standing], rows: int) -> Entry:
    """One entry a request: machines move contacts all day, and history keeps each move."""
    concerned = {one.campaign_id for one in done}
    campaign_id = concerned.pop() if len(concerned) == 1 else None
    return Entry("contacts.report", campaign_id, detail={"rows": rows, "done": len(done)})


def _rows(reports: Sequence[Report], judged: Sequence[Judgement]) -> Iterable[dict[str, Any]]:
    for index, (given, one) in enumerate(zip(reports, judged, strict=True)):
        yield {
            "index": index,
            "contact_id": given.contact_id,
            "outcome": one.outcome,
            "state": one.after and one.after.state,
            "error": one.fault,
            "detail": one.fault and SENTENCES[one.fault],
        }
