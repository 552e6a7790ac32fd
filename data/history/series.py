"""What a campaign's charts show of a span: bucket by bucket, and of another span beside it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from data.domain import dwell
from data.domain.buckets import HOUR, Size, earlier, edges, is_edge, size_for
from data.domain.errors import EmptySpanError, LongSpanError, NotBegunError
from data.domain.levels import Slots
from data.domain.metrics import is_attempt, is_worked_off
from data.domain.snapshot import Campaign, Edge, minute_of, minute_start
from data.domain.states import CODES, OTHER
from data.history.past import Flow, Past, Span

# What is counted in a bucket: moves along these edges.
COUNTED: Mapping[str, Callable[[Edge], bool]] = {
    "attempts": is_attempt,
    "attempts_ended": lambda edge: edge[0] == "calling",
    "connects": lambda edge: edge[1] == "call_in_progress",
    "successes": lambda edge: edge[1] == "success",
    "closed": is_worked_off,
    "abandoned": lambda edge: edge[1] == "canceled_by_client",
    "dial_failures": lambda edge: edge[1] == "dial_failed",
}
SHARES = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
LEAST = timedelta(hours=1)  # is shown of a campaign that has not begun
LONGEST_ANSWERS = timedelta(days=366)

Counts = tuple[int | None, ...]
Shifted = Callable[[Sequence[datetime]], tuple[datetime, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A campaign and a span of it: `start` None is since it began, `end` None is now."""

    campaign: Campaign
    start: datetime | None
    end: datetime | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Shift:
    """What to compare with: the same clock times so many `days` before, or else another campaign,
    so long after its own start."""

    days: int = 0
    campaign: Campaign | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Moves of a campaign by bucket: bucket `i` lies between `edges[i]` and `edges[i + 1]`.

    `counts` by the names of `COUNTED`; None for a bucket that has no length, or still lies ahead.
    `totals` are those of all buckets; `so_far` those up to where now is in the span that this one
    is compared with.
    """

    campaign_id: int
    edges: tuple[datetime, ...]
    counts: Mapping[str, Counts]
    totals: Mapping[str, int]
    so_far: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Stays:
    """Completed stays in a state: how many, and the seconds within which shares of them ended."""

    count: int
    seconds: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class History:
    """A span of a campaign in buckets of a size.

    `whole` says of each bucket whether all of it lies in the span and in the past; `states` holds
    the contacts by state at the end of each, or now in the one that is running.
    """

    as_of: datetime
    size: Size
    course: Course
    whole: tuple[bool, ...]
    states: Mapping[str, Counts]
    stays: Mapping[str, Stays]
    compared: Course | None


@dataclass(frozen=True, slots=True)
class Answers:
    """Connects, and attempts that ended, by local hour: `hours[weekday][hour]`, Monday is 0."""

    as_of: datetime
    start: datetime
    end: datetime
    hours: tuple[tuple[tuple[int, int], ...], ...]


def history(past: Past, asked: Asked, shift: Shift | None = None) -> History:
    """The span in buckets. Raises EmptySpanError and LongSpanError as `size_for` does, and
    NotBegunError where the campaign to compare with has not begun."""
    start, end = _ends(past, asked)
    size = size_for(start, end)
    cut = edges(start, end, size, asked.zone)
    own = Span(start, asked.end)
    flows = past.flows(asked.campaign.id, own, _slots(cut))
    return History(
        past.as_of,
        size,
        _course(past, asked.campaign, cut, flows),
        _whole(past, asked, cut, size),
        _states(past, asked.campaign, cut, flows),
        _stays(past, asked.campaign, own),
        None if shift is None else _compared(past, asked, shift, cut),
    )


def answers(past: Past, asked: Asked) -> Answers:
    """The answers of a span by local hour and weekday; `start` None is a year before its end, or
    since the campaign began. Raises LongSpanError for more than a year."""
    start, end = _ends(past, asked)
    if asked.start is None:
        start = max(start, end - LONGEST_ANSWERS)
    if end - start > LONGEST_ANSWERS:
        raise LongSpanError
    if start >= end:
        raise EmptySpanError
    hours = edges(start, end, HOUR, asked.zone)[:-1]
    local = [hour.astimezone(asked.zone) for hour in hours]
    numbers = tuple(24 * hour.weekday() + hour.hour for hour in local)
    flows = past.flows(
        asked.campaign.id, Span(start, asked.end), Slots(tuple(map(minute_of, hours)), numbers)
    )
    return Answers(past.as_of, start, end, _week(flows))


def _week(flows: Mapping[Flow, int]) -> tuple[tuple[tuple[int, int], ...], ...]:
    connects, ended = (_by_slot(flows, COUNTED[name]) for name in ("connects", "attempts_ended"))
    return tuple(
        tuple((connects[24 * day + hour], ended[24 * day + hour]) for hour in range(24))
        for day in range(7)
    )


def _ends(past: Past, asked: Asked) -> tuple[datetime, datetime]:
    """When the span starts and ends, now that the log can be asked."""
    end = asked.end or past.as_of
    start = asked.start or past.begin(asked.campaign.id) or asked.campaign.created_at
    if start is None or (asked.start is None and start >= end):
        start = end - LEAST
    return start, end


def _slots(cut: Sequence[datetime]) -> Slots:
    return Slots(tuple(map(minute_of, cut[:-1])), tuple(range(len(cut) - 1)))


def _course(
    past: Past, campaign: Campaign, cut: tuple[datetime, ...], flows: Mapping[Flow, int]
) -> Course:
    counted = {name: _by_slot(flows, counts) for name, counts in COUNTED.items()}
    totals = {name: sum(sums.values()) for name, sums in counted.items()}
    return Course(
        campaign.id,
        cut,
        {
            name: tuple(
                None if left >= right or left >= past.as_of else sums[slot]
                for slot, (left, right) in enumerate(pairwise(cut))
            )
            for name, sums in counted.items()
        },
        totals,
        totals,
    )


def _by_slot(flows: Mapping[Flow, int], counts: Callable[[Edge], bool]) -> Mapping[int, int]:
    sums: dict[int, int] = defaultdict(int)
    for (slot, left, entered), count in flows.items():
        if counts((left, entered)):
            sums[slot] += count
    return sums


def _whole(past: Past, asked: Asked, cut: Sequence[datetime], size: Size) -> tuple[bool, ...]:
    """Only the first and the last can be cut short; what is running or ahead is not whole."""
    first, last = (is_edge(edge, size, asked.zone) for edge in (cut[0], cut[-1]))
    count = len(cut) - 1
    return tuple(
        right <= past.as_of and (first or slot > 0) and (last or slot < count - 1)
        for slot, right in enumerate(cut[1:])
    )


def _states(
    past: Past, campaign: Campaign, cut: Sequence[datetime], flows: Mapping[Flow, int]
) -> Mapping[str, Counts]:
    before = past.moves([campaign.id], Span(None, cut[0]))
    changes: dict[str, list[int]] = {state: [0] * len(cut) for state in (*CODES, OTHER)}
    for move in before:
        _shift(changes, 0, (move.from_state, move.to_state), move.count)
    for (slot, left, entered), count in flows.items():
        _shift(changes, slot + 1, (left, entered), count)
    return {
        state: tuple(
            None if left >= past.as_of else count
            for left, count in zip(cut[:-1], list(accumulate(each))[1:], strict=True)
        )
        for state, each in changes.items()
    }


def _shift(changes: Mapping[str, list[int]], slot: int, edge: Edge, count: int) -> None:
    for state, sign in zip(edge, (-1, 1), strict=True):
        if state is not None:
            changes[state][slot] += sign * count


def _stays(past: Past, campaign: Campaign, span: Span) -> Mapping[str, Stays]:
    histograms: dict[str, list[int]] = defaultdict(lambda: list(dwell.EMPTY))
    for each in past.dwells([campaign.id], span):
        histograms[each.from_state][each.bucket] += each.count
    return {
        state: _stays_of(histograms[state])
        for state in (*CODES, OTHER)
        if state in histograms and any(histograms[state])
    }


def _stays_of(histogram: Sequence[int]) -> Stays:
    seconds = {name: dwell.quantile(histogram, share) for name, share in SHARES.items()}
    return Stays(sum(histogram), seconds)


def _compared(past: Past, asked: Asked, shift: Shift, cut: tuple[datetime, ...]) -> Course:
    campaign, shifted = _shifted(past, asked, shift)
    moved = shifted(cut)
    flows = past.flows(campaign.id, Span(moved[0], moved[-1]), _slots(moved))
    course = _course(past, campaign, moved, flows)
    if cut[-1] <= past.as_of:
        return course
    until = shifted((cut[0], max(cut[0], past.as_of)))[-1]
    so_far = past.flows(campaign.id, Span(moved[0], until), _slots(moved[:2]))
    return replace(course, so_far=_course(past, campaign, moved[:2], so_far).totals)


def _shifted(past: Past, asked: Asked, shift: Shift) -> tuple[Campaign, Shifted]:
    """The campaign of the other span, and what leads there from instants of our own."""
    if shift.campaign is None:
        return asked.campaign, partial(earlier, days=shift.days, zone=asked.zone)
    length = _start(past, shift.campaign) - _start(past, asked.campaign)
    return shift.campaign, lambda instants: tuple(instant + length for instant in instants)


def _start(past: Past, campaign: Campaign) -> datetime:
    """When a campaign was started, to the minute; when its first contact was loaded, where nobody
    wrote that down."""
    started = campaign.started_at or past.begin(campaign.id)
    if started is None:
        raise NotBegunError
    return minute_start(minute_of(started))
