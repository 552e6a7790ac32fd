"""A campaign over time: a span in buckets, another one beside it, and when people answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, jsonify

from dashboard.api.arguments import only, word
from dashboard.api.campaigns import current
from dashboard.api.spans import Given, span
from dashboard.memory import CLOSED_SECONDS, OPEN_SECONDS, Memory, asked
from dashboard.problems import MALFORMED, NO_CAMPAIGN, UNFIT, ProblemError
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data.domain.access import Permission
from data.domain.buckets import label
from data.domain.errors import EmptySpanError, LongSpanError, NotBegunError
from data.domain.snapshot import Campaign, Snapshot
from data.history.past import Past
from data.history.series import Answers, Asked, Course, History, Shift, answers, history
from data.log_tail import tail_for
from data.services import Services

DAYS = {"yesterday": 1, "last_week": 7}
CLOCKS, SINCE_START = "local time", "time since start"
SETTLED = timedelta(minutes=5)  # so long after its end nobody writes into a span any more
SPAN = ("from", "to", "tz")
_UNFIT = (EmptySpanError, LongSpanError, NotBegunError)


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked: the name of the question, what it is about, and what changes its answer.
    `ends` are the instants after which that is the same for ever; None is never."""

    name: str
    of: Asked
    twice: tuple[str, ...]
    ends: tuple[datetime | None, ...]
    compare: str = ""


def register(app: Flask, services: Services, memory: Memory) -> None:
    """`/api/v1/campaigns/{id}/history` and `…/answers`."""

    @app.get("/api/v1/campaigns/<int(max=9223372036854775807):campaign_id>/history")
    @needs(Permission.SEE_NUMBERS)
    def show_history(campaign_id: int) -> Response:
        only((*SPAN, "compare"))
        campaign, snapshot = _campaign(services, campaign_id)
        given, compare = span(campaign.timezone), word("compare", 20)
        of = _of(campaign, given)
        shift = _shift(compare, campaign, snapshot)
        ends = (given.end, *_ends_of(shift))
        return answered(
            _Request("history", of, given.twice, ends, compare),
            lambda past: _written(history(past, of, shift), given.zone),
        )

    @app.get("/api/v1/campaigns/<int(max=9223372036854775807):campaign_id>/answers")
    @needs(Permission.SEE_NUMBERS)
    def show_answers(campaign_id: int) -> Response:
        only(SPAN)
        campaign, _ = _campaign(services, campaign_id)
        given = span(campaign.timezone)
        of = _of(campaign, given)
        return answered(
            _Request("answers", of, given.twice, (given.end,)),
            lambda past: _week(answers(past, of), given.zone),
        )

    def answered(request: _Request, read: Callable[[Past], Any]) -> Response:
        def compute() -> Any:
            with Past.of(services.engine, tail_for(services.engine)) as past:
                return read(past)

        now = _now(services)
        closed = all(end is not None and end + SETTLED < now for end in request.ends)
        seconds = CLOSED_SECONDS if closed else OPEN_SECONDS
        try:
            found = memory.remembered(_key(request), seconds, compute)
        except _UNFIT as error:
            raise ProblemError(UNFIT(str(error))) from error
        age = (now - datetime.fromisoformat(found["as_of"])).total_seconds()
        told = {"campaign_id": request.of.campaign.id, "closed": closed, "twice": request.twice}
        return jsonify(found | told | {"age_seconds": max(0.0, round(age, 3))})


def _campaign(services: Services, campaign_id: int) -> tuple[Campaign, Snapshot]:
    """The campaign, and all that the asker sees. Raises the 404 problem."""
    snapshot = current(services)
    view = snapshot.campaigns.get(campaign_id)
    if view is None:
        raise ProblemError(NO_CAMPAIGN)
    return view.campaign, snapshot


def _of(campaign: Campaign, given: Given) -> Asked:
    return Asked(campaign, given.start, given.end, given.zone)


