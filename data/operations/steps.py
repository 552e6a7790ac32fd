"""One step of an operation, inside one transaction of the caller's.

Contacts are picked, moved, written into history and audit, and counted; then, where nothing is left
to move, it is told whether somebody is waited for, and what is done is closed. So wherever a
process dies, the step was made or was not.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, literal, select, text, update

from data import audit
from data.audit import Entry, Outcome
from data.blacklist import arrivals, entries
from data.blacklist.matches import RUNNING, Wanted, matches
from data.domain.errors import DashboardError
from data.domain.operation import Fate, Kind, Stage
from data.domain.states import is_open
from data.operations import moves, outgoing, store
from data.operations.moves import Picked
from data.operations.opening import FENCED, FINISHED, fated
from data.operations.places import states_of
from data.operations.recipes import RECIPES, Turn, turn_of
from data.operations.store import Job
from data.schema.tables import (
    audit as audit_table,
)
from data.schema.tables import (
    campaigns,
    contacts,
    operation_marks,
    operation_skips,
)

RELEASE_AFTER = timedelta(seconds=30)
START = 0
NUMBERS = 6_273_548  # the lock of all deeds about numbers
REST = -1  # the position of an operation that has gone through its contacts once
CHANGED = "changed"  # why an undo leaves a contact: it is not as the deed left it any more
GONE = "gone"  # somebody has deleted it
_TOUCHED: Mapping[Kind, Sequence[str]] = {
    kind: sorted(RECIPES[kind].moves | RECIPES[kind].drains) for kind in (Kind.BLACKLIST, Kind.LIFT)
}
_marks = operation_marks.c


class FenceGoneError(DashboardError):
    """Somebody else has given the campaign another status: it is not being canceled any more."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a step has done: contacts moved and left for good, and how the operation stands."""

    moved: int = 0
    skipped: int = 0
    stage: Stage = Stage.RUNNING


@dataclass(frozen=True, slots=True)
class Hand:
    """What a step of a kind gives back: the position, what was moved and skipped, what to audit,
    and whether anything but people in calls is left, None for nothing at all."""

    position: int
    moved: int
    skipped: int
    entries: Sequence[Entry]
    left: Stage | None


@dataclass(frozen=True, slots=True)
class Means:
    """The contacts of one step at most, and the key of what is kept of numbers."""

    most: int
    secret: str


def step(connection: Connection, job: Job, now: datetime, means: Means) -> Done:
    """Make one step; `now` is the time of the transaction."""
    hand = _HANDS.get(job.kind, _by_marks)(connection, job, now, means)
    entries = list(hand.entries)
    done, skipped = job.done + hand.moved, job.skipped + hand.skipped
    counts: dict[str, Any] = {
        "done": done,
        "skipped": skipped,
        "total": max(job.total, done + skipped),
    }
    counts |= {"position": hand.position, "tries": 0, "error": None, "next_at": None}
    if hand.left is None:
        entries += _CLOSINGS.get(job.kind, _nothing)(connection, job, now)
        counts["total"] = done + skipped
        store.end(connection, job.id, Stage.DONE, now, **counts)
    elif hand.moved or hand.skipped or hand.left is not job.stage or hand.position != job.position:
        store.change(connection, job.id, status=hand.left, **counts)
    audit.append(connection, job.actor, entries, now)
    return Done(hand.moved, hand.skipped, hand.left or Stage.DONE)


def _by_campaign(connection: Connection, job: Job, now: datetime, means: Means) -> Hand:
    """All that waits in a campaign, by id; then whoever has come back to waiting meanwhile."""
    most = means.most
    recipe = RECIPES[job.kind]
    own = contacts.c.campaign_id == job.campaign_id
    if _status(connection, job) != FENCED:
        raise FenceGoneError
    later = [] if job.position == REST else [contacts.c.id > job.position]
    waiting = contacts.c.state.in_(recipe.moves)
    picked = moves.pick(connection, moves.of_campaign([own, waiting, *later], most))
    swept = job.position == REST or len(picked) < most
    position = REST if swept else picked[-1].id
    picked += _released(connection, job, now, most)
    entries = moves.move(connection, job, picked, recipe.to_state, recipe.action)
    _unmark(connection, job, [one.id for one in picked])
    if picked or not swept:
        return Hand(position, len(picked), 0, entries, Stage.RUNNING)
    return Hand(position, 0, _finished(connection, job), (), _left(connection, job))


