"""The ways to the contacts that a query wants, by the indexes of migration 0002."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, select, text

from data.contacts.conditions import Conditions, bounds, operator_is, text_is
from data.contacts.spots import KEYS, Spot, Walk
from data.contacts.walks import Ground
from data.domain.contact_filter import ContactFilter, ContactQuery, Key
from data.domain.errors import TooManyStatesError
from data.domain.states import BY_CODE, OTHER
from data.schema.tables import contacts

FEW = 2_000  # contacts that are looked at all together
MANY = 20_000  # entries of one index that are sorted all together
FIRST_STRIDE = 500
WALK = 10_000  # contacts that one request walks through
PATIENCE_SECONDS = 0.06  # after which it begins no other stride: what nobody read lately is slow
MOST_STATES = 200
_HELD = {"id": (), "since": ("states", "since"), "attempts": ("attempts",)}  # by an order's index

_STATES = text("""
  WITH RECURSIVE found(state) AS (
    SELECT min(state) FROM contacts WHERE campaign_id = :campaign
    UNION ALL
    SELECT (SELECT min(state) FROM contacts WHERE campaign_id = :campaign AND state > found.state)
    FROM found WHERE found.state IS NOT NULL)
  SELECT state FROM found WHERE state IS NOT NULL LIMIT :most
""")


@dataclass(frozen=True, slots=True)
class Keys:
    """Of a page's contacts; the rest is as it is told of the page."""

    found: Sequence[Key]
    after: Key | None
    complete: bool = True
    matches: int | None = None


class Search:
    """One query: its filter as conditions, and the ways to what meets them."""

    def __init__(self, connection: Connection, query: ContactQuery, now: datetime) -> None:
        self._connection = connection
        self._order = query.order
        said = bounds(query.filter, now)
        chosen = query.filter.states
        by_state = bool(chosen or said["since"] or query.order.by == "since")
        states = _states(connection, query.campaign_id, chosen) if by_state else ()
        self._is_nowhere = by_state and not states
        self._ground = Ground(query.campaign_id, states, connection.dialect.name)
        said |= {"states": [contacts.c.state.in_(states)] if chosen else []}
        self._own = said.get(query.order.by, ())
        self._spots = [] if self._is_nowhere else list(self._spots_of(said))
        self._texts = list(_texts(query.filter, connection.dialect.name))
        text_holds = [holds for _, holds in self._texts]
        held = _HELD[query.order.by]
        rest = [conditions for name, conditions in said.items() if name not in held]
        self._rest = _flat([*rest, *text_holds])
        self._all = [
            contacts.c.campaign_id == query.campaign_id,
            *_flat([*said.values(), *text_holds]),
        ]

    def keys(self, after: Key | None, limit: int) -> Keys:
        """The keys of the next `limit` contacts."""
        if self._is_nowhere:
            return Keys((), None, matches=0)
        if not self._rest:
            return _keys(self._read(self._walk(after, limit + 1)), after, limit)
        if self._is_in_one_index() and self._count(self._spots[0].size(MANY + 1)) <= MANY:
            return self._of_spot(self._spots[0], after, limit)
        few = self._few()
        return self._walked(after, limit) if few is None else self._of_few(few, after, limit)

    def _spots_of(self, said: Mapping[str, Conditions]) -> Iterator[Spot]:
        """Indexes beside that of the order which narrow the search, what holds most first."""
        if self._order.by != "since" and (said["states"] or said["since"]):
            yield self._ground.in_states(said["since"], said["attempts"])
        if self._order.by != "attempts" and said["attempts"]:
            yield self._ground.with_attempts(said["attempts"])

    def _is_in_one_index(self) -> bool:
        return self._order.by != "since" and not self._texts

    def _of_spot(self, spot: Spot, after: Key | None, limit: int) -> Keys:
        found = self._read(spot.in_order(self._order, after, limit + 1))
        matches = self._count(spot.matches(self._order))
        return Keys(found[:limit], _end(found, limit), matches=matches)

    def _few(self) -> Sequence[int] | None:
        """Few contacts, with all that fit among them; None where no index makes them few."""
        by_text = [self._ground.found_in_campaign(ways) for ways, _ in self._texts]
        for shortcut in [*(spot.ids for spot in self._spots), *by_text]:
            ids = self._connection.execute(shortcut.limit(FEW + 1)).scalars().all()
            if len(ids) <= FEW:
                return list(dict.fromkeys(ids))
        return None

    def _of_few(self, ids: Sequence[int], after: Key | None, limit: int) -> Keys:
        fit = select(*KEYS[self._order.by]).where(contacts.c.id.in_(ids), *self._all).limit(FEW)
        backwards = self._order.descending
        every = sorted(self._read(fit), reverse=backwards)
        rest = [k for k in every if after is None or (k < after if backwards else k > after)]
        return Keys(rest[:limit], _end(rest, limit), matches=len(every))

    def _walked(self, after: Key | None, limit: int) -> Keys:
        """What fits of a walk, in strides that grow while little does."""
        found: list[Key] = []
        start = after
        stride, left = FIRST_STRIDE, WALK
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            walk = self._walk(after, stride)
            last = self._read(walk.offset(stride - 1).limit(1))
            fit = self._ground.that_fit(walk, self._order, self._rest)
            found += self._read(fit.limit(limit + 1 - len(found)))
            if len(found) > limit or not last:
                return _keys(found, start, limit)
            after, left = last[0], left - stride
            if left <= 0 or time.monotonic() > until:
                return Keys(found, after, complete=False)
            stride = min(2 * stride, left)

    def _walk(self, after: Key | None, most: int) -> Walk:
        return self._ground.walk(self._order, self._own, after, most)

    def _count(self, number: Select[int]) -> int:
        found: int = self._connection.execute(number).scalar_one()
        return found

    def _read(self, walk: Walk) -> list[Key]:
        return [tuple(row) for row in self._connection.execute(walk)]


def _texts(wanted: ContactFilter, dialect: str) -> Iterator[tuple[Conditions, Conditions]]:
    if wanted.operator is not None:
        yield operator_is(wanted.operator)
    if wanted.text:
        yield text_is(wanted.text, dialect)


def _flat(parts: Iterable[Conditions]) -> Conditions:
    return [condition for part in parts for condition in part]


def _keys(found: Sequence[Key], start: Key | None, limit: int) -> Keys:
    """A page of what was found from a start on; what begins and ends on it is counted."""
    after = _end(found, limit)
    return Keys(found[:limit], after, matches=len(found) if start is after is None else None)


def _end(keys: Sequence[Key], limit: int) -> Key | None:
    """Where to go on: nowhere unless there are more than the page holds."""
    return keys[limit - 1] if len(keys) > limit else None


def _states(connection: Connection, campaign_id: int, wanted: Sequence[str]) -> Sequence[str]:
    """The states to look at: those that are wanted by name, and those that there are besides."""
    if wanted and OTHER not in wanted:
        return wanted
    most = {"campaign": campaign_id, "most": MOST_STATES + 1}
    found = connection.execute(_STATES, most).scalars().all()
    if len(found) > MOST_STATES:
        raise TooManyStatesError
    return [state for state in found if not wanted or state in wanted or state not in BY_CODE]
