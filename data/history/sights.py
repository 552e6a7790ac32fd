"""What a live page would have been computed from at an instant of the past, and at those after it.

The first instant is read from the sums; what happened between it and the last is read once, and
folded on as the feed folds. So a replay costs what its span holds, however many pictures it has.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import text

from data.alert_book import turns
from data.domain import dwell
from data.domain.course import Turn
from data.domain.errors import NegativeCountError
from data.domain.sight import Sight
from data.domain.snapshot import (
    DIALING,
    MOST_ATTEMPTS,
    Campaign,
    CampaignView,
    Change,
    Dial,
    Front,
    Move,
    Snapshot,
    fold,
    minute_of,
)
from data.history.alerts import PastAlerts
from data.history.measures import DIALECTS
from data.history.past import Past, Span
from data.history.views import view_at
from data.log_tail.tail import is_dialing, known

MOST_ROWS = 100_000
_second = attrgetter("second")
_SECOND = {
    "postgresql": "floor(extract(epoch FROM at))::bigint",
    "sqlite": "CAST(strftime('%s', at) AS INTEGER)",
}
_Kind = tuple[str | None, str | None, int | None, int | None, int, int | None]


class _Row(NamedTuple):
    """Transitions of one second that are alike."""

    second: int
    from_state: str | None
    to_state: str | None
    from_step: int | None
    to_step: int | None
    bucket: int | None
    attempt: int
    number: int
    dwell_ms: int


def sight_at(past: Past, campaign: Campaign, at: datetime) -> Sight:
    """All that the page of a campaign was computed from at `at`."""
    return sights(past, campaign, [at])[0]


def sights(past: Past, campaign: Campaign, instants: Sequence[datetime]) -> list[Sight]:
    """The same for each of some instants, in the order of time; several are whole seconds.

    There may be fewer: it ends where more happened than is read at once. There is always one. Each
    says as of when it is: where only minutes are kept, as of the beginning of its minute.
    """
    instants = [past.kept(at) for at in instants]
    views = _views(past, campaign, instants)
    course = turns(past.connection, [campaign.id])[campaign.id]
    alerts = PastAlerts.of(past, campaign.id, Span(instants[0], instants[-1]))
    return [
        _sight(past, replace(view, campaign=campaign_then(campaign, course, at)), alerts, at)
        for view, at in zip(views, instants, strict=False)
    ]


def campaign_then(campaign: Campaign, course: Sequence[Turn], at: datetime) -> Campaign:
    """The campaign with the status that it had, and what had not happened to it yet undone; its
    name, mode and other settings are those of now."""
    statuses = [turn.status for turn in sorted(course, key=lambda turn: turn.at) if turn.at <= at]
    first = course[0].status if course else campaign.status
    return replace(
        campaign,
        status=statuses[-1] if statuses else first,
        started_at=_by(campaign.started_at, at),
        ended_at=_by(campaign.ended_at, at),
    )


def _by(moment: datetime | None, at: datetime) -> datetime | None:
    return None if moment is None or moment > at else moment


def _sight(past: Past, view: CampaignView, alerts: PastAlerts, at: datetime) -> Sight:
    over = alerts.clear_since(at)
    id = view.campaign.id
    return Sight(
        Snapshot(0, 0, "", past.position, at, Front(0), {id: view}),
        alerts.open_at(at),
        alerts.error_at(at),
        {} if over is None else {id: over},
    )


def _views(past: Past, campaign: Campaign, instants: Sequence[datetime]) -> list[CampaignView]:
    if not past.floor.holds(instants[0]):
        return _views_by_minute(past, campaign, instants)
    views = [view_at(past, campaign, instants[0])]
    if len(instants) == 1:
        return views
    rows, known_to = _rows(past, campaign.id, Span(instants[0], instants[-1]))
    ends = [bisect_left(rows, at.timestamp(), key=_second) for at in instants]
    for until, (begin, end) in zip(instants[1:], pairwise([0, *ends[1:]]), strict=True):
        if known_to is not None and until > known_to:
            break
        changes = list(_changes(rows[begin:end], campaign.id))
        try:
            views.append(fold(views[-1], changes, minute_of(until)))
        except NegativeCountError:  # a clock went back: the next reading begins after it
            break
    return views


def _views_by_minute(
    past: Past, campaign: Campaign, instants: Sequence[datetime]
) -> list[CampaignView]:
    """Where single transitions were given up, each minute is read by itself."""
    by_minute = [at for at in instants if not past.floor.holds(at)]
    read = {at: view_at(past, campaign, at) for at in dict.fromkeys(by_minute)}
    return [read[at] for at in by_minute]


def _rows(past: Past, campaign_id: int, span: Span) -> tuple[list[_Row], datetime | None]:
    """What happened in a span, second by second, and up to when that is all of it; None: to its
    end."""
    which, dialect = past.visible(span), past.connection.dialect.name
    form = DIALECTS[dialect]
    attempt = f"{form['least']}(attempt, {MOST_ATTEMPTS})"
    statement = f"""
      SELECT {_SECOND[dialect]}, {known("from_state")}, {known("to_state")}, from_step, to_step,
        {form["bucket"]}, CASE WHEN {is_dialing("to_state")} THEN {attempt} ELSE 0 END,
        count(*), {form["ms"]}
      FROM transitions WHERE {which.sql} AND campaign_id = :campaign
      GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1 LIMIT {MOST_ROWS + 1}
    """
    shape = {"bounds": list(dwell.BOUNDS_SECONDS)} if ":bounds" in statement else {}
    values = {**which.values, **shape, "campaign": campaign_id}
    rows = [_Row(*row) for row in past.connection.execute(text(statement), values)]
    if len(rows) <= MOST_ROWS:
        return rows, None
    return rows, datetime.fromtimestamp(rows[-1].second, UTC)


def _changes(rows: Sequence[_Row], id: int) -> Iterator[Change]:
    """The rows as moves and dials of a campaign, those that are alike together."""
    moves: Counter[_Kind] = Counter()
    dwell_ms: Counter[_Kind] = Counter()
    dials: Counter[tuple[str, int, int]] = Counter()
    for row in rows:
        minute = row.second // 60
        kind = (row.from_state, row.to_state, row.from_step, row.to_step, minute, row.bucket)
        moves[kind] += row.number
        dwell_ms[kind] += row.dwell_ms
        if row.to_state in DIALING:
            dials[row.to_state, row.attempt, row.second // 3600] += row.number
    for kind, number in moves.items():
        yield Move(id, *kind, number, dwell_ms[kind])
    for (state, attempt, hour), number in dials.items():
        yield Dial(id, state, attempt, hour, number)


def instants_from(start: datetime, step: timedelta, count: int, end: datetime) -> list[datetime]:
    """`start` and every `step` after it, `count` at most and none after `end` but the first."""
    later = (start + number * step for number in range(1, count))
    return [start, *(at for at in later if at <= end)]
