"""Contacts that dialers took up after their campaign was canceled, and moves that an undo made."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import loads

from sqlalchemy import Connection, func, or_, select

from data.domain.operation import Kind
from data.domain.states import CODES
from data.schema.tables import contacts, operations, transitions

MOST = 1_000
BUSY = ("awaiting_free_operator", "operator_assigned", "bcw", "calling", "call_in_progress", "acw")
UNDOES = 100
UNDONE_WITHIN = timedelta(hours=2)  # moves are told of for an hour, and an undo takes a while
_elsewhere = [state for state in CODES if state != "canceled_by_admin"]


@dataclass(frozen=True, slots=True)
class Trespass:
    """How many contacts were taken up, `MOST` at most, and since when one has been so."""

    count: int
    oldest_at: datetime | None


def since(connection: Connection, campaign_id: int, fence: datetime) -> Trespass:
    """Contacts that came from rest into dialing after the fence, and were not canceled yet."""
    own, move = contacts.c, transitions.c
    at_rest = or_(move.from_state.is_(None), move.from_state.not_in(BUSY))
    taken_up = (
        select(move.id)
        .where(move.contact_id == own.id, move.at > fence, move.operation_id.is_(None))
        .where(at_rest, move.to_state.in_(BUSY))
        .exists()
    )
    found = (
        select(own.state_since)
        .where(own.campaign_id == campaign_id, own.state.in_(_elsewhere))
        .where(own.state_since > fence, taken_up)
        .limit(MOST)
        .subquery()
    )
    row = connection.execute(select(func.count(), func.min(found.c.state_since))).one()
    return Trespass(*row)


def undone(connection: Connection, now: datetime) -> dict[int, Counter[tuple[str, str]]]:
    """What undone deeds have moved of late, by campaign: from where to where, and how often."""
    own = operations.c
    wanted = select(own.campaign_id, own.payload).where(own.kind == Kind.UNDO)
    recent = wanted.where(own.created_at > now - UNDONE_WITHIN).order_by(own.id.desc())
    found: dict[int, Counter[tuple[str, str]]] = {}
    for campaign_id, payload in connection.execute(recent.limit(UNDOES)):
        moved: Sequence[tuple[str, str, int]] = loads(payload).get("moved", ())
        counted = found.setdefault(campaign_id, Counter())
        counted.update({(left, entered): number for left, entered, number in moved})
    return found
