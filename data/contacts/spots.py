"""Spots of an index: ranges that are counted and sorted without a look at any contact."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, select, tuple_, union_all

from data.contacts.conditions import Conditions
from data.domain.contact_filter import Key, Order
from data.schema.tables import contacts

Walk = Select[Any] | CompoundSelect[Any]

KEYS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "id": (contacts.c.id,),
    "since": (contacts.c.state_since, contacts.c.id),
    "attempts": (contacts.c.attempts, contacts.c.id),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Ranges of one index, and what else is said of those in them that the index holds too."""

    ranges: Sequence[Conditions]
    holds: Conditions = ()

    @property
    def ids(self) -> Walk:
        """All in the ranges."""
        return all_of([select(contacts.c.id).where(*range) for range in self.ranges])

    def size(self, most: int) -> Select[int]:
        """How many are in the ranges, `most` at most."""
        return select(func.count()).select_from(self.ids.limit(most).subquery())

    def matches(self, order: Order) -> Select[int]:
        """How many of them hold."""
        return select(func.count()).select_from(self._held(order).subquery())

    def in_order(self, order: Order, after: Key | None, most: int) -> Walk:
        """The first `most` keys after one, in order, of those that hold."""
        held = self._held(order).cte("held").prefix_with("MATERIALIZED")
        wanted = select(*held.c).order_by(*ordered(held.c, order)).limit(most)
        if after is None:
            return wanted
        key, last = tuple_(*held.c), tuple_(*after, types=[column.type for column in held.c])
        return wanted.where(key < last if order.descending else key > last)

    def _held(self, order: Order) -> Walk:
        keys = KEYS[order.by]
        return all_of([select(*keys).where(*range, *self.holds) for range in self.ranges])


def all_of(ranges: Sequence[Select[Any]]) -> Walk:
    """Some selections as one."""
    return union_all(*ranges) if len(ranges) > 1 else ranges[0]


def ordered(columns: Any, order: Order) -> Sequence[ColumnElement[Any]]:
    """The columns of a key, each the way that the order goes."""
    return [column.desc() if order.descending else column.asc() for column in columns]
