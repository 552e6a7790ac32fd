"""Every contact as it stood at the end: where, how often dialed, how long talked with.

It is read from the log, so that a position answers the same for ever; what its people are called is
looked up.
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, TextualSelect, text

from data.domain.report import Column, Kind, Question, Row
from data.domain.states import FUNNEL_STEPS
from data.history.past import Past, Span
from data.log_tail import Condition
from data.reports.rows.people import EXTERNAL_ID, PHONE, People
from data.reports.rows.scope import CAMPAIGN, among, end_of, is_wanted, shown, titles
from data.reports.rows.unmoved import Standing, unmoved
from data.schema.tables import UtcTime

WIDTH = 1_000  # so many contacts are looked at together

COLUMNS = (
    *CAMPAIGN,
    Column("contact_id", "Contact no.", Kind.WHOLE, "The number of the contact."),
    EXTERNAL_ID,
    PHONE,
    Column("state", "State", Kind.STATE, "Where it stood when the span ended."),
    Column("since", "Since", Kind.INSTANT, "When it had come there."),
    Column(
        "attempts", "Attempts", Kind.WHOLE,
        "How often it had been dialed when the span ended, since it was loaded.",
    ),
    Column("dials", "Dials", Kind.WHOLE, "How often it was dialed in the span."),
    Column(
        "talk_seconds", "Talk time", Kind.SECONDS,
        "How long calls with an operator lasted that ended in the span.",
    ),
    Column("first_dial_at", "First dial", Kind.INSTANT, "When it was dialed first in the span."),
    Column("last_dial_at", "Last dial", Kind.INSTANT, "When it was dialed last in the span."),
    Column(
        "step", "Reached", Kind.WORDS,
        "The furthest step of the funnel that it had ever reached when the span ended.",
    ),
)  # fmt: skip

_NEXT = (
    text(
        "SELECT contact_id FROM transitions WHERE contact_id >= :least ORDER BY contact_id LIMIT 1"
    ),
    text("SELECT id FROM contacts WHERE id >= :least ORDER BY id LIMIT 1"),
)
_BY_CONTACT = "OVER (PARTITION BY contact_id)"
_DIALED = "to_state = 'calling' AND {since}"
_PAGE = f"""
  SELECT campaign_id, contact_id, to_state, at, attempt, dials, talk_ms, first_dial, last_dial,
    to_step
  FROM (
    SELECT campaign_id, contact_id, to_state, at, attempt, to_step,
      row_number() OVER (PARTITION BY contact_id ORDER BY id DESC) AS back,
      count(CASE WHEN {_DIALED} THEN 1 END) {_BY_CONTACT} AS dials,
      sum(CASE WHEN from_state = 'call_in_progress' AND {{since}}
        THEN CAST(round(dwell_seconds * 1000) AS bigint) END) {_BY_CONTACT} AS talk_ms,
      min(CASE WHEN {_DIALED} THEN at END) {_BY_CONTACT} AS first_dial,
      max(CASE WHEN {_DIALED} THEN at END) {_BY_CONTACT} AS last_dial
    FROM transitions
    WHERE contact_id >= :least AND contact_id < :most AND ({{which}})
  ) AS moves
  WHERE back = 1 ORDER BY contact_id LIMIT {{limit}}
"""


def rows(past: Past, question: Question) -> Iterator[Row]:
    """The contacts that there were, by their ids; `states` narrows to those in one of them.

    Raises HistoryGivenUpError where moves of the span may be gone.
    """
    names, people = titles(past), People(past.connection)
    for page in _pages(past, question):
        kept = [row for row in page if is_wanted(question, row.state)]
        known = people.of({row.contact_id for row in kept})
        for campaign, contact, state, since, attempts, dials, talk_ms, first, last, step in kept:
            yield (
                campaign, names[campaign], contact, *known[contact], shown(state), since, attempts,
                dials, int(talk_ms or 0) / 1000, first, last, FUNNEL_STEPS[step or 0],
            )  # fmt: skip


def _pages(past: Past, question: Question) -> Iterator[Sequence[Standing]]:
    end, floor = end_of(past, question), past.floor.at
    past.visible(Span(question.start, end))  # is all of it there?
    which = past.visible(Span(floor, end))
    page, values = _page(past, question, which)
    least = 0
    while (found := _next(past.connection, least)) is not None:
        least = found + WIDTH
        ids = {"least": found, "most": least}
        standing = [Standing(*row) for row in past.connection.execute(page, {**values, **ids})]
        if floor is not None:
            met = {row.contact_id for row in standing}
            standing += unmoved(past.connection, floor, question.asked, ids, met)
            standing.sort(key=attrgetter("contact_id"))
        yield [row for row in standing if row.state is not None]


def _page(
    past: Past, question: Question, which: Condition
) -> tuple[TextualSelect, Mapping[str, Any]]:
    """A SELECT of `Standing`s, and its values; the state of one that was deleted is None."""
    since = "at >= :since" if question.start else "true"
    wanted = f"{which.sql} AND {among(question.asked)}"
    page = text(_PAGE.format(which=wanted, since=since, limit=WIDTH)).columns(
        at=UtcTime(), first_dial=UtcTime(), last_dial=UtcTime()
    )
    since_then = UtcTime().process_bind_param(question.start, past.connection.dialect)
    return page, {**which.values, **({"since": since_then} if question.start else {})}


def _next(connection: Connection, least: int) -> int | None:
    """The first contact from one on, in the log or still there: their ids may be far apart."""
    found = [connection.execute(each, {"least": least}).scalar_one_or_none() for each in _NEXT]
    return min((id for id in found if id is not None), default=None)
