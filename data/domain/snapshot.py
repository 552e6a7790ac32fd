"""What can be seen at one instant, frozen, and the fold that leads from one instant to the next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import repeat
from types import MappingProxyType

from data.domain import dwell
from data.domain.errors import NegativeCountError
from data.domain.states import CODES, FUNNEL_STEPS, OTHER, is_open

WINDOW_MINUTES = 60
WINDOW_HOURS = 30 * 24  # whole ones; the running hour comes on top
MOST_ATTEMPTS = 10
DIALING = ("calling", "call_in_progress", "canceled_by_client")
_EMPTY_WINDOW: tuple[int, ...] = (0,) * WINDOW_MINUTES

Cell = tuple[str, int]  # state, funnel step
Edge = tuple[str | None, str | None]  # from, to; None is outside the campaign


@dataclass(frozen=True, slots=True)
class Campaign:
    """One row of `campaigns`."""

    id: int
    name: str | None
    mode: str
    status: str
    goal: str
    bcw_seconds: int | None
    timezone: str
    created_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def title(self) -> str:
        """The name, or a stand-in for a campaign that has none, or a blank one."""
        return (self.name or "").strip() or f"Campaign {self.id}"


@dataclass(frozen=True, slots=True)
class Move:
    """`count` transitions that are alike.

    `minute` counts minutes since 1970 and is None when the move is older than the window.
    `dwell_bucket` and `dwell_ms`, the sum of their dwells, belong to the state that was left; when
    nothing was left they are None and 0.
    """

    campaign_id: int
    from_state: str | None
    to_state: str | None
    from_step: int | None
    to_step: int | None
    minute: int | None
    dwell_bucket: int | None
    count: int
    dwell_ms: int = 0


@dataclass(frozen=True, slots=True)
class Dial:
    """`count` transitions into a state of `DIALING` that are alike.

    `attempt` is 10 for the tenth and all after it. `hour` counts hours since 1970 and is None when
    the transition is older than the window.
    """

    campaign_id: int
    to_state: str
    attempt: int
    hour: int | None
    count: int


Change = Move | Dial


@dataclass(frozen=True, eq=False)
class CampaignView:
    """All live numbers of one campaign.

    cells    contacts by (state, funnel step); a state not in the table is `other`
    moves    transitions by (from, to) since the log began
    minutes  transitions by (from, to) in each of 60 minutes, the last one being `minute`
    dwell    completed dwells by state, as histograms of `data.domain.dwell`
    dwell_ms the sums of the same dwells, in milliseconds
    dials    transitions by (state of `DIALING`, attempt) since the log began
    hours    the same by state and hour since 1970: of the last 30 days, and maybe older ones

    Two views are equal only when they are one object, so what is derived from one can be kept.
    """

    campaign: Campaign
    cells: Mapping[Cell, int] = field(default_factory=dict)
    moves: Mapping[Edge, int] = field(default_factory=dict)
    minutes: Mapping[Edge, tuple[int, ...]] = field(default_factory=dict)
    minute: int = 0
    dwell: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    dwell_ms: Mapping[str, int] = field(default_factory=dict)
    dials: Mapping[tuple[str, int], int] = field(default_factory=dict)
    hours: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Contacts by state: all 16 and `other`, in the order of the table."""
        counts = dict.fromkeys((*CODES, OTHER), 0)
        for (state, _), count in self.cells.items():
            counts[state] += count
        return MappingProxyType(counts)

    @cached_property
    def funnel(self) -> tuple[int, ...]:
        """Contacts that have reached at least step 0, 1, 2, 3, 4."""
        return tuple(
            sum(count for (_, reached), count in self.cells.items() if reached >= step)
            for step in range(len(FUNNEL_STEPS))
        )

    @cached_property
    def total(self) -> int:
        """Contacts of the campaign, in whatever state."""
        return sum(self.cells.values())

    @cached_property
    def closed(self) -> int:
        """Contacts in a terminal or soft-terminal state."""
        return sum(count for state, count in self.counts.items() if not is_open(state))

    def moved(self, *, to: str | None = None, source: str | None = None) -> int:
        """Transitions since the log began, into a state, out of one, or both."""
        return sum(
            count
            for (left, entered), count in self.moves.items()
            if (to is None or entered == to) and (source is None or left == source)
        )

    def per_minute(self, edges: Iterable[Edge], minute: int) -> tuple[int, ...]:
        """The 60 counts of transitions along any of `edges`, up to and including `minute`."""
        windows = [_shifted(self.minutes[edge], minute - self.minute) for edge in edges]
        return tuple(map(sum, zip(*windows, strict=True))) if windows else _EMPTY_WINDOW

    def in_minutes(self, edge: Edge, minutes: int, minute: int) -> int:
        """Transitions along an edge in so many minutes, `minute` the last of them."""
        passed = max(0, minute - self.minute)
        return sum(self.minutes[edge][WINDOW_MINUTES - minutes + passed :])

    def in_hours(self, state: str, hours: int, minute: int) -> int:
        """Transitions into a state of `DIALING` in so many whole hours before `minute` and in the
        one that is running."""
        counts, running = self.hours.get(state, {}), hour_of(minute)
        # Writers' clocks may be a little ahead of the one that says what the minute is.
        return sum(map(counts.get, range(running - hours, running + 2), repeat(0)))


