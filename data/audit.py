"""The audit: who did what. Append-only, and each entry carries a hash over the one before.

Whoever adds to it holds the head's row until the end of the transaction, so the order of ids is the
order of the chain, and an entry is there if and only if its deed is.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import Connection, insert, select, text, true, update

from data.database import READ_SECONDS
from data.deadline import deadline
from data.domain.access import Actor
from data.schema.tables import audit, audit_head

PAGE = 10_000


class Outcome(StrEnum):
    """What became of it."""

    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change, or one try.

    action      what was done, as `noun.verb`: `campaign.cancel`, `contact.remove`, `user.disable`
    subject     what it was done to, where that is no campaign or contact: `user anna`
    reason      the person's own words
    version     of the contact, as the deed left it; with `before` what an undo needs
    """

    action: str
    campaign_id: int | None = None
    contact_id: int | None = None
    operation_id: int | None = None
    subject: str | None = None
    reason: str | None = None
    from_state: str | None = None
    to_state: str | None = None
    version: int | None = None
    before: Mapping[str, Any] | None = None
    detail: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found: how many entries fit, and the id of the first that does not.

    `cut` says that the end is missing. `head` is the hash over all of it: whoever keeps a copy
    elsewhere can tell later that nothing of this was written anew.
    """

    entries: int
    broken: int | None = None
    cut: bool = False
    head: str = field(default="", compare=False)

    @property
    def ok(self) -> bool:
        """Whether nothing was changed, added or taken away."""
        return self.broken is None and not self.cut


@dataclass(frozen=True, slots=True)
class Stretch:
    """A checked piece of the chain; `after` is the id after which to go on, None at the end."""

    verdict: Verdict
    after: int | None = None


def append(
    connection: Connection,
    actor: Actor,
    entries: Iterable[Entry],
    now: datetime,
    outcome: Outcome = Outcome.DONE,
) -> None:
    """Add entries in the caller's transaction, which waits for its turn here: do it last."""
    at = now.astimezone(UTC).replace(microsecond=now.microsecond // 1000 * 1000)
    new = [_row(entry, actor, at, outcome) for entry in entries]
    if not new:
        return
    wanted = select(audit_head.c.entries, audit_head.c.hash).limit(1).with_for_update()
    count, last = connection.execute(wanted).one()
    rows = list(_chained(new, last))
    _add(connection, rows)
    connection.execute(update(audit_head).values(entries=count + len(rows), hash=rows[-1]["hash"]))


def verify(connection: Connection, tell: Callable[[int], None] = lambda _: None) -> Verdict:
    """Compute the whole chain anew, a stretch at a time, on a connection of its own.

    `tell` is called with how many entries fitted so far. Raises DeadlineError when a stretch takes
    too long.
    """
    count, after = 0, 0
    while True:
        stretch = check(connection, after)
        connection.rollback()  # a long check holds up nobody who tidies the database
        found, count = stretch.verdict, count + stretch.verdict.entries
        tell(count)
        if stretch.after is None:
            return replace(found, entries=count)
        after = stretch.after


def check(connection: Connection, after: int = 0) -> Stretch:
    """Compute the chain anew for `PAGE` entries after one that fitted; from the beginning on for 0.

    Raises DeadlineError when it takes too long.
    """
    with deadline(connection, READ_SECONDS):
        last, head, rows = _hash_of(connection, after), *_page(connection, after)
    for count, row in enumerate(rows):
        if row["hash"] != _hash(last, row):
            return Stretch(Verdict(count, broken=row["id"], head=head))
        last, after = row["hash"], row["id"]
    is_last = len(rows) < PAGE
    verdict = Verdict(len(rows), cut=is_last and last != head, head=head)
    return Stretch(verdict, None if is_last else after)


def _hash_of(connection: Connection, id: int) -> str:
    wanted = select(audit.c.hash).where(audit.c.id == id).limit(1)
    return connection.execute(wanted).scalar_one_or_none() or ""


def _page(connection: Connection, after: int) -> tuple[str, Sequence[Mapping[str, Any]]]:
    """The head and the entries after one, in one statement: of one instant, whoever adds to it."""
    page = select(audit).where(audit.c.id > after).order_by(audit.c.id).limit(PAGE).subquery()
    wanted = (
        select(audit_head.c.hash.label("head"), page)
        .select_from(audit_head.outerjoin(page, true()))
        .order_by(page.c.id)
        .limit(PAGE)
    )
    rows = [dict(row) for row in connection.execute(wanted).mappings()]
    return rows[0]["head"], [row for row in rows if row["id"] is not None]


def _add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows in their order: to PostgreSQL as one value, where one by one takes six times as
    long, and whoever waits for the head would wait, too."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ALL_AT_ONCE, {"rows": _json(rows)})
    else:
        connection.execute(insert(audit), rows)


def _row(entry: Entry, actor: Actor, at: datetime, outcome: Outcome) -> dict[str, Any]:
    given: dict[str, Any] = dict(zip(Entry.__slots__, _given(entry), strict=True))
    for name in ("before", "detail"):
        given[name] = None if given[name] is None else _json(given[name])
    return given | {
        "at": at,
        "actor": actor.name,
        "means": actor.means.value,
        "role": actor.role.value,
        "outcome": outcome.value,
    }


def _chained(rows: Iterable[dict[str, Any]], last: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        last = _hash(last, row)
        yield row | {"hash": last}


def _hash(last: str, row: Mapping[str, Any]) -> str:
    """SHA-256 over the hash before and all that the entry says, ids aside: a copy keeps it."""
    said = (*_said(row), row["at"].isoformat(timespec="milliseconds"))
    return hashlib.sha256(f"{last}{_json(said)}".encode()).hexdigest()


_json = json.JSONEncoder(separators=(",", ":"), sort_keys=True, default=datetime.isoformat).encode
_KEPT = tuple(column.name for column in audit.c if column.name != "id")
_given = attrgetter(*Entry.__slots__)
_SAID = tuple(name for name in _KEPT if name not in ("at", "hash"))
_said = itemgetter(*_SAID)
_ALL_AT_ONCE = text(f"""
  INSERT INTO audit ({", ".join(_KEPT)}) SELECT {", ".join(_KEPT)}
  FROM json_populate_recordset(CAST(NULL AS audit), CAST(:rows AS json))
""")