def _shift(compare: str, campaign: Campaign, snapshot: Snapshot) -> Shift | None:
    """What to compare with. Raises the 400 problem for what means nothing, 404 for a campaign that
    one may not see, 422 for the campaign itself."""
    if not compare:
        return None
    if compare in DAYS:
        return Shift(days=DAYS[compare])
    if not (compare.isascii() and compare.isdigit()):
        words = ", ".join(DAYS)
        raise ProblemError(MALFORMED(f"compare must be one of {words}, or a campaign's id."))
    view = snapshot.campaigns.get(int(compare))
    if view is None:
        raise ProblemError(NO_CAMPAIGN)
    if view.campaign.id == campaign.id:
        raise ProblemError(UNFIT("compare: a campaign is always like itself, name another one."))
    return Shift(campaign=view.campaign)


def _ends_of(shift: Shift | None) -> tuple[datetime | None, ...]:
    """Another campaign may lie later than the span that is shown: its own end counts too."""
    return (shift.campaign.ended_at,) if shift and shift.campaign else ()


def _now(services: Services) -> datetime:
    """Now by the database's clock, without asking it."""
    snapshot = current(services)
    return snapshot.as_of + timedelta(seconds=services.feed.age_seconds or 0)


def _key(request: _Request) -> Mapping[str, Any]:
    of = request.of
    return asked(
        actor(),
        request.name,
        campaign=of.campaign.id,
        start=_exact(of.start),
        end=_exact(of.end),
        zone=of.zone.key,
        compare=request.compare,
    )


def _exact(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _written(found: History, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "as_of": instant(found.as_of),
        "tz": zone.key,
        "bucket": found.size.key,
        **_course(found.course, zone),
        "whole": found.whole,
        "states": found.states,
        "stays": {
            state: {"count": stays.count}
            | {f"{name}_seconds": seconds for name, seconds in stays.seconds.items()}
            for state, stays in found.stays.items()
        },
        "compare": _compared(found, zone),
    }


def _compared(found: History, zone: ZoneInfo) -> dict[str, Any] | None:
    if found.compared is None:
        return None
    own = found.compared.campaign_id == found.course.campaign_id
    told = {
        "campaign_id": found.compared.campaign_id,
        "aligned_by": CLOCKS if own else SINCE_START,
        "so_far": _totals(found.compared.so_far),
    }
    return told | _course(found.compared, zone)


def _course(course: Course, zone: ZoneInfo) -> dict[str, Any]:
    counts, edges = course.counts, course.edges
    rates = [
        _share(connects, ended)
        for connects, ended in zip(counts["connects"], counts["attempts_ended"], strict=True)
    ]
    return {
        "from": instant(edges[0]),
        "to": instant(edges[-1]),
        "starts": [instant(edge) for edge in edges[:-1]],
        "seconds": [(right - left).total_seconds() for left, right in pairwise(edges)],
        "labels": [label(edge, zone) for edge in edges[:-1]],
        "series": {**counts, "connect_rate": rates},
        "totals": _totals(course.totals),
    }


def _totals(totals: Mapping[str, int]) -> dict[str, Any]:
    connects, ended = totals["connects"], totals["attempts_ended"]
    rate = {"value": _share(connects, ended), "numerator": connects, "denominator": ended}
    return {**totals, "connect_rate": rate}


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None


def _week(found: Answers, zone: ZoneInfo) -> dict[str, Any]:
    cells = [
        {
            "weekday": day + 1,
            "hour": hour,
            "connects": connects,
            "attempts_ended": ended,
            "rate": _share(connects, ended),
        }
        for day, hours in enumerate(found.hours)
        for hour, (connects, ended) in enumerate(hours)
    ]
    return {
        "as_of": instant(found.as_of),
        "tz": zone.key,
        "from": instant(found.start),
        "to": instant(found.end),
        "cells": cells,
    }