def _released(connection: Connection, job: Job, now: datetime, most: int) -> list[Picked]:
    """Reserved contacts that the dialer did not give up, though it was asked long enough ago."""
    if not _is_ripe(job, now):
        return []
    asked = [contacts.c.campaign_id == job.campaign_id, fated(job.kind, Fate.ASKED)]
    asked += [contacts.c.state.in_(RECIPES[job.kind].asks)]
    asked += [contacts.c.state_since <= now - RELEASE_AFTER]
    return moves.pick(connection, moves.of_campaign(asked, most))


def _finished(connection: Connection, job: Job) -> int:
    """Note who came to an end by themselves, and who is gone; how many."""
    own = [_marks.operation_id == job.id, _marks.contact_id == contacts.c.id]
    closed = [contacts.c.state.not_in(_open_states(connection, job))]
    ended = select(literal(job.id), contacts.c.id, contacts.c.state, literal(FINISHED))
    return _skip(connection, job, ended.where(*own, *closed)) + _gone(connection, job)


def _left(connection: Connection, job: Job) -> Stage | None:
    """What is left: waiting contacts, which somebody has in hand, or people in calls."""
    states = _open_states(connection, job)
    if any(state in RECIPES[job.kind].moves for state in states):
        return Stage.RUNNING
    return Stage.DRAINING if states else None


def _open_states(connection: Connection, job: Job) -> list[str]:
    return [state for state in states_of(connection, job.campaign_id) if is_open(state)]


def _by_number(connection: Connection, job: Job, now: datetime, means: Means) -> Hand:
    """The contacts with a number: the first step looks for them. Where the list has changed again,
    nothing is left to do: the deed that changed it looks for them, too."""
    _alone(connection)
    if _is_overtaken(connection, job):
        connection.execute(delete(operation_marks).where(_marks.operation_id == job.id))
        return Hand(REST, 0, 0, (), None)
    if job.position == START:
        job = _found(connection, job, means)
    over = _over(connection, job)
    hand = _by_marks(connection, job, now, means)
    return replace(hand, skipped=hand.skipped + over)


def _found(connection: Connection, job: Job, means: Means) -> Job:
    recipe, wanted = RECIPES[job.kind], Wanted(job.payload["hash"], job.payload["end"])
    rows = [
        {
            "operation_id": job.id,
            "contact_id": match.id,
            "waited": match.state not in recipe.moves,
        }
        for match in matches(connection, means.secret, wanted, _TOUCHED[job.kind])
    ]
    if rows:
        connection.execute(insert(operation_marks), rows)
    store.change(connection, job.id, total=len(rows), position=REST)
    return replace(job, total=len(rows), position=REST)


