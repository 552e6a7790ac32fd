"""Every move of every contact.

A million of them are asked for at a time: so what is needed of contacts and campaigns is looked up
in bulk, what is alike is made once, and rows come from the driver as they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from data.domain.masking import masked_text
from data.domain.report import Column, Kind, Question, Row
from data.domain.snapshot import Campaign
from data.domain.states import CODES, OTHER
from data.domain.states import verdict as verdict_of
from data.history.past import Past
from data.log_tail.tail import is_one_of
from data.queries import all_campaigns
from data.reports.rows.fetching import fetched
from data.reports.rows.people import EXTERNAL_ID, PHONE, People
from data.reports.rows.scope import CAMPAIGN, among, shown, span_of, titles
from data.schema.tables import UtcTime

WIDTH = 10_000  # so many ids are looked at together
MOST_REASONS = 10_000

COLUMNS = (
    Column("id", "No.", Kind.WHOLE, "The number of the move in the log; it only grows."),
    *CAMPAIGN,
    Column("contact_id", "Contact no.", Kind.WHOLE, "The number of the contact."),
    EXTERNAL_ID,
    PHONE,
    Column(
        "from_state", "From state", Kind.STATE, "The state it left; empty for one that was loaded."
    ),
    Column(
        "to_state", "To state", Kind.STATE, "The state it entered; empty for one that was deleted."
    ),
    Column("at", "At", Kind.INSTANT, "When it moved, by the clock of the database."),
    Column(
        "dwell_seconds", "Stayed", Kind.SECONDS, "How long it had been in the state that it left."
    ),
    Column(
        "attempt", "Attempt", Kind.WHOLE, "How often it had been dialed, this move included."
    ),
    Column("operator", "Operator", Kind.TEXT, "Who was busy with it, as the dialer says."),
    Column(
        "reason", "Reason", Kind.TEXT, "Why it moved, as the dialer says; phone numbers are masked."
    ),
    Column(
        "operation_id", "Operation no.", Kind.WHOLE,
        "The deed of a person that moved it; empty where its dialer did.",
    ),
    Column(
        "verdict", "Verdict", Kind.TEXT,
        "How the move is to be taken in a campaign of this mode: expected, tolerated or "
        "unexpected; empty where the campaign was deleted.",
        lasts=False,
    ),
)  # fmt: skip

_NEXT = text("SELECT id FROM transitions WHERE id >= :least ORDER BY id LIMIT 1")
_PAGE = (
    "SELECT id, campaign_id, contact_id, from_state, to_state, at, dwell_seconds, attempt,"
    " operator, reason, operation_id FROM transitions"
    " WHERE id >= :least AND id < :most AND ({which}) ORDER BY id LIMIT {limit}"
)


def rows(past: Past, question: Question) -> Iterator[Row]:
    """The moves in the order of the log; `states` narrows to those into one of them."""
    names, people = titles(past), People(past.connection)
    edges, reasons = Edges(all_campaigns(past.connection)), Reasons()
    for page in _pages(past, question):
        known = people.of({row[2] for row in page})
        times = _instants(past.connection, [row[5] for row in page])
        yield from [
            (
                id, campaign, names[campaign], contact, external, phone, left, entered, at, dwell,
                attempt, operator, reason and reasons[reason], operation, verdict,
            )
            for (
                id, campaign, contact, from_state, to_state, _, dwell, attempt, operator, reason,
                operation,
            ), at in zip(page, times, strict=True)
            for external, phone in (known[contact],)
            for left, entered, verdict in (edges[campaign, from_state, to_state],)
        ]  # fmt: skip


class Edges(dict[tuple[int, str | None, str | None], tuple[str | None, str | None, str | None]]):
    """Moves, by campaign and raw states: the states as they are shown, and the verdict."""

    def __init__(self, campaigns: Iterable[Campaign]) -> None:
        super().__init__()
        self._modes = {campaign.id: campaign.mode for campaign in campaigns}

    def __missing__(
        self, key: tuple[int, str | None, str | None]
    ) -> tuple[str | None, str | None, str | None]:
        campaign, left, entered = key[0], shown(key[1]), shown(key[2])
        mode = self._modes.get(campaign)
        self[key] = left, entered, mode and verdict_of(mode, left, entered).value
        return self[key]


class Reasons(dict[str, str | None]):
    """Reasons with phone numbers masked. There are few, unless somebody writes novels."""

    def __missing__(self, reason: str) -> str | None:
        if len(self) >= MOST_REASONS:
            self.clear()
        self[reason] = masked_text(reason)
        return self[reason]


def _pages(past: Past, question: Question) -> Iterator[Sequence[Any]]:
    """The rows of the log, as the driver gives them, a stretch of ids at a time: whatever way the
    database takes through them, it is a short one."""
    span = span_of(past, question)
    which = past.visible(span)
    wanted = f"{which.sql} AND {among(question.asked)} AND {_into(question.states)}"
    page = text(_PAGE.format(which=wanted, limit=WIDTH))
    least, last = past.ids(span)
    while (found := _next(past.connection, least)) is not None and found <= last:
        ids = {"least": found, "most": found + WIDTH}
        yield fetched(past.connection, page, {**which.values, **ids})
        least = found + WIDTH


def _next(connection: Connection, least: int) -> int | None:
    """The first id from one on: ids may be far apart."""
    return connection.execute(_NEXT, {"least": least}).scalar_one_or_none()


def _into(states: Sequence[str]) -> str:
    """SQL for whether a move leads into one of some states; none is any."""
    if not states:
        return "true"
    codes = [code for code in states if code in CODES]
    known = is_one_of("to_state", codes) if codes else "false"
    return f"({known} OR NOT {is_one_of('to_state', CODES)})" if OTHER in states else known


def _instants(connection: Connection, times: Sequence[Any]) -> Sequence[datetime | None]:
    """The driver's times as instants in UTC."""
    if connection.dialect.name == "postgresql":
        return times
    try:
        found = [datetime.fromisoformat(at) for at in times]
    except (TypeError, ValueError):
        found = []
    if found and None not in {at.tzinfo for at in found}:
        return found
    # Somebody wrote history by hand.
    return [UtcTime().process_result_value(at, connection.dialect) for at in times]
