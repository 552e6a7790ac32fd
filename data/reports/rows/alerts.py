"""What alerts there were: when they opened, who took them up, how long they stood."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, or_, select

from data.alert_book import COLUMNS as FIELDS
from data.alert_book import alert_of
from data.domain.alerts import Alert, rule_of
from data.domain.masking import masked_text
from data.domain.report import Column, Kind, Question, Row
from data.history.past import Past
from data.reports.rows.scope import CAMPAIGN, end_of, is_wanted, titles
from data.schema.tables import alerts

PAGE = 500

COLUMNS = (
    Column("id", "No.", Kind.WHOLE, "The number of the alert."),
    *CAMPAIGN,
    Column("cause", "Cause", Kind.TEXT, "What kind of alert it is, as programs call it."),
    Column("label", "Alert", Kind.WORDS, "What was wrong."),
    Column("state", "State", Kind.STATE, "The state it is about; empty if it is about none."),
    Column("severity", "Severity", Kind.TEXT, "How bad it was in the end: warn or critical."),
    Column(
        "status", "Status", Kind.TEXT,
        "Firing, acknowledged or resolved, when the file was made.",
    ),
    Column("since", "Since", Kind.INSTANT, "Since when the condition held."),
    Column("opened_at", "Opened", Kind.INSTANT, "When people were told."),
    Column("acknowledged_at", "Acknowledged", Kind.INSTANT, "When somebody took it up."),
    Column("acknowledged_by", "By", Kind.TEXT, "Who took it up."),
    Column("note", "Note", Kind.TEXT, "What they said to it; phone numbers are masked."),
    Column("resolved_at", "Resolved", Kind.INSTANT, "When it was over; empty while it is not."),
    Column(
        "open_seconds", "Open for", Kind.SECONDS,
        "How long it stood, until it was over or until the end of the span.",
    ),
    Column("count", "Count", Kind.WHOLE, "How many contacts, or moves, it was about in the end."),
    Column(
        "limit_seconds", "Limit", Kind.SECONDS, "The limit that was passed, where it is a time."
    ),
    Column("numerator", "Numerator", Kind.WHOLE, "Of a rate: how many."),
    Column("denominator", "Denominator", Kind.WHOLE, "Of a rate: of how many."),
)  # fmt: skip


def rows(past: Past, question: Question) -> Iterator[Row]:
    """The alerts that stood in the span, by their numbers; `states` narrows to those about one."""
    names, last = titles(past), 0
    while page := _page(past, question, last):
        for alert in page:
            if is_wanted(question, alert.state):
                yield _row(past, question, alert, names[alert.campaign_id])
        last = page[-1].id


def _row(past: Past, question: Question, alert: Alert, name: str) -> Row:
    ended = min(alert.resolved_at or past.as_of, end_of(past, question), past.as_of)
    stood = (ended - alert.fired_at).total_seconds() if alert.fired_at else 0.0
    return (
        alert.id, alert.campaign_id, name, alert.cause, rule_of(alert.cause).label, alert.state,
        alert.severity.value, alert.status.value, alert.since, alert.fired_at,
        alert.acknowledged_at, alert.acknowledged_by, masked_text(alert.note), alert.resolved_at,
        max(0.0, stood), alert.count, alert.limit_seconds, alert.numerator, alert.denominator,
    )  # fmt: skip


def _page(past: Past, question: Question, after: int) -> Sequence[Alert]:
    wanted = _wanted(past, question).where(alerts.c.id > after).order_by(alerts.c.id).limit(PAGE)
    return [alert_of(row) for row in past.connection.execute(wanted)]


def _wanted(past: Past, question: Question) -> Select[tuple[object, ...]]:
    """Those that people were told of before the end, and that were not over before the start."""
    c = alerts.c
    wanted = select(*FIELDS).where(c.fired_at < end_of(past, question))
    if question.start is not None:
        wanted = wanted.where(or_(c.resolved_at.is_(None), c.resolved_at >= question.start))
    if question.asked is not None:
        wanted = wanted.where(c.campaign_id.in_(question.asked))
    return wanted
