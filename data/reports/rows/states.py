"""How many contacts stood in each state, from one quarter of an hour, hour or day to the next."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.domain.local_time import days
from data.domain.report import Column, Kind, Question, Row
from data.domain.snapshot import minute_of, minute_start
from data.domain.states import EVERY
from data.history.past import Past, PastMove, Span
from data.reports.rows.scope import CAMPAIGN, begin_of, campaigns_of, end_of, is_wanted

QUARTER, HOUR = 15, 60  # minutes
LONGEST_BY_QUARTERS = timedelta(days=2)
LONGEST_BY_HOURS = timedelta(days=62)
AT_ONCE = timedelta(days=8)  # as much is in memory

COLUMNS = (
    *CAMPAIGN,
    Column(
        "local", "Local time", Kind.TEXT,
        "The same instant as clocks in the time zone of the report show it, with its distance to "
        "UTC: an hour that clocks show twice stands here twice.",
    ),
    Column(
        "at", "Instant", Kind.INSTANT,
        "When it was counted: when the span begins, when each quarter of an hour begins in it "
        "(in spans over 2 days each hour, in spans over 62 days each day), and when it ends.",
    ),
    Column("state", "State", Kind.STATE, "The state of contacts that was counted."),
    Column("contacts", "Contacts", Kind.WHOLE, "How many contacts stood in the state just then."),
)  # fmt: skip


def rows(past: Past, question: Question) -> Iterator[Row]:
    """A row for each campaign, instant and state, in this order."""
    end, campaigns = end_of(past, question), campaigns_of(past, question)
    begin = begin_of(past, [campaign.id for campaign in campaigns], end)
    start = begin and max(begin, question.start or begin)
    if start is None or start >= end:
        return
    instants = instants_of(start, end, question.tzinfo)
    states = [state.code for state in EVERY if is_wanted(question, state.code)]
    shown = [(at.astimezone(question.tzinfo).isoformat(timespec="seconds"), at) for at in instants]
    for campaign in campaigns:
        counted = _counted(past, campaign.id, instants)
        for (local, at), counts in zip(shown, counted, strict=True):
            for state in states:
                yield campaign.id, campaign.title, local, at, state, counts[state]


def instants_of(start: datetime, end: datetime, zone: ZoneInfo) -> list[datetime]:
    """When is counted: at `start`, where quarters, hours or days begin in the zone, at `end`."""
    if end - start > LONGEST_BY_HOURS:
        inner = days(start, end, zone)
    else:
        size = QUARTER if end - start <= LONGEST_BY_QUARTERS else HOUR
        inner = [at for at in _quarters(start, end) if at.astimezone(zone).minute % size == 0]
    return [start, *(at for at in inner if start < at < end), end]


def _quarters(start: datetime, end: datetime) -> list[datetime]:
    """Any offset of a zone is whole quarters: so local hours begin with some of these."""
    return [minute_start(m) for m in range(minute_of(start) // 15 * 15, minute_of(end) + 1, 15)]


def _counted(past: Past, campaign: int, instants: Sequence[datetime]) -> Iterator[Counter[str]]:
    """The contacts by state at each of the instants."""
    counts: Counter[str] = Counter()
    _add(counts, past.moves([campaign], Span(None, instants[0])))
    yield counts
    for group in _groups(instants):
        starts = [minute_of(at) for at in group[:-1]]
        moved: list[list[PastMove]] = [[] for _ in starts]
        span = Span(group[0], group[-1])
        for move in past.moves([campaign], span, level=_level(starts[1:])):
            moved[bisect_right(starts, move.start) - 1].append(move)
        for moves in moved:
            _add(counts, moves)
            yield counts


def _groups(instants: Sequence[datetime]) -> Iterator[Sequence[datetime]]:
    """Instants that lie together in a few days, the first of a group being the last of the one
    before."""
    first = 0
    for last in range(1, len(instants)):
        is_last = last + 1 == len(instants)
        if is_last or instants[last + 1] - instants[first] > AT_ONCE:
            yield instants[first : last + 1]
            first = last


def _level(starts: Sequence[int]) -> int:
    """The longest sums none of which lies on both sides of one of these minutes."""
    return next(m for m in (HOUR, QUARTER, 1) if all(start % m == 0 for start in starts))


def _add(counts: Counter[str], moves: Sequence[PastMove]) -> None:
    for move in moves:
        if move.from_state is not None:
            counts[move.from_state] -= move.count
        if move.to_state is not None:
            counts[move.to_state] += move.count
