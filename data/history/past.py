"""The past, as one position of the log knows it: exact for any span, whatever the sums hold yet.

What the sums hold, and what the log holds beyond them, is added; where the position lies before
that of the sums, what came since is taken away again. Only the seconds at the two ends of a span
that are no whole minutes are read from the log row by row. So the cost grows with the span, and not
with the log.

Where single transitions were given up, below the floor of the log, the sums are what is left: an
instant there is the beginning of its minute.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection, Engine, text

from data.deadline import deadline
from data.domain import dwell
from data.domain.errors import HistoryAheadError, HistoryGivenUpError, TooMuchHistoryError
from data.domain.levels import FOR_EVER, LEVELS, Slots, cover
from data.domain.snapshot import minute_of, minute_start
from data.history.measures import ACTIVITY, DIALS, DWELLS, MOVES, Measure
from data.log_tail import Condition, LogTail, floor
from data.schema.tables import UtcTime

LONGEST = LEVELS[-1]
READ_SECONDS = 20.0
ROW_LIMIT = 5_000_000

Campaigns = Iterable[int] | None  # None is all
Row = tuple[Any, ...]
Flow = tuple[int, str | None, str | None]  # slot, from, to; None is outside the campaign


@dataclass(frozen=True, slots=True)
class PastMove:
    """Transitions of a while that begins at `start`, in minutes since 1970; outside the campaign
    state and step are None. `dwells` of them have a dwell, which sum up to `dwell_ms`."""

    campaign_id: int
    start: int
    from_state: str | None
    to_state: str | None
    from_step: int | None
    to_step: int | None
    count: int
    dwells: int
    dwell_ms: int


@dataclass(frozen=True, slots=True)
class PastDwell:
    """Completed dwells in `from_state` that ended in `to_state`, of one bucket of `dwell`."""

    campaign_id: int
    start: int
    from_state: str
    to_state: str | None
    bucket: int
    count: int


@dataclass(frozen=True, slots=True)
class PastDial:
    """Transitions into a state of dialing, or one that ends it, by a contact's so manieth attempt;
    10 is 10 or more."""

    campaign_id: int
    start: int
    to_state: str
    attempt: int
    count: int


@dataclass(frozen=True, slots=True)
class Span:
    """From `start`, or since the log began, to before `end`, or to the position."""

    start: datetime | None = None
    end: datetime | None = None

    @property
    def minutes(self) -> tuple[int, int]:
        """The whole minutes in it: the first, and the one after the last."""
        first = 0 if self.start is None else minute_of(self.start)
        late = self.start is not None and self.start > minute_start(first)
        return first + late, FOR_EVER if self.end is None else minute_of(self.end)

    def whole(self) -> "Span | None":
        """The whole minutes in it; None where there is none."""
        first, last = self.minutes
        if first >= last:
            return None
        return Span(self.start and minute_start(first), self.end and minute_start(last))

    def rests(self) -> "list[Span]":
        """What of it is no whole minute."""
        whole = self.whole()
        if whole is None:
            return [self]
        ends = [(self.start, whole.start), (whole.end, self.end)]
        return [Span(start, end) for start, end in ends if start != end]


class Past:
    """The past as a position of the log knows it, inside one read transaction of the caller's."""

    def __init__(self, connection: Connection, tail: LogTail, position: str | None = None) -> None:
        """`position` None is now. Raises HistoryAheadError where the log does not reach so far, and
        HistoryGivenUpError where what it did not know yet was given up."""
        reading = tail.look(connection)
        if position is not None and not tail.follows(position, reading.position):
            raise HistoryAheadError
        self.connection = connection
        self.as_of = reading.as_of
        self.position = position or reading.position
        self.floor = floor.read(connection)
        if self.floor.position and not tail.follows(self.floor.position, self.position):
            raise HistoryGivenUpError
        head = connection.execute(text("SELECT position FROM sums_head WHERE id = 1")).scalar_one()
        self.is_summed = head is not None
        if self.is_summed and connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        self._beyond = _NOTHING if position is None else tail.unseen(position, "p")
        self._unsummed = _EVERYTHING if head is None else tail.unseen(head, "h")

    @classmethod
    @contextmanager
    def of(
        cls,
        engine: Engine,
        tail: LogTail,
        position: str | None = None,
        seconds: float = READ_SECONDS,
    ) -> Iterator[Self]:
        """The past in a transaction of its own. Raises DeadlineError when reading takes long."""
        with (
            tail.open(engine) as connection,
            deadline(connection, seconds),
            connection.begin(),
        ):
            yield cls(connection, tail, position)

    def moves(self, campaigns: Campaigns, span: Span, level: int = LONGEST) -> list[PastMove]:
        """The moves of a span, summed; no sum is longer than `level` minutes. Several may be
        alike, and some be less than nothing: what counts is what they add up to."""
        return [
            PastMove(
                campaign, start, left or None, entered or None, _step(before), _step(after), *sums
            )
            for campaign, start, left, entered, before, after, *sums in self._sums(
                MOVES, campaigns, span, level
            )
        ]

    def dwells(self, campaigns: Campaigns, span: Span, level: int = LONGEST) -> list[PastDwell]:
        """The completed dwells of a span, summed as `moves` are."""
        return [
            PastDwell(campaign, start, left, entered or None, bucket, count)
            for campaign, start, left, entered, bucket, count in self._sums(
                DWELLS, campaigns, span, level
            )
        ]

    def dials(self, campaigns: Campaigns, span: Span, level: int = LONGEST) -> list[PastDial]:
        """The transitions into states of dialing and those that end it, summed as `moves` are."""
        return [PastDial(*row) for row in self._sums(DIALS, campaigns, span, level)]

    def activity(self, campaigns: Campaigns, span: Span, level: int) -> dict[int, int]:
        """How many transitions there were in each while of `level` minutes, an hour at most, by the
        minute since 1970 that it begins with."""
        found: Counter[int] = Counter()
        for _, start, count in self._sums(ACTIVITY, campaigns, span, level):
            found[start - start % level] += count
        return {start: count for start, count in sorted(found.items()) if count}

    def kept(self, instant: datetime) -> datetime:
        """Which instant is told where that one is asked for: the beginning of its minute, where
        only minutes are kept."""
        return instant if self.floor.holds(instant) else minute_start(minute_of(instant))

    def visible(self, span: Span) -> Condition:
        """What is true of the transitions of a span that the position knows, of any campaign.

        It holds bounds for their ids too: they are found without an index on their time. Raises
        HistoryGivenUpError where some may be gone.
        """
        if not self.floor.holds(span.start):
            raise HistoryGivenUpError
        return self._visible(span)

    def _visible(self, span: Span) -> Condition:
        times = self._times(span)
        ids = self._ids(span)
        return _all(_not(self._beyond), times, _any(ids, self._unsummed))

    def ids(self, span: Span) -> tuple[int, int]:
        """Between which ids the transitions of a span lie, both inclusive; it may be more than need
        be, and the second is below the first where there are none."""
        fresh = _all(self._unsummed, self._times(span))
        wanted = text(
            f"WITH fresh AS MATERIALIZED (SELECT id FROM transitions WHERE {fresh.sql})"
            " SELECT min(id), max(id) FROM fresh LIMIT 1"
        )
        low, high = self.connection.execute(wanted, fresh.values).one()
        summed = self._ids(span).values
        lows = [id for id in (low, summed.get("low")) if id is not None]
        highs = [id for id in (high, summed.get("high")) if id is not None]
        return min(lows, default=1), max(highs, default=0)

    def flows(self, campaign: int, span: Span, slots: Slots) -> Mapping[Flow, int]:
        """How often contacts of a campaign moved along an edge, in each slot of a span."""
        sums: dict[Flow, int] = defaultdict(int)
        span = self._kept(span)
        if whole := span.whole():
            for slot, left, entered, count in self._slotted(campaign, whole, slots):
                sums[slot, left or None, entered or None] += count
        for _, minute, left, entered, _, _, count, *_ in self._beside(MOVES, [campaign], span):
            sums[slots.number(minute), left or None, entered or None] += count
        return {flow: count for flow, count in sums.items() if count}

    def begin(self, campaign: int) -> datetime | None:
        """The minute of the first transition of a campaign; None while there is none."""
        first = text("SELECT min(start) FROM move_sums WHERE campaign_id = :campaign AND level = 1")
        summed = self.connection.execute(first, {"campaign": campaign}).scalar_one()
        fresh = self._logged(MOVES, [campaign], _all(self._unsummed, _not(self._beyond)))
        found = [*([] if summed is None else [summed]), *(row[1] for row in fresh)]
        return minute_start(min(found)) if found else None

    def _sums(self, measure: Measure, campaigns: Campaigns, span: Span, level: int) -> list[Row]:
        span = self._kept(span)
        whole = span.whole()
        summed = self._summed(measure, campaigns, whole, level) if whole else []
        return [*summed, *self._beside(measure, campaigns, span)]

    def _beside(self, measure: Measure, campaigns: Campaigns, span: Span) -> list[Row]:
        """What the sums do not hold of a span, minute by minute."""
        found: list[Row] = []
        if whole := span.whole():
            times = self._times(whole)
            found += self._logged(
                measure, campaigns, _all(self._unsummed, _not(self._beyond), times)
            )
            if self._beyond.values:
                since = _all(self._beyond, _not(self._unsummed), times)
                found += _negative(measure, self._logged(measure, campaigns, since))
        for rest in span.rests():
            found += self._logged(measure, campaigns, self._visible(rest))
        return found

    def _kept(self, span: Span) -> Span:
        """The span; where only minutes are kept, its ends are the beginnings of theirs."""
        return Span(span.start and self.kept(span.start), span.end and self.kept(span.end))

    def _summed(self, measure: Measure, campaigns: Campaigns, span: Span, level: int) -> list[Row]:
        if campaigns is None:
            campaigns = self._all_in(measure)
        pieces = " UNION ALL ".join(  # each is one range of the key for each campaign
            f"SELECT * FROM {measure.table} WHERE {_of(campaigns)}"
            f" AND level = {piece.level} AND start >= {piece.first} AND start < {piece.last}"
            for piece in cover(*span.minutes, level)
        )
        keys, sums = list(measure.keys), [f"CAST(sum({name}) AS bigint)" for name in measure.sums]
        by_start = level < LONGEST  # else nobody asks when it was
        groups = ["campaign_id", *(["start"] if by_start else []), *keys]
        columns = ["campaign_id", "start" if by_start else "min(start)", *keys, *sums]
        return self._rows(
            f"SELECT {', '.join(columns)} FROM ({pieces}) AS pieces GROUP BY {', '.join(groups)}",
            {},
        )

    def _all_in(self, measure: Measure) -> list[int]:
        """All campaigns that there are sums of: a look for each, however many sums."""
        return [id for (id,) in self._rows(_CAMPAIGNS.format(table=measure.table), {})]

    def _slotted(self, campaign: int, span: Span, slots: Slots) -> list[Row]:
        """Slot, states and count. Each piece is one look into the key of the table."""
        pieces = ", ".join(
            f"({number}, {piece.level}, {piece.first}, {piece.last})"
            for number, piece in slots.pieces(*span.minutes)
        )
        if not pieces:
            return []
        postgres = self.connection.dialect.name == "postgresql"
        return self._rows(
            f"WITH pieces (slot, length, first, last) AS (VALUES {pieces})"
            " SELECT slot, from_state, to_state, CAST(sum(moves) AS bigint) FROM pieces CROSS JOIN "
            + (_BY_PIECE_POSTGRES if postgres else _BY_PIECE).format(campaign=int(campaign))
            + " GROUP BY slot, from_state, to_state",
            {},
        )

    def _logged(self, measure: Measure, campaigns: Campaigns, which: Condition) -> list[Row]:
        form = measure.of_log(self.connection.dialect.name)
        shape = {"bounds": list(dwell.BOUNDS_SECONDS)} if ":bounds" in form else {}
        sql = form.format(which=f"{which.sql} AND {_of(campaigns)}")
        return self._rows(sql, {**which.values, **shape})

    def _rows(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        """Raises TooMuchHistoryError rather than leave some out."""
        limited = text(f"{sql} LIMIT {ROW_LIMIT + 1}")
        found = [tuple(row) for row in self.connection.execute(limited, values)]
        if len(found) > ROW_LIMIT:
            raise TooMuchHistoryError
        return found

    def _times(self, span: Span) -> Condition:
        bounds = {"at >= :start": span.start, "at < :end": span.end}
        given = {sql: instant for sql, instant in bounds.items() if instant is not None}
        dialect = self.connection.dialect
        return Condition(
            " AND ".join(given) or "true",
            {
                sql.rpartition(":")[2]: UtcTime().process_bind_param(instant, dialect)
                for sql, instant in given.items()
            },
        )

    def _ids(self, span: Span) -> Condition:
        """Between which ids the transitions of a span lie, as far as the sums know."""
        first = 0 if span.start is None else minute_of(span.start)
        last = FOR_EVER if span.end is None else minute_of(span.end)
        wanted = text(
            "SELECT min(first_id), max(last_id) FROM minute_ids"
            " WHERE minute >= :first AND minute <= :last"
        )
        low, high = self.connection.execute(wanted, {"first": first, "last": last}).one()
        if low is None:
            return _NOTHING
        return Condition("id BETWEEN :low AND :high", {"low": low, "high": high})


_BY_PIECE = (
    "move_sums WHERE campaign_id = {campaign}"
    " AND level = length AND start >= first AND start < last"
)
# The fence keeps a planner that knows nothing of pieces from reading the whole table at once.
_BY_PIECE_POSTGRES = f"LATERAL (SELECT * FROM {_BY_PIECE} OFFSET 0) AS found"
_NOTHING, _EVERYTHING = Condition("false", {}), Condition("true", {})
_CAMPAIGNS = """
  WITH RECURSIVE found (id) AS (
    SELECT min(campaign_id) FROM {table}
    UNION ALL
    SELECT (SELECT min(campaign_id) FROM {table} WHERE campaign_id > found.id)
    FROM found WHERE found.id IS NOT NULL)
  SELECT id FROM found WHERE id IS NOT NULL
"""


def _of(campaigns: Campaigns) -> str:
    if campaigns is None:
        return "true"
    listed = ", ".join(str(int(campaign)) for campaign in campaigns)
    return f"campaign_id IN ({listed})" if listed else "false"


# What is certain is left out: SQLite would find no index behind "false OR …".
def _not(one: Condition) -> Condition:
    return _EVERYTHING if one == _NOTHING else Condition(f"NOT ({one.sql})", one.values)


def _all(*all_: Condition) -> Condition:
    return _joined(" AND ", [one for one in all_ if one != _EVERYTHING], _EVERYTHING)


def _any(*all_: Condition) -> Condition:
    if _EVERYTHING in all_:
        return _EVERYTHING
    return _joined(" OR ", [one for one in all_ if one != _NOTHING], _NOTHING)


def _joined(word: str, all_: list[Condition], none: Condition) -> Condition:
    if not all_:
        return none
    values = {name: value for one in all_ for name, value in one.values.items()}
    return Condition(word.join(f"({one.sql})" for one in all_), values)


def _negative(measure: Measure, rows: list[Row]) -> list[Row]:
    count = len(measure.sums)
    return [(*row[:-count], *(-number for number in row[-count:])) for row in rows]


def _step(step: int) -> int | None:
    return None if step < 0 else step
