"""Pages of a campaign's contacts.

A page is merged from the heads of one range of an index for each state, so the last one of a
million costs what the first does. What the order's index does not hold is looked up in another
where few contacts fit; else contacts are walked through in their order, so many and no more: who
wants to know the rest goes on from where the walk was stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select, text

from data.contacts.conditions import Conditions, bounds, operator_is, text_is
from data.contacts.rows import Contact, contacts_of
from data.contacts.walks import KEYS, Ground, Walk
from data.domain.contact_filter import ContactQuery, Key, Position
from data.domain.errors import TooManyStatesError
from data.domain.states import BY_CODE, OTHER
from data.schema.tables import contacts

PAGE_LIMIT = 200
FEW = 2_000  # contacts that are looked at all together
FIRST_STRIDE = 500
WALK = 10_000  # contacts that one request walks through
MOST_STATES = 200

_STATES = text("""
  WITH RECURSIVE found(state) AS (
    SELECT min(state) FROM contacts WHERE campaign_id = :campaign
    UNION ALL
    SELECT (SELECT min(state) FROM contacts WHERE campaign_id = :campaign AND state > found.state)
    FROM found WHERE found.state IS NOT NULL)
  SELECT state FROM found WHERE state IS NOT NULL LIMIT :most
""")


@dataclass(frozen=True, slots=True)
class Page:
    """Contacts in their order.

    `after` is where to go on, None at the end. `complete` is false when the walk was stopped
    before the page was full. `matches` is how many contacts fit in all, where that is known.
    """

    contacts: Sequence[Contact]
    after: Position | None
    complete: bool = True
    matches: int | None = None


@dataclass(frozen=True, slots=True)
class _Keys:
    found: Sequence[Key]
    after: Key | None
    complete: bool = True
    matches: int | None = None


def still(engine: Engine) -> Engine:
    """The engine, with transactions that see one instant only."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def page(
    connection: Connection, query: ContactQuery, limit: int, start: Position | datetime
) -> Page:
    """The next `limit` contacts after a position, or the first ones at a moment.

    Raises TooManyStatesError.
    """
    keep_to_indexes(connection)
    now, after = (start.now, start.key) if isinstance(start, Position) else (start, None)
    keys = _Search(connection, query, now).keys(after, min(limit, PAGE_LIMIT))
    return Page(
        contacts_of(connection, [key[-1] for key in keys.found]),
        None if keys.after is None else Position(keys.after, now),
        keys.complete,
        keys.matches,
    )


def keep_to_indexes(connection: Connection) -> None:
    """Within this transaction, plans go by indexes in their order."""
    # With statistics from before a bulk load PostgreSQL would rather read and sort a campaign.
    if connection.dialect.name == "postgresql":
        for way in ("seqscan", "bitmapscan", "sort"):
            connection.execute(text(f"SET LOCAL enable_{way} = off"))


def _states(connection: Connection, campaign_id: int, wanted: Sequence[str]) -> Sequence[str]:
    """The states to look at: those that are wanted by name, and those that there are besides."""
    if wanted and OTHER not in wanted:
        return wanted
    most = {"campaign": campaign_id, "most": MOST_STATES + 1}
    found = connection.execute(_STATES, most).scalars().all()
    if len(found) > MOST_STATES:
        raise TooManyStatesError
    return [state for state in found if not wanted or state in wanted or state not in BY_CODE]


class _Search:
    """One query: its filter as conditions, and the ways to what meets them."""

    def __init__(self, connection: Connection, query: ContactQuery, now: datetime) -> None:
        self._connection = connection
        self._order = query.order
        states = _states(connection, query.campaign_id, query.filter.states)
        dialect = connection.dialect.name
        self._ground = Ground(query.campaign_id, states, dialect)
        said = dict(bounds(query.filter, now))
        self._own: Conditions = said.pop(query.order.by, ())
        self._rest: list[Conditions] = [conditions for conditions in said.values() if conditions]
        self._shortcuts = [self._ground.found_in_states(c) for c in self._rest] if states else []
        self._add_texts(query, dialect)

    def keys(self, after: Key | None, limit: int) -> _Keys:
        """The keys of the next `limit` contacts."""
        if not self._ground.states:
            return _Keys((), None, matches=0)
        if not self._rest:
            found = self._read(self._walk(after, limit + 1))
            return _Keys(found[:limit], _end(found, limit))
        few = self._few()
        return self._walked(after, limit) if few is None else self._of_few(few, after, limit)

    def _add_texts(self, query: ContactQuery, dialect: str) -> None:
        wanted = query.filter
        if wanted.operator is not None:
            self._add(*operator_is(wanted.operator))
        if wanted.text:
            self._add(*text_is(wanted.text, dialect))

    def _add(self, ways: Conditions, holds: Conditions) -> None:
        self._shortcuts.append(self._ground.found_in_campaign(ways))
        self._rest.append(holds)

    @property
    def _conditions(self) -> Conditions:
        return [condition for conditions in self._rest for condition in conditions]

    def _few(self) -> Sequence[int] | None:
        """Few contacts, with all that fit among them; None where no index makes them few."""
        for shortcut in self._shortcuts:
            ids = self._connection.execute(shortcut.limit(FEW + 1)).scalars().all()
            if len(ids) <= FEW:
                return list(dict.fromkeys(ids))
        return None

    def _of_few(self, ids: Sequence[int], after: Key | None, limit: int) -> _Keys:
        fit = (contacts.c.id.in_(ids), *self._ground.inside, *self._own, *self._conditions)
        wanted = select(*KEYS[self._order.by]).where(*fit).limit(FEW)
        backwards = self._order.descending
        every = sorted(self._read(wanted), reverse=backwards)
        rest = [k for k in every if after is None or (k < after if backwards else k > after)]
        return _Keys(rest[:limit], _end(rest, limit), matches=len(every))

    def _walked(self, after: Key | None, limit: int) -> _Keys:
        """What fits of a walk, in strides that grow while little does."""
        found: list[Key] = []
        stride, left = FIRST_STRIDE, WALK
        while True:
            walk = self._walk(after, stride)
            last = self._read(walk.offset(stride - 1).limit(1))
            fit = self._ground.that_fit(walk, self._order, self._conditions)
            found += self._read(fit.limit(limit + 1 - len(found)))
            if len(found) > limit or not last:
                return _Keys(found[:limit], _end(found, limit))
            after, left = last[0], left - stride
            if left <= 0:
                return _Keys(found, after, complete=False)
            stride = min(4 * stride, left)

    def _walk(self, after: Key | None, most: int) -> Walk:
        return self._ground.walk(self._order, self._own, after, most)

    def _read(self, walk: Walk) -> list[Key]:
        return [tuple(row) for row in self._connection.execute(walk)]


def _end(keys: Sequence[Key], limit: int) -> Key | None:
    """Where to go on: nowhere unless there are more than the page holds."""
    return keys[limit - 1] if len(keys) > limit else None