def _alone(connection: Connection) -> None:
    """No two deeds about numbers make a step together: one would miss what the other moves."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": NUMBERS})


def _is_overtaken(connection: Connection, job: Job) -> bool:
    is_listed = bool(entries.listed(connection, [job.payload["hash"]], hold=True))
    return is_listed is (job.kind is Kind.LIFT)


def _over(connection: Connection, job: Job) -> int:
    """Note the contacts whose campaign is over meanwhile: nobody is called there."""
    running = select(campaigns.c.id).where(campaigns.c.status.in_(RUNNING))
    own = [_marks.operation_id == job.id, _marks.contact_id == contacts.c.id]
    over = select(literal(job.id), contacts.c.id, contacts.c.state, literal(FINISHED))
    return _skip(connection, job, over.where(*own, contacts.c.campaign_id.not_in(running)))


def _by_marks(connection: Connection, job: Job, now: datetime, means: Means) -> Hand:
    """The marked contacts, by id; then those that had to be waited for."""
    most = means.most
    later = [] if job.position == REST else [_marks.contact_id > job.position]
    todo = moves.pick(connection, moves.of_marks(job.id, [~_marks.waited, *later], most))
    swept = job.position == REST or len(todo) < most
    position = REST if swept else todo[-1].id
    drained = [_marks.waited, ~fated(job.kind, Fate.DRAINS)]
    if not todo:
        todo = moves.pick(connection, moves.of_marks(job.id, drained, most))
    turns = {turn: [one for one in todo if _turn(job, one, now) is turn] for turn in Turn}
    entries = _carry_out(connection, job, turns, now, means)
    moved, skipped = len(turns[Turn.MOVE]), len(turns[Turn.SKIP])
    if moved or skipped or not swept:
        return Hand(position, moved, skipped, entries, Stage.RUNNING)
    return Hand(position, 0, _gone(connection, job), entries, _left_marks(connection, job))


def _carry_out(
    connection: Connection,
    job: Job,
    turns: Mapping[Turn, Sequence[Picked]],
    now: datetime,
    means: Means,
) -> list[Entry]:
    recipe, moved, skipped = RECIPES[job.kind], turns[Turn.MOVE], turns[Turn.SKIP]
    entries = moves.move(connection, job, moved, recipe.to_state, recipe.action)
    if job.payload.get("erase"):
        entries += moves.forget(connection, job, [*moved, *skipped], now, means.secret)
    _note(connection, job, [(one.id, one.state, FINISHED) for one in skipped])
    _unmark(connection, job, [one.id for one in (*moved, *skipped)])
    _wait_for(connection, job, [one.id for one in turns[Turn.WAIT] if not one.waited])
    if recipe.command is not None:
        campaigns_of = {one.campaign_id for one in moved}
        ids = {own: [one.id for one in moved if one.campaign_id == own] for own in campaigns_of}
        outgoing.ask(connection, job, recipe.command, ids)
    return entries


def _turn(job: Job, one: Picked, now: datetime) -> Turn:
    ripe = _is_ripe(job, now) and one.state_since <= now - RELEASE_AFTER
    return turn_of(RECIPES[job.kind], one.state, on_line=one.on_line, waited=one.waited, ripe=ripe)


def _undo(connection: Connection, job: Job, _: datetime, means: Means) -> Hand:
    """Marked contacts go back, where they are as the deed left them."""
    most = means.most
    later = [] if job.position == REST else [_marks.contact_id > job.position]
    picked = moves.pick(connection, moves.of_marks(job.id, later, most))
    swept = job.position == REST or len(picked) < most
    position = REST if swept else picked[-1].id
    left = _as_left(connection, job, [one.id for one in picked])
    is_same = {one.id: left.get(one.id, (None,))[0] == (one.version, one.state) for one in picked}
    same = [one for one in picked if is_same[one.id]]
    entries = moves.restore(connection, job, [(one, left[one.id][1]) for one in same])
    others = [one for one in picked if not is_same[one.id]]
    if same:
        moved = Counter({(left, to): number for left, to, number in job.payload.get("moved", ())})
        moved.update((one.state, left[one.id][1]["state"]) for one in same)
        told = [[*edge, number] for edge, number in sorted(moved.items())]
        store.change(connection, job.id, payload={**job.payload, "moved": told})
    _note(connection, job, [(one.id, one.state, CHANGED) for one in others])
    _unmark(connection, job, [one.id for one in picked])
    if picked or not swept:
        return Hand(position, len(same), len(others), entries, Stage.RUNNING)
    return Hand(position, 0, _gone(connection, job), (), _left_marks(connection, job))


def _as_left(
    connection: Connection, job: Job, ids: Sequence[int]
) -> dict[int, tuple[Any, dict[str, Any]]]:
    """How the deed left contacts, and what they had before: as the audit says."""
    own = audit_table.c
    wanted = select(own.contact_id, own.version, own.to_state, own.before).where(
        own.operation_id == job.undoes, own.contact_id.in_(ids)
    )
    wanted = wanted.where(own.outcome == Outcome.DONE, own.before.is_not(None))
    return {
        contact_id: ((version, to_state), json.loads(before))
        for contact_id, version, to_state, before in connection.execute(wanted.order_by(own.id))
    }


def _left_marks(connection: Connection, job: Job) -> Stage | None:
    own = select(_marks.waited).where(_marks.operation_id == job.id)
    if connection.execute(own.where(~_marks.waited).limit(1)).first() is not None:
        return Stage.RUNNING
    waited = connection.execute(own.where(_marks.waited).limit(1)).first()
    return None if waited is None else Stage.DRAINING


def _gone(connection: Connection, job: Job) -> int:
    """Note the marked contacts that somebody has deleted; how many."""
    there = exists().where(contacts.c.id == _marks.contact_id)
    gone = select(literal(job.id), _marks.contact_id, literal(None), literal(GONE))
    return _skip(connection, job, gone.where(_marks.operation_id == job.id, ~there))


def _skip(connection: Connection, job: Job, chosen: Any) -> int:
    columns = ["operation_id", "contact_id", "state", "reason"]
    connection.execute(insert(operation_skips).from_select(columns, chosen))
    noted = exists().where(
        operation_skips.c.operation_id == job.id,
        operation_skips.c.contact_id == _marks.contact_id,
    )
    return connection.execute(
        delete(operation_marks).where(_marks.operation_id == job.id, noted)
    ).rowcount


def _note(connection: Connection, job: Job, skips: Sequence[tuple[int, str | None, str]]) -> None:
    rows = [
        {"operation_id": job.id, "contact_id": id, "state": state, "reason": reason}
        for id, state, reason in skips
    ]
    if rows:
        connection.execute(insert(operation_skips), rows)


def _unmark(connection: Connection, job: Job, ids: Sequence[int]) -> None:
    moves.of_ids(connection, delete(operation_marks).where(_marks.operation_id == job.id), ids)


def _wait_for(connection: Connection, job: Job, ids: Sequence[int]) -> None:
    waited = update(operation_marks).where(_marks.operation_id == job.id).values(waited=True)
    moves.of_ids(connection, waited, ids)


def _is_ripe(job: Job, now: datetime) -> bool:
    return job.started_at is not None and now - job.started_at >= RELEASE_AFTER


def _status(connection: Connection, job: Job) -> str | None:
    wanted = select(campaigns.c.status).where(campaigns.c.id == job.campaign_id).limit(1)
    status: str | None = connection.execute(wanted).scalar_one_or_none()
    return status


def _close_campaign(connection: Connection, job: Job, now: datetime) -> list[Entry]:
    """Nothing is left in it: the fence becomes the end."""
    own = update(campaigns).where(campaigns.c.id == job.campaign_id)
    ended = own.where(campaigns.c.status == FENCED).values(status="canceled", ended_at=now)
    if connection.execute(ended).rowcount == 0:
        raise FenceGoneError
    return [_of_campaign(job, "campaign.cancel", FENCED, "canceled")]


def _reopen_campaign(connection: Connection, job: Job, _: datetime) -> list[Entry]:
    """The campaign that an undone deed has ended goes on as it did before."""
    status = job.payload.get("status")
    if status is None:
        return []
    before = _status(connection, job)
    own = update(campaigns).where(campaigns.c.id == job.campaign_id)
    own = own.where(campaigns.c.status.in_((FENCED, "canceled")))
    if connection.execute(own.values(status=status, ended_at=None)).rowcount == 0:
        return []
    return [_of_campaign(job, "campaign.restore", before, status)]


def _of_campaign(job: Job, action: str, before: str | None, after: str) -> Entry:
    return Entry(
        action,
        job.campaign_id,
        operation_id=job.id,
        reason=job.reason,
        from_state=before,
        to_state=after,
    )


def _look_again(connection: Connection, job: Job, _: datetime) -> list[Entry]:
    """Who was erased is on the blacklist: others who wait with these numbers are looked for."""
    if job.payload.get("erase"):
        arrivals.rewind(connection)
    return []


def _nothing(_: Connection, __: Job, ___: datetime) -> list[Entry]:
    return []


_HANDS: Mapping[Kind, Callable[[Connection, Job, datetime, Means], Hand]] = {
    Kind.CANCEL: _by_campaign,
    Kind.BLACKLIST: _by_number,
    Kind.LIFT: _by_number,
    Kind.UNDO: _undo,
}
_CLOSINGS: Mapping[Kind, Callable[[Connection, Job, datetime], list[Entry]]] = {
    Kind.CANCEL: _close_campaign,
    Kind.REMOVE: _look_again,
    Kind.UNDO: _reopen_campaign,
}
