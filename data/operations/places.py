"""Where contacts stand: which of them a deed is about, and which have a client on the line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, false, func, or_, select, text

from data.contacts.conditions import matching
from data.domain.contact_filter import ContactFilter
from data.operations.recipes import CALLS, HELD
from data.schema.tables import campaigns, contacts, transitions

Chosen = tuple[int, ...] | ContactFilter | None  # None: all of the campaign
PREDICTIVE = "predictive"

_mode = (
    select(campaigns.c.mode)
    .where(campaigns.c.id == contacts.c.campaign_id)
    .correlate(contacts)
    .scalar_subquery()
)


def _before_held(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """What a column holds of the move by which a contact came to where it was held."""
    return (
        select(column)
        .where(transitions.c.contact_id == contacts.c.id)
        .where(transitions.c.to_state.not_in(HELD))
        .order_by(transitions.c.id.desc())
        .limit(1)
        .correlate(contacts)
        .scalar_subquery()
    )


ON_LINE: ColumnElement[bool] = case(
    (
        contacts.c.state.in_(HELD),
        func.coalesce(
            or_(_mode == PREDICTIVE, _before_held(transitions.c.to_state).in_(CALLS)), false()
        ),
    ),
    else_=false(),
)

_STATES = text("""
  WITH RECURSIVE found(state) AS (
    SELECT min(state) FROM contacts WHERE campaign_id = :campaign
    UNION ALL
    SELECT (SELECT min(state) FROM contacts WHERE campaign_id = :campaign AND state > found.state)
    FROM found WHERE found.state IS NOT NULL)
  SELECT state FROM found WHERE state IS NOT NULL LIMIT 1000
""")


def conditions(
    connection: Connection, campaign_id: int, chosen: Chosen
) -> Sequence[ColumnElement[bool]]:
    """What is true of the chosen contacts of a campaign."""
    own = [contacts.c.campaign_id == campaign_id]
    if isinstance(chosen, ContactFilter):
        return [*own, *matching(connection, chosen)]
    return own if chosen is None else [*own, contacts.c.id.in_(chosen)]


def needed_since(connection: Connection) -> datetime | None:
    """The earliest of the moves that tell who has a client on the line; None where nobody may."""
    moves = select(_before_held(transitions.c.at).label("at")).where(contacts.c.state.in_(HELD))
    earliest: datetime | None = connection.scalar(select(func.min(moves.subquery().c.at)))
    return earliest


def counted(
    connection: Connection, where: Sequence[ColumnElement[bool]]
) -> list[tuple[str, bool, int]]:
    """Contacts by state and whether a client is on the line, all at one instant."""
    wanted = select(contacts.c.state, ON_LINE, func.count()).where(*where)
    rows = connection.execute(wanted.group_by(contacts.c.state, ON_LINE))
    return [(state, bool(on_line), number) for state, on_line, number in rows]


def states_of(connection: Connection, campaign_id: int | None) -> list[str]:
    """The states that contacts of a campaign have now: a look for each, however many they are."""
    return list(connection.execute(_STATES, {"campaign": campaign_id}).scalars())
