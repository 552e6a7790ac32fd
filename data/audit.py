"""The audit: who did what. Append-only, and each entry carries a hash over the one before.

Whoever adds to it holds the head's row until the end of the transaction, so the order of ids is the
order of the chain, and an entry is there if and only if its deed is.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

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

    `cut` says that the end is missing.
    """

    entries: int
    broken: int | None = None
    cut: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing was changed, added or taken away."""
        return self.broken is None and not self.cut


def append(
    connection: Connection,
    actor: Actor,
    entries: Iterable[Entry],
    now: datetime,
    outcome: Outcome = Outcome.DONE,
) -> None:
    """Add entries in the caller's transaction, which waits for its turn here: do it last."""
    wanted = select(audit_head.c.entries, audit_head.c.hash).limit(1).with_for_update()
    count, last = connection.execute(wanted).one()
    at = now.astimezone(UTC).replace(microsecond=now.microsecond // 1000 * 1000)
    rows = list(_chained([_row(entry, actor, at, outcome) for entry in entries], last))
    if not rows:
        return
    connection.execute(insert(audit), rows)
    connection.execute(update(audit_head).values(entries=count + len(rows), hash=rows[-1]["hash"]))


def verify(connection: Connection) -> Verdict:
    """Compute the chain anew, a page at a time."""
    last, after, count = "", 0, 0
    while page := _page(connection, after):
        for row in page:
            if row["hash"] != _hash(last, row):
                return Verdict(count, broken=row["id"])
            last, after, count = row["hash"], row["id"], count + 1
    head = connection.execute(select(audit_head.c.entries, audit_head.c.hash).limit(1)).one()
    return Verdict(count, cut=(count, last) != tuple(head))


def _page(connection: Connection, after: int) -> Sequence[Mapping[str, Any]]:
    wanted = select(audit).where(audit.c.id > after).order_by(audit.c.id).limit(PAGE)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def _row(entry: Entry, actor: Actor, at: datetime, outcome: Outcome) -> dict[str, Any]:
    given = {name: getattr(entry, name) for name in Entry.__slots__}
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
    said = [row[name] for name in _SAID] + [row["at"].isoformat(timespec="milliseconds")]
    return hashlib.sha256(f"{last}{_json(said)}".encode()).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


_SAID = tuple(column.name for column in audit.c if column.name not in ("id", "at", "hash"))
