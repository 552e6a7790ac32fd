"""What each report is to say, from nothing but the list of all moves: slow, and plain."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from data.domain.report import Question
from data.domain.states import CODES
from tests.data.history.log import Row
from tests.data.moves import taken
from tests.data.recount import Step, contacts_of, figures
from tests.data.reports.lives import (
    GONE,
    MODES,
    NAMES,
    REASONS,
    SEEN_EXTERNALS,
    SEEN_PHONES,
)

ALL = (*CODES, "other")
QUARTER = timedelta(minutes=15)
BY_QUARTERS, BY_HOURS = timedelta(hours=18), timedelta(hours=40)


def shown(state: str | None) -> str | None:
    return "other" if state == "hypnotized" else state


def by_end(rows: Sequence[Row], question: Question) -> list[Row]:
    """Those before the end, of the campaigns that are asked for and seen."""
    return [
        row for row in rows
        if row.at < question.end
        and (question.campaigns is None or row.campaign_id in question.campaigns)
        and (question.seen is None or row.campaign_id in question.seen)
    ]  # fmt: skip


def within(rows: Sequence[Row], question: Question) -> list[Row]:
    return [r for r in by_end(rows, question) if question.start is None or r.at >= question.start]


def campaigns(rows: Sequence[Row], question: Question) -> list[int]:
    lists = [set(ids) for ids in (question.campaigns, question.seen) if ids is not None]
    return sorted(
        set.intersection(*lists) if lists else {r.campaign_id for r in by_end(rows, question)}
    )


def transitions(rows: Sequence[Row], question: Question) -> list[tuple[Any, ...]]:
    """All but the ids."""
    return [
        (
            row.campaign_id, NAMES[row.campaign_id], row.contact_id,
            SEEN_EXTERNALS.get(row.contact_id), SEEN_PHONES.get(row.contact_id),
            shown(row.from_state), shown(row.to_state), row.at, row.dwell_seconds, row.attempt,
            row.operator, REASONS[row.reason], None,
            None if row.campaign_id == GONE
            else taken(MODES[row.campaign_id], shown(row.from_state), shown(row.to_state)),
        )
        for row in within(rows, question)
        if not question.states or shown(row.to_state) in question.states
    ]  # fmt: skip


def contacts(rows: Sequence[Row], question: Question) -> list[tuple[Any, ...]]:
    found = []
    known, in_span = by_end(rows, question), within(rows, question)
    for contact in sorted({row.contact_id for row in known}):
        *_, last = (row for row in known if row.contact_id == contact)
        own = [row for row in in_span if row.contact_id == contact]
        dials = [row.at for row in own if row.to_state == "calling"]
        talk = sum(
            round(1000 * row.dwell_seconds) for row in own if row.from_state == "call_in_progress"
        )
        state = shown(last.to_state)
        if state is None or (question.states and state not in question.states):
            continue
        step = ("Loaded", "Dialed", "Answered", "Talked", "Success")[last.to_step]
        found.append((
            last.campaign_id, NAMES[last.campaign_id], contact, SEEN_EXTERNALS.get(contact),
            SEEN_PHONES.get(contact), state, last.at, last.attempt, len(dials), talk / 1000,
            min(dials, default=None), max(dials, default=None), step,
        ))  # fmt: skip
    return found


def counts(rows: Sequence[Row]) -> Counter[str]:
    places: dict[int, str | None] = {}
    for row in rows:
        places[row.contact_id] = shown(row.to_state)
    return Counter(state for state in places.values() if state)


def states(rows: Sequence[Row], question: Question) -> list[tuple[Any, ...]]:
    known, zone = by_end(rows, question), question.tzinfo
    if not known:
        return []
    first = min(row.at for row in known).replace(second=0, microsecond=0)
    start = max(first, question.start or first)
    if start >= question.end:
        return []
    length = question.end - start
    unit = "quarter" if length <= BY_QUARTERS else "hour" if length <= BY_HOURS else "day"
    edges = [start, *(at for at in beginnings(start, question.end, zone, unit)), question.end]
    return [
        (
            campaign, NAMES[campaign], at.astimezone(zone).isoformat(timespec="seconds"), at, state,
            counts([r for r in known if r.campaign_id == campaign and r.at < at])[state],
        )
        for campaign in campaigns(rows, question)
        for at in edges
        for state in ALL
        if not question.states or state in question.states
    ]  # fmt: skip


def beginnings(start: datetime, end: datetime, zone: ZoneInfo, unit: str) -> Iterator[datetime]:
    """Every quarter of an hour is looked at on a clock of the zone."""
    at = datetime.fromtimestamp(start.timestamp() // 900 * 900, UTC)
    while at < end:
        local, before = at.astimezone(zone), (at - QUARTER).astimezone(zone)
        begins = {
            "quarter": True,
            "hour": local.minute == 0,
            "day": local.date() != before.date(),
        }
        if at > start and begins[unit]:
            yield at
        at += QUARTER


def attempts(rows: Sequence[Row], question: Question) -> list[tuple[Any, ...]]:
    columns = ("calling", "call_in_progress", "success", "canceled_by_client", "dial_failed")
    sums = Counter(
        (
            row.campaign_id,
            row.at.astimezone(question.tzinfo).hour,
            min(row.attempt, 10),
            row.to_state,
        )
        for row in within(rows, question)
        if row.to_state in columns
    )
    found = []
    for campaign, hour, attempt in sorted({key[:3] for key in sums}):
        counted = [sums[campaign, hour, attempt, state] for state in columns]
        rate = counted[1] / counted[0] if counted[0] else None
        found.append((campaign, NAMES[campaign], hour, attempt, *counted, rate))
    return found


def abandonment(rows: Sequence[Row], question: Question) -> list[tuple[Any, ...]]:
    """All but the words at the end."""
    found, zone = [], question.tzinfo
    for campaign in campaigns(rows, question):
        own = [row for row in by_end(rows, question) if row.campaign_id == campaign]
        is_known = any(row.to_state == "canceled_by_client" for row in own)
        if not (MODES[campaign] == "predictive" or (campaign == GONE and is_known)):
            continue
        head = campaign, NAMES[campaign]
        for start, end in _days(own, question):
            day = start.astimezone(zone).date().isoformat()
            found.append((*head, "Day", day, start, end, *_abandoned(own, start, end)))
        hour = question.end.replace(minute=0, second=0, microsecond=0)
        for name, hours in (("24 hours", 24), ("30 days", 720)):
            start = hour - timedelta(hours=hours)
            calls = _abandoned(own, start, question.end)
            found.append((*head, name, None, start, question.end, *calls))
    return found


def _days(own: Sequence[Row], question: Question) -> Iterator[tuple[datetime, datetime]]:
    if not own:
        return
    zone = question.tzinfo
    first = min(row.at for row in own)
    *_, begin = beginnings(
        first - timedelta(days=2), first + timedelta(milliseconds=1), zone, "day"
    )
    start = max(begin, question.start or begin)
    edges = [start, *beginnings(start, question.end, zone, "day"), question.end]
    yield from pairwise(edges)


def _abandoned(own: Sequence[Row], start: datetime, end: datetime) -> tuple[Any, ...]:
    states = [row.to_state for row in own if start <= row.at < end]
    lost = states.count("canceled_by_client")
    total = lost + states.count("call_in_progress")
    return lost, total, lost / total if total else None, 0.03


OF_SPAN = (
    "connect_rate", "attempts", "retries", "ring", "talk", "wrap", "preparation", "handling",
)  # fmt: skip
OF_MODE = {
    "clients_waiting": "predictive", "abandonment_24h": "predictive",
    "abandonment_30d": "predictive", "preparation": "preview",
}  # fmt: skip


def summary(rows: Sequence[Row], question: Question) -> dict[tuple[Any, ...], Any]:
    """Values by campaign, section and key; None is all campaigns together."""
    wanted, found = campaigns(rows, question), {}
    for campaign in [*wanted, None]:
        ids = wanted if campaign is None else [campaign]
        own = [row for row in by_end(rows, question) if row.campaign_id in ids]
        counted = counts(own)
        for state in ALL:
            if not question.states or state in question.states:
                found[campaign, "state", state] = counted[state]
        reached = [step for _, step in _people(own).values()]
        for step in range(5):
            found[campaign, "funnel", str(step)] = sum(one >= step for one in reached)
        found |= {(campaign, "figure", key): value for key, value in _figures(own, ids, question)}
    return found


def _figures(
    own: Sequence[Row], ids: Sequence[int], question: Question
) -> Iterator[tuple[str, float | None]]:
    minute = int(question.end.timestamp() // 60)
    for key in figures([], "", minute):
        modes = {MODES[id] for id in ids if OF_MODE.get(key, MODES[id]) == MODES[id]}
        if not modes:
            continue
        concerned = [row for row in own if MODES[row.campaign_id] in modes]
        spanned = [r for r in concerned if question.start is None or r.at >= question.start]
        steps = _steps(spanned if key in OF_SPAN else concerned)
        mode = next(iter(modes)) if len(modes) == 1 else ""
        value = figures(steps, mode, minute, _people(concerned))[key]
        yield key, None if key == "handling" and len(modes) > 1 and "preview" in modes else value


def _people(own: Sequence[Row]) -> dict[int, tuple[str, int]]:
    found: dict[int, tuple[str, int]] = {}
    for campaign in {row.campaign_id for row in own}:
        steps = _steps([row for row in own if row.campaign_id == campaign])
        found |= contacts_of(steps, MODES[campaign])
    return found


def _steps(rows: Sequence[Row]) -> list[Step]:
    return [
        Step(
            row.contact_id, shown(row.from_state), shown(row.to_state), row.at.timestamp(),
            row.dwell_seconds, row.attempt,
        )
        for row in rows
    ]  # fmt: skip
