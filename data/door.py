"""The one door for what people do: who may, the deed and its audit, in one transaction.

A deed that is refused is written down too; one that changed rows without a word for the audit is
undone. With a key a deed is done once, however often it is asked for.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, case, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from data import audit, clock
from data.audit import Entry, Outcome
from data.authority import renewed
from data.database import changed_rows
from data.deadline import deadline
from data.domain.access import Actor, NoSuchCampaignError, Permission, require
from data.domain.errors import DashboardError, DeadlineError
from data.schema.tables import idempotency, refusals

WRITE_SECONDS = 5.0
KEY_KEPT = timedelta(hours=24)
KEYS_FORGOTTEN = 20  # with each new one
TOLD_EACH = 10
T = TypeVar("T")


class KeyReusedError(DashboardError):
    """This Idempotency-Key was used for something else."""


class UntoldError(Exception):
    """A deed changed rows and gave the audit no entry: a mistake in the program, undone."""


@dataclass(frozen=True, slots=True)
class Key:
    """What makes a repeated request the same one: the caller's key, and what was asked for."""

    value: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a deed gives back, which JSON can hold, and what it changed: none where nothing did."""

    result: T
    entries: Sequence[Entry] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """One passage: the transaction, its instant, and who it is with the role of that instant."""

    connection: Connection
    now: datetime
    actor: Actor


Deed = Callable[[Visit], Done[Any]]


def through(
    engine: Engine,
    actor: Actor,
    permission: Permission,
    attempt: Entry,
    deed: Deed,
    *,
    key: Key | None = None,
    seconds: float = WRITE_SECONDS,
) -> Any:
    """Do a deed, and give its result.

    `attempt` says what is tried: it is what the audit keeps of a refusal. Raises ForbiddenError,
    NoSuchCampaignError for a campaign that the actor may not see, KeyReusedError, and whatever
    DashboardError the deed raises; nothing is changed then.
    """
    try:
        with writing(engine, seconds) as connection:
            now = clock.now(connection)
            visit = Visit(connection, now, renewed(connection, actor, now))
            require(visit.actor, permission)
            if attempt.campaign_id is not None and not visit.actor.sees(attempt.campaign_id):
                raise NoSuchCampaignError
            return _once(visit, key, deed)
    except DeadlineError:  # nobody refused anything
        raise
    except DashboardError as error:
        _write_refusal(engine, actor, attempt, error)
        raise


@contextmanager
def writing(engine: Engine, seconds: float = WRITE_SECONDS) -> Iterator[Connection]:
    """A transaction that writes, with a deadline."""
    with (
        engine.connect().execution_options(write=True) as connection,
        deadline(connection, seconds),
        connection.begin(),
    ):
        yield connection


def _once(visit: Visit, key: Key | None, deed: Deed) -> Any:
    if key is not None and (answer := _claim(visit, key)) is not None:
        return json.loads(answer)
    done = _told(visit, deed)
    if key is not None:
        _keep(visit, key, json.dumps(done.result))
    audit.append(visit.connection, visit.actor, done.entries, visit.now)
    return done.result


def _told(visit: Visit, deed: Deed) -> Done[Any]:
    """What a deed gives. Raises UntoldError where it changed rows in silence."""
    before = changed_rows(visit.connection)
    done = deed(visit)
    if not done.entries and changed_rows(visit.connection) != before:
        raise UntoldError
    return done


def _claim(visit: Visit, key: Key) -> str | None:
    """The answer that was given before; None where this is the first time. Whoever asks with the
    same key meanwhile waits here until this transaction has ended."""
    _forget(visit, key)
    dialect = postgresql if visit.connection.dialect.name == "postgresql" else sqlite
    row = {"actor": _owner(visit.actor), "key": key.value, "at": visit.now}
    row |= {"fingerprint": key.fingerprint, "answer": ""}
    claim = dialect.insert(idempotency).values(row).on_conflict_do_nothing()
    if visit.connection.execute(claim.returning(idempotency.c.key)).first() is not None:
        return None
    wanted = select(idempotency.c.fingerprint, idempotency.c.answer).where(*_is(visit, key))
    fingerprint, answer = visit.connection.execute(wanted.limit(1)).one()
    if fingerprint != key.fingerprint:
        raise KeyReusedError
    return str(answer)


def _forget(visit: Visit, key: Key) -> None:
    """Let go of the key if it is old, and of a few more old ones: more than come in."""
    old = idempotency.c.at < visit.now - KEY_KEPT
    oldest = select(idempotency.c.actor, idempotency.c.key).where(old).order_by(idempotency.c.at)
    free = oldest.limit(KEYS_FORGOTTEN).with_for_update(skip_locked=True)
    is_one = tuple_(idempotency.c.actor, idempotency.c.key).in_(free)
    visit.connection.execute(delete(idempotency).where(is_one))
    visit.connection.execute(delete(idempotency).where(old, *_is(visit, key)))


def _keep(visit: Visit, key: Key, answer: str) -> None:
    kept = idempotency.update().where(*_is(visit, key)).values(answer=answer)
    visit.connection.execute(kept)


def _is(visit: Visit, key: Key) -> tuple[Any, Any]:
    return idempotency.c.actor == _owner(visit.actor), idempotency.c.key == key.value


def _owner(actor: Actor) -> str:
    return f"{actor.means} {actor.id or ''}"


def _write_refusal(engine: Engine, actor: Actor, attempt: Entry, error: DashboardError) -> None:
    with writing(engine) as connection:
        now = clock.now(connection)
        times = _times_refused(connection, actor, now)
        if not _is_told(times):
            return
        detail = {**(attempt.detail or {}), "refused": str(error)}
        if times > TOLD_EACH:
            detail["times_in_this_minute"] = times
        audit.append(connection, actor, [replace(attempt, detail=detail)], now, Outcome.REFUSED)


def _times_refused(connection: Connection, actor: Actor, now: datetime) -> int:
    """How often somebody was refused within this minute, this time included."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    minute = int(now.timestamp() // 60)
    row = {"actor": _owner(actor), "minute": minute, "times": 1}
    again = case((refusals.c.minute == minute, refusals.c.times + 1), else_=1)
    counted = (
        dialect.insert(refusals)
        .values(row)
        .on_conflict_do_update(index_elements=["actor"], set_={"minute": minute, "times": again})
        .returning(refusals.c.times)
    )
    return int(connection.execute(counted).scalar_one())


def _is_told(times: int) -> bool:
    """Whether the audit keeps a refusal: the first ones of a minute; of a flood the 20th, 40th,
    80th and so on, each with its number, so that no flood fills the audit."""
    doubled, rest = divmod(times, TOLD_EACH)
    return times <= TOLD_EACH or (rest == 0 and doubled & (doubled - 1) == 0)
