"""Abandoned calls, as a regulator asks for them: of predictive campaigns, each day and at the end.

The rates over 24 hours and 30 days are those that the page of the campaign shows.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from data.domain.answered import DAY_HOURS, MODE, MONTH_HOURS, Answered
from data.domain.local_time import day_start, days
from data.domain.metrics import ABANDONMENT_LIMIT
from data.domain.report import Column, Kind, Question, Row, Value
from data.domain.snapshot import Campaign, hour_of, minute_of, minute_start
from data.history.past import Past, PastDial, Span
from data.reports.rows.scope import CAMPAIGN, begin_of, campaigns_of, end_of

QUARTER = 15
DAYS_AT_ONCE = 8
DAY, ROLLING_DAY, ROLLING_MONTH = "Day", "24 hours", "30 days"
METHOD = (
    "Calls that the client answered and hung up before an operator was there, divided by these and "
    "the calls that reached an operator. Both are counted from moves of contacts: into Canceled by "
    "client, and into Call in progress. Each counts when it happened."
)
BLIND_SPOT = (
    "A lower bound: calls that the dialer itself dropped, silent calls and calls to answering "
    "machines that it hung up on leave no trace in the states, and are not counted."
)
WORDS = (DAY, ROLLING_DAY, ROLLING_MONTH, METHOD, BLIND_SPOT)

COLUMNS = (
    *CAMPAIGN,
    Column(
        "period", "Period", Kind.WORDS,
        "A day, the last 24 hours or the last 30 days. The last two are whole hours and the one "
        "that was running at the end of the span, as on the page of the campaign.",
    ),
    Column(
        "day", "Day", Kind.TEXT,
        "Which day, in the time zone of the report; the first and the last may be cut short by the "
        "span. Empty for the last 24 hours and 30 days.",
    ),
    Column("start", "From", Kind.INSTANT, "When the period begins."),
    Column("end", "Until", Kind.INSTANT, "Before which instant it ends."),
    Column(
        "abandoned", "Abandoned", Kind.WHOLE, "Clients who hung up before an operator was there."
    ),
    Column(
        "answered", "Answered", Kind.WHOLE,
        "Those, and the calls that reached an operator.",
    ),
    Column("rate", "Abandonment", Kind.RATE, "Abandoned divided by answered; empty without any."),
    Column("limit", "Limit", Kind.RATE, "What the abandonment is not to exceed."),
    Column("method", "Method", Kind.WORDS, "How it was counted."),
    Column("blind_spot", "Blind spot", Kind.WORDS, "What could not be counted."),
)  # fmt: skip


def rows(past: Past, question: Question) -> Iterator[Row]:
    """For each campaign its days, then the last 24 hours and 30 days before the end."""
    end, zone = end_of(past, question), question.tzinfo
    for campaign in campaigns_of(past, question):
        if not _is_predictive(past, campaign, end):
            continue
        head = campaign.id, campaign.title
        for start, until, calls in _by_day(past, question, campaign.id):
            day = start.astimezone(zone).date().isoformat()
            yield *head, DAY, day, start, until, *_said(calls)
        for period, hours in ((ROLLING_DAY, DAY_HOURS), (ROLLING_MONTH, MONTH_HOURS)):
            start = minute_start(60 * (hour_of(minute_of(end)) - hours))
            calls = _answered(past.dials([campaign.id], Span(start, end)))
            yield *head, period, None, start, end, *_said(calls)


def _is_predictive(past: Past, campaign: Campaign, end: datetime) -> bool:
    """Of a campaign that was deleted only its moves can tell: in no other is a call abandoned."""
    if campaign.mode:
        return campaign.mode == MODE
    return _answered(past.dials([campaign.id], Span(None, end))).abandoned > 0


def _by_day(
    past: Past, question: Question, campaign: int
) -> Iterator[tuple[datetime, datetime, Answered]]:
    """Each day since the campaign began, and its calls."""
    edges = _edges(past, question, campaign)
    for group in (
        edges[first : first + DAYS_AT_ONCE + 1] for first in range(0, len(edges) - 1, DAYS_AT_ONCE)
    ):
        starts, found = [minute_of(edge) for edge in group[:-1]], defaultdict(list)
        for dial in past.dials([campaign], Span(group[0], group[-1]), level=QUARTER):
            found[bisect_right(starts, dial.start) - 1].append(dial)
        for number, (start, until) in enumerate(pairwise(group)):
            yield start, until, _answered(found[number])


def _edges(past: Past, question: Question, campaign: int) -> list[datetime]:
    """Where days begin and end."""
    end, zone = end_of(past, question), question.tzinfo
    begin = begin_of(past, [campaign], end)
    if begin is None:
        return []
    first = day_start(begin.astimezone(zone).date(), zone)
    start = max(first, question.start or first)
    return (
        [start, *(day for day in days(start, end, zone) if day > start), end] if start < end else []
    )


def _answered(dials: Iterable[PastDial]) -> Answered:
    sums: Counter[str] = Counter()
    for dial in dials:
        sums[dial.to_state] += dial.count
    return Answered(abandoned=sums["canceled_by_client"], connects=sums["call_in_progress"])


def _said(calls: Answered) -> tuple[Value, ...]:
    rate = calls.abandoned / calls.total if calls.total else None
    return calls.abandoned, calls.total, rate, ABANDONMENT_LIMIT, METHOD, BLIND_SPOT
