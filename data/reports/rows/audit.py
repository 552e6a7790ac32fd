"""Who did what, and what was refused."""

import json
from collections.abc import Iterator
from typing import Any

from data.audit_list import EXPORT_PAGE, AuditFilter, AuditPage, Written, page
from data.domain.report import Column, Kind, Question, Row
from data.history.past import Past
from data.reports.rows.scope import CAMPAIGN, end_of, is_wanted, titles

COLUMNS = (
    Column("id", "No.", Kind.WHOLE, "The number of the entry."),
    Column("at", "At", Kind.INSTANT, "When it was done."),
    Column("actor", "Who", Kind.TEXT, "The name of the person or program."),
    Column("means", "Means", Kind.TEXT, "How they came in: session, token, console, …"),
    Column("role", "Role", Kind.TEXT, "Their role at that moment."),
    Column("action", "Action", Kind.TEXT, "What was done, as programs call it."),
    Column("outcome", "Outcome", Kind.TEXT, "Done or refused."),
    *CAMPAIGN,
    Column("contact_id", "Contact no.", Kind.WHOLE, "The number of the contact."),
    Column("operation_id", "Operation no.", Kind.WHOLE, "The long deed that it was a part of."),
    Column("subject", "Subject", Kind.TEXT, "What else it was done to; phone numbers are masked."),
    Column("reason", "Reason", Kind.TEXT, "Why, in their own words; phone numbers are masked."),
    Column("from_state", "From state", Kind.STATE, "The state that the contact left."),
    Column("to_state", "To state", Kind.STATE, "The state that it entered."),
    Column("before", "Before", Kind.TEXT, "What was there before, as JSON; numbers are masked."),
    Column("detail", "Detail", Kind.TEXT, "What more is known, as JSON; numbers are masked."),
)  # fmt: skip


def rows(past: Past, question: Question) -> Iterator[Row]:
    """The entries of the span, the newest first, as the page of the audit has them; `states`
    narrows to those that brought a contact into one."""
    names = titles(past)
    for found in _pages(past, question):
        for entry in found.entries:
            if is_wanted(question, entry.to_state):
                yield _row(entry, None if entry.campaign_id is None else names[entry.campaign_id])


def _pages(past: Past, question: Question) -> Iterator[AuditPage]:
    asked = question.asked
    wanted = AuditFilter(
        since=question.start,
        until=end_of(past, question),
        visible=None if asked is None else frozenset(asked),
    )
    before: int | None = None
    while True:
        since = {} if before is None else {"before": before}
        found = page(past.connection, wanted, limit=EXPORT_PAGE, **since)
        yield found
        if (before := found.after) is None:
            return


def _row(entry: Written, name: str | None) -> Row:
    return (
        entry.id, entry.at, entry.actor, entry.means, entry.role, entry.action, entry.outcome,
        entry.campaign_id, name, entry.contact_id, entry.operation_id, entry.subject, entry.reason,
        entry.from_state, entry.to_state, _json(entry.before), _json(entry.detail),
    )  # fmt: skip


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