@dataclass(frozen=True, slots=True)
class Front:
    """How far the log is written: the newest transition that can be seen; all transactions below
    `over` are over; none from `begun` on had begun."""

    newest_id: int
    over: int = 0
    begun: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that is shown, exact at `position` of the log.

    `as_of` is the database's clock at that instant; `epoch` grows with each full reading and `seq`
    with each change within it.
    """

    epoch: int
    seq: int
    identity: str
    position: str
    as_of: datetime
    front: Front
    campaigns: Mapping[int, CampaignView]

    @property
    def minute(self) -> int:
        """The minute of `as_of`, counted since 1970."""
        return minute_of(self.as_of)

    def only(self, campaigns: frozenset[int] | None) -> "Snapshot":
        """The same instant with these campaigns alone; with all of them where it is None."""
        if campaigns is None:
            return self
        seen = {id: self.campaigns[id] for id in sorted(campaigns) if id in self.campaigns}
        return replace(self, campaigns=seen)


def minute_of(instant: datetime) -> int:
    """Whole minutes since 1970 of an aware instant."""
    return int(instant.timestamp() // 60)


def hour_of(minute: int) -> int:
    """The hour since 1970 that a minute since 1970 lies in."""
    return minute // 60


def minutes_from(minute: int) -> datetime:
    """The instant at which the window of minutes that ends with `minute` begins."""
    return minute_start(minute - WINDOW_MINUTES + 1)


def hours_from(minute: int) -> datetime:
    """The instant at which the window of hours that ends with `minute` begins."""
    return minute_start(60 * (hour_of(minute) - WINDOW_HOURS))


def minute_start(minute: int) -> datetime:
    """The instant, in UTC, at which a minute since 1970 begins."""
    return datetime.fromtimestamp(minute * 60, UTC)


def advance(
    views: Mapping[int, CampaignView],
    campaigns: Iterable[Campaign],
    changes: Iterable[Change],
    minute: int,
) -> Mapping[int, CampaignView]:
    """The views of `campaigns` after `changes`; a view that nothing touched is the same object.

    A campaign without a view begins empty; the view of a campaign that is gone is dropped.
    Raises NegativeCountError as `fold` does.
    """
    by_campaign: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        by_campaign[change.campaign_id].append(change)
    return {
        campaign.id: _advanced(views.get(campaign.id), campaign, by_campaign[campaign.id], minute)
        for campaign in campaigns
    }


def _advanced(
    view: CampaignView | None, campaign: Campaign, changes: list[Change], minute: int
) -> CampaignView:
    view = view or CampaignView(campaign, minute=minute)
    if view.campaign != campaign:
        view = replace(view, campaign=campaign)
    return fold(view, changes, minute) if changes else view


def fold(view: CampaignView, changes: Iterable[Change], minute: int) -> CampaignView:
    """The campaign after `changes`, its windows ending with `minute`.

    Raises NegativeCountError when a cell would fall below zero: then the changes do not belong to
    this view.
    """
    changes = list(changes)
    moves = [change for change in changes if isinstance(change, Move)]
    dials = [change for change in changes if isinstance(change, Dial)]
    return replace(
        view,
        cells=_fold_cells(view.cells, moves),
        moves=_fold_totals(view.moves, moves),
        minutes=_fold_minutes(view, moves, minute),
        minute=minute,
        dwell=_fold_dwell(view.dwell, moves),
        dwell_ms=_fold_dwell_ms(view.dwell_ms, moves),
        dials=_fold_dials(view.dials, dials),
        hours=_fold_hours(view, dials, minute),
    )


def _fold_cells(cells: Mapping[Cell, int], moves: Iterable[Move]) -> Mapping[Cell, int]:
    sums: dict[Cell, int] = defaultdict(int, cells)
    for move in moves:
        if move.from_state is not None:
            sums[move.from_state, move.from_step or 0] -= move.count
        if move.to_state is not None:
            sums[move.to_state, move.to_step or 0] += move.count
    if any(count < 0 for count in sums.values()):
        raise NegativeCountError
    return {cell: count for cell, count in sums.items() if count}


def _fold_totals(totals: Mapping[Edge, int], moves: Iterable[Move]) -> Mapping[Edge, int]:
    sums: dict[Edge, int] = defaultdict(int, totals)
    for move in moves:
        sums[move.from_state, move.to_state] += move.count
    return dict(sums)


def _fold_minutes(
    view: CampaignView, moves: Iterable[Move], minute: int
) -> Mapping[Edge, tuple[int, ...]]:
    windows = dict(_windows_at(view, minute))
    for move in moves:
        slot = WINDOW_MINUTES - 1 - (minute - move.minute) if move.minute is not None else -1
        if 0 <= slot < WINDOW_MINUTES:
            edge = (move.from_state, move.to_state)
            window = windows.get(edge, _EMPTY_WINDOW)
            windows[edge] = (*window[:slot], window[slot] + move.count, *window[slot + 1 :])
    return windows


def _windows_at(view: CampaignView, minute: int) -> Mapping[Edge, tuple[int, ...]]:
    """The windows as they are at `minute`, without those that nothing is left in."""
    shift = minute - view.minute
    if shift <= 0:
        return view.minutes
    windows = {edge: _shifted(window, shift) for edge, window in view.minutes.items()}
    return {edge: window for edge, window in windows.items() if any(window)}


def _fold_dwell(
    histograms: Mapping[str, tuple[int, ...]], moves: Iterable[Move]
) -> Mapping[str, tuple[int, ...]]:
    sums = dict(histograms)
    for move in moves:
        if move.from_state is not None and move.dwell_bucket is not None:
            histogram = sums.get(move.from_state, dwell.EMPTY)
            sums[move.from_state] = dwell.add(histogram, move.dwell_bucket, move.count)
    return sums


def _fold_dwell_ms(sums: Mapping[str, int], moves: Iterable[Move]) -> Mapping[str, int]:
    after = dict(sums)
    for move in moves:
        if move.from_state is not None and move.dwell_bucket is not None:
            after[move.from_state] = after.get(move.from_state, 0) + move.dwell_ms
    return after


def _fold_dials(
    totals: Mapping[tuple[str, int], int], dials: Iterable[Dial]
) -> Mapping[tuple[str, int], int]:
    sums: dict[tuple[str, int], int] = defaultdict(int, totals)
    for dial in dials:
        sums[dial.to_state, dial.attempt] += dial.count
    return dict(sums)


def _fold_hours(
    view: CampaignView, dials: Iterable[Dial], minute: int
) -> Mapping[str, Mapping[int, int]]:
    after = dict(_hours_at(view, minute))
    for state in {dial.to_state for dial in dials if dial.hour is not None}:
        sums: dict[int, int] = defaultdict(int, after.get(state, {}))
        for dial in dials:
            if dial.to_state == state and dial.hour is not None:
                sums[dial.hour] += dial.count
        after[state] = dict(sums)
    return after


def _hours_at(view: CampaignView, minute: int) -> Mapping[str, Mapping[int, int]]:
    """The hours as they are at `minute`: once an hour the oldest ones leave."""
    if hour_of(minute) <= hour_of(view.minute):
        return view.hours
    first = hour_of(minute) - WINDOW_HOURS
    return {
        state: {hour: count for hour, count in hours.items() if hour >= first}
        for state, hours in view.hours.items()
    }


def _shifted(window: tuple[int, ...], minutes: int) -> tuple[int, ...]:
    if minutes <= 0:
        return window
    return (*window[minutes:], *_EMPTY_WINDOW[: min(minutes, WINDOW_MINUTES)])
