"""What became of attempts: by the hour of the day, and by how often a contact had been dialed."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from data.domain.report import Column, Kind, Question, Row
from data.domain.snapshot import minute_start
from data.history.past import Past, Span
from data.reports.rows.scope import CAMPAIGN, begin_of, campaigns_of, end_of, stretches

QUARTER = 15
DAYS_AT_ONCE = 8
COUNTED = ("calling", "call_in_progress", "success", "canceled_by_client", "dial_failed")

COLUMNS = (
    *CAMPAIGN,
    Column(
        "hour", "Hour", Kind.WHOLE,
        "The hour of the day, 0 to 23, as clocks in the time zone of the report show it. Each "
        "count stands in the hour in which it happened.",
    ),
    Column(
        "attempt", "Attempt", Kind.WHOLE,
        "How often the contact had been dialed, that time included; 10 is 10 or more.",
    ),
    Column("dials", "Dials", Kind.WHOLE, "Times a contact entered Calling."),
    Column("connects", "Connects", Kind.WHOLE, "Times a contact entered Call in progress."),
    Column("success", "Success", Kind.WHOLE, "Times a contact entered Success."),
    Column(
        "abandoned", "Abandoned", Kind.WHOLE,
        "Times a contact entered Canceled by client. A lower bound: calls that the dialer itself "
        "dropped are not in the states.",
    ),
    Column("failed", "Dial failed", Kind.WHOLE, "Times a contact entered Dial failed."),
    Column(
        "connect_rate", "Connects of dials", Kind.RATE,
        "Connects divided by dials of the same hour and attempt. Calls that still rang when the "
        "hour ended count as connects of the next one.",
    ),
)  # fmt: skip

Key = tuple[int, int, str]  # hour, attempt, state


def rows(past: Past, question: Question) -> Iterator[Row]:
    """A row for each campaign, hour and attempt in which something was counted, in this order."""
    for campaign in campaigns_of(past, question):
        sums = _sums(past, question, campaign.id)
        for hour, attempt in sorted({key[:2] for key, count in sums.items() if count}):
            counts = [sums[hour, attempt, state] for state in COUNTED]
            dials, connects = counts[:2]
            rate = connects / dials if dials else None
            yield campaign.id, campaign.title, hour, attempt, *counts, rate


def _sums(past: Past, question: Question, campaign: int) -> Counter[Key]:
    """Quarters of an hour are summed, because local hours may begin with any of them."""
    end, zone = end_of(past, question), question.tzinfo
    begin = begin_of(past, [campaign], end)
    sums: Counter[Key] = Counter()
    if begin is None:
        return sums

    @cache
    def hour_of(minute: int) -> int:
        return minute_start(minute).astimezone(zone).hour

    for start, until in pairwise(stretches(max(begin, question.start or begin), end, DAYS_AT_ONCE)):
        for dial in past.dials([campaign], Span(start, until), level=QUARTER):
            sums[hour_of(dial.start), dial.attempt, dial.to_state] += dial.count
    return sums
