"""Contacts that did not move from the floor of the log up to an instant, where their older moves
were given up: where they stood is told by what they left first after it, or by where they are."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from data.reports.rows.scope import among
from data.schema.tables import UtcTime


class Standing(NamedTuple):
    """Where a contact stood, since when, how often it had been dialed, which step it had reached;
    and how often it was dialed, and how long talked with, in a span."""

    campaign_id: int
    contact_id: int
    state: str
    since: datetime | None
    attempts: int
    dials: int
    talk_ms: int | None
    first_dial: datetime | None
    last_dial: datetime | None
    step: int | None


_FIRST = """
  SELECT campaign_id, contact_id, from_state, at, dwell_seconds, attempt, to_state, from_step
  FROM (
    SELECT campaign_id, contact_id, from_state, at, dwell_seconds, attempt, to_state, from_step,
      row_number() OVER (PARTITION BY contact_id ORDER BY id) AS nth
    FROM transitions
    WHERE contact_id >= :least AND contact_id < :most AND at >= :floor AND {of}
  ) AS moves
  WHERE nth = 1 ORDER BY contact_id LIMIT {limit}
"""
_NOW = """
  SELECT campaign_id, id, state, state_since, attempts, funnel_step FROM contacts
  WHERE id >= :least AND id < :most AND {of} ORDER BY id LIMIT {limit}
"""


def unmoved(
    connection: Connection,
    floor: datetime,
    asked: Collection[int] | None,
    ids: Mapping[str, int],
    met: Collection[int],
) -> Iterator[Standing]:
    """Those with `least` <= id < `most` that are not among the ones met, of the campaigns asked
    for."""
    values = {**ids, "floor": UtcTime().process_bind_param(floor, connection.dialect)}
    form = {"of": among(asked), "limit": ids["most"] - ids["least"]}
    first = text(_FIRST.format(**form)).columns(at=UtcTime())
    moved = {row.contact_id: row for row in connection.execute(first, values)}
    for contact, row in moved.items():
        if contact not in met and row.from_state is not None:
            yield _before(row)
    now = text(_NOW.format(**form)).columns(state_since=UtcTime())
    for campaign, contact, state, since, attempts, step in connection.execute(now, dict(ids)):
        if contact not in met and contact not in moved:
            yield Standing(campaign, contact, state, since, attempts, 0, None, None, None, step)


def _before(move: Any) -> Standing:
    """Where a contact stood before a move."""
    since = move.at and move.at - timedelta(seconds=move.dwell_seconds or 0)
    attempts = move.attempt - (move.to_state == "calling")
    campaign, contact, state, step = (
        move.campaign_id, move.contact_id, move.from_state, move.from_step,
    )  # fmt: skip
    return Standing(campaign, contact, state, since, attempts, 0, None, None, None, step)
