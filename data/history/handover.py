"""What changed in a span: for whoever takes over, or comes back."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from data.alert_book import COLUMNS, alert_of
from data.domain.alerts import Alert
from data.domain.shifts import Share, Shift, biggest
from data.history.past import Past, PastMove, Span
from data.schema.tables import alerts, campaign_statuses

SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=7)
SHIFTS = 3
ALERTS = 5
STATUS_LIMIT = 100
ENDED = ("finished", "canceled")

Edges = Callable[[PastMove], bool]


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of moves: which count, and of which; `modes` None is every mode."""

    part: Edges
    whole: Edges
    modes: tuple[str, ...] | None = None


def _into(*states: str) -> Edges:
    return lambda move: move.to_state in states


RATES: Mapping[str, Rate] = {
    "connect_rate": Rate(_into("call_in_progress"), lambda move: move.from_state == "calling"),
    "abandonment": Rate(
        _into("canceled_by_client"),
        _into("canceled_by_client", "call_in_progress"),
        ("predictive",),
    ),
    "dial_failures": Rate(_into("dial_failed"), _into("calling")),
    "success_of_connects": Rate(_into("success"), _into("call_in_progress")),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A campaign took on a status."""

    campaign_id: int
    status: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """What changed: statuses that campaigns took on, the ended first, then the newest; how many
    alerts fired and were over, and those that fired, the open and worst first; the biggest shifts
    of rates against the span before."""

    turns: Sequence[Turn]
    fired: int
    resolved: int
    worst: Sequence[Alert]
    shifts: Sequence[Shift]


def handover(past: Past, modes: Mapping[int, str], since: datetime) -> Handover:
    """What changed in the campaigns whose modes are given, from `since` to the past's own now."""
    connection, ids = past.connection, list(modes)
    return Handover(
        _turns(connection, ids, since),
        _count(connection, ids, alerts.c.fired_at >= since),
        _count(connection, ids, alerts.c.resolved_at >= since),
        _worst(connection, ids, since),
        biggest(_shifts(past, modes, since), SHIFTS),
    )


def span_before(since: datetime, now: datetime) -> Span:
    """The span that the one since `since` is held against: as long, within reason."""
    return Span(since - max(SHORTEST, min(now - since, LONGEST)), since)


def _shifts(past: Past, modes: Mapping[int, str], since: datetime) -> list[Shift]:
    before = _by_campaign(past.moves(modes, span_before(since, past.as_of)))
    after = _by_campaign(past.moves(modes, Span(since)))
    return [
        Shift(campaign, figure, _share(rate, before[campaign]), _share(rate, after[campaign]))
        for campaign, mode in modes.items()
        for figure, rate in RATES.items()
        if rate.modes is None or mode in rate.modes
    ]


def _by_campaign(moves: Iterable[PastMove]) -> Mapping[int, list[PastMove]]:
    grouped: dict[int, list[PastMove]] = defaultdict(list)
    for move in moves:
        grouped[move.campaign_id].append(move)
    return grouped


def _share(rate: Rate, moves: Sequence[PastMove]) -> Share:
    return Share(
        sum(move.count for move in moves if rate.part(move)),
        sum(move.count for move in moves if rate.whole(move)),
    )


def _turns(connection: Connection, ids: Sequence[int], since: datetime) -> list[Turn]:
    kept = campaign_statuses.c
    wanted = (
        select(kept.campaign_id, kept.status, kept.at)
        .where(kept.at >= since, kept.campaign_id.in_(ids), kept.status != "initial")
        .order_by(kept.status.not_in(ENDED), kept.at.desc(), kept.id.desc())
        .limit(STATUS_LIMIT)
    )
    return [Turn(*row) for row in connection.execute(wanted)]


def _count(connection: Connection, ids: Sequence[int], which: ColumnElement[bool]) -> int:
    wanted = select(func.count()).where(which, alerts.c.campaign_id.in_(ids))
    return int(connection.execute(wanted).scalar_one())


def _worst(connection: Connection, ids: Sequence[int], since: datetime) -> list[Alert]:
    wanted = (
        select(*COLUMNS)
        .where(alerts.c.fired_at >= since, alerts.c.campaign_id.in_(ids))
        .order_by(
            alerts.c.resolved_at.is_not(None),
            alerts.c.severity != "critical",
            alerts.c.fired_at.desc(),
            alerts.c.id.desc(),
        )
        .limit(ALERTS)
    )
    return [alert_of(row) for row in connection.execute(wanted)]
