"""A campaign as it was at an instant, or in a span: the same view that live pages are made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from data.domain import dwell
from data.domain.snapshot import (
    DIALING,
    WINDOW_MINUTES,
    Campaign,
    CampaignView,
    Cell,
    Edge,
    hours_from,
    minute_of,
    minutes_from,
)
from data.history.past import Past, PastDial, PastDwell, PastMove, Span
from data.schema.tables import campaign_statuses

HOUR = 60
_R = TypeVar("_R", PastMove, PastDwell, PastDial)


def view_at(past: Past, campaign: Campaign, at: datetime) -> CampaignView:
    """The campaign as its page showed it at `at`, to the last transition before it.

    Its name, mode and other settings are those of now; its status is that of then.
    """
    view = view_between(past, campaign, Span(None, at))
    minute = minute_of(at)
    return replace(
        view,
        campaign=replace(campaign, status=status_at(past, campaign, at)),
        minutes=_windows(
            past.moves([campaign.id], Span(minutes_from(minute), at), level=1), minute
        ),
        hours=_by_hour(past.dials([campaign.id], Span(hours_from(minute), at), level=HOUR)),
    )


def view_between(past: Past, campaign: Campaign, span: Span) -> CampaignView:
    """What happened in a span, and the contacts as they were at its end.

    Its cells and so its counts and funnel are those of the end; moves, dwells and dials are those
    of the span alone; `minutes` and `hours` are empty.
    """
    moves = past.moves([campaign.id], span)
    before = past.moves([campaign.id], Span(None, span.start)) if span.start else []
    return CampaignView(
        campaign,
        cells=cells_of([*before, *moves]),
        moves=_moves(moves),
        minute=minute_of(span.end or past.as_of),
        dwell=_histograms(past.dwells([campaign.id], span)),
        dwell_ms=_dwell_ms(moves),
        dials=_attempts(past.dials([campaign.id], span)),
    )


def views_now(past: Past, campaigns: Iterable[Campaign], minute: int) -> Mapping[int, CampaignView]:
    """All that live pages show of campaigns but their cells, in a few queries whatever the log
    holds; the windows end with `minute`."""
    known = {campaign.id: campaign for campaign in campaigns}
    recent = _of_each(past.moves(known, Span(minutes_from(minute)), level=1))
    moves = _of_each(past.moves(known, Span()))
    dwells = _of_each(past.dwells(known, Span()))
    dials = _of_each(past.dials(known, Span()))
    hours = _of_each(past.dials(known, Span(hours_from(minute)), level=HOUR))
    return {
        id: CampaignView(
            campaign,
            moves=_moves(moves[id]),
            minutes=_windows(recent[id], minute),
            minute=minute,
            dwell=_histograms(dwells[id]),
            dwell_ms=_dwell_ms(moves[id]),
            dials=_attempts(dials[id]),
            hours=_by_hour(hours[id]),
        )
        for id, campaign in known.items()
    }


def cells_of(moves: Iterable[PastMove]) -> Mapping[Cell, int]:
    """What is where after moves that begin with none."""
    sums: dict[Cell, int] = defaultdict(int)
    for move in moves:
        if move.from_state is not None:
            sums[move.from_state, move.from_step or 0] -= move.count
        if move.to_state is not None:
            sums[move.to_state, move.to_step or 0] += move.count
    return {cell: count for cell, count in sums.items() if count}


def status_at(past: Past, campaign: Campaign, at: datetime) -> str:
    """The campaign's status at an instant; the first one before there was any."""
    kept = campaign_statuses.c
    statuses = select(kept.status).where(kept.campaign_id == campaign.id).limit(1)
    newest = statuses.where(kept.at <= at).order_by(kept.at.desc(), kept.id.desc())
    found = past.connection.execute(newest).scalar_one_or_none()
    oldest = statuses.order_by(kept.at, kept.id)
    return found or past.connection.execute(oldest).scalar_one_or_none() or campaign.status


def _moves(moves: Iterable[PastMove]) -> Mapping[Edge, int]:
    sums: dict[Edge, int] = defaultdict(int)
    for move in moves:
        sums[move.from_state, move.to_state] += move.count
    return {edge: count for edge, count in sums.items() if count}


def _dwell_ms(moves: Iterable[PastMove]) -> Mapping[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for move in moves:
        if move.from_state is not None and move.dwells:
            sums[move.from_state] += move.dwell_ms
    return dict(sums)


def _histograms(dwells: Iterable[PastDwell]) -> Mapping[str, tuple[int, ...]]:
    histograms: dict[str, list[int]] = defaultdict(lambda: list(dwell.EMPTY))
    for each in dwells:
        histograms[each.from_state][each.bucket] += each.count
    return {state: tuple(counts) for state, counts in histograms.items() if any(counts)}


def _attempts(dials: Iterable[PastDial]) -> Mapping[tuple[str, int], int]:
    sums: dict[tuple[str, int], int] = defaultdict(int)
    for dial in dials:
        if dial.to_state in DIALING:
            sums[dial.to_state, dial.attempt] += dial.count
    return {key: count for key, count in sums.items() if count}


def _windows(moves: Iterable[PastMove], minute: int) -> Mapping[Edge, tuple[int, ...]]:
    """The 60 minutes that end with `minute`; writers' clocks may be ahead of it."""
    windows: dict[Edge, list[int]] = defaultdict(lambda: [0] * WINDOW_MINUTES)
    for move in moves:
        slot = WINDOW_MINUTES - 1 - (minute - move.start)
        if 0 <= slot < WINDOW_MINUTES:
            windows[move.from_state, move.to_state][slot] += move.count
    return {edge: tuple(window) for edge, window in windows.items() if any(window)}


def _by_hour(dials: Iterable[PastDial]) -> Mapping[str, Mapping[int, int]]:
    hours: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for dial in dials:
        if dial.to_state in DIALING:
            hours[dial.to_state][dial.start // HOUR] += dial.count
    return {state: dict(counts) for state, counts in hours.items()}


def _of_each(rows: Iterable[_R]) -> defaultdict[int, list[_R]]:
    found: defaultdict[int, list[_R]] = defaultdict(list)
    for row in rows:
        found[row.campaign_id].append(row)
    return found
