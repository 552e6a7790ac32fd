"""Ranges of the indexes of migration 0002: walks through contacts in an order, and shortcuts."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, literal, select, union_all

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
class Ground:
    """The contacts of a campaign that are in one of some states, in a database of a dialect."""

    campaign_id: int
    states: Sequence[str]
    dialect: str

    @property
    def inside(self) -> Conditions:
        """What is true of each of them."""
        return (contacts.c.campaign_id == self.campaign_id, contacts.c.state.in_(self.states))

    def walk(self, order: Order, own: Conditions, after: Key | None, most: int) -> Walk:
        """The first `most` keys after one, in order, that meet the order's own conditions.

        Both databases merge the ranges of the states, and read no more of each than they take.
        """
        ranges = [
            select(*KEYS[order.by]).where(*self._in_state(state), *later)
            for state in self.states
            for later in _later(order, own, after)
        ]
        if self.dialect == "postgresql":  # it merges what is in order, and does not order it itself
            ranges = [_in_order(range, order, most) for range in ranges]
        merged = _all(ranges)
        return merged.order_by(*_ordered(merged.selected_columns, order)).limit(most)

    def that_fit(self, walk: Walk, order: Order, rest: Conditions) -> Walk:
        """Those steps of a walk that meet the rest of a filter, each looked up by its id alone."""
        steps = walk.cte("steps").prefix_with("MATERIALIZED")
        fits = select(and_(*rest)).where(contacts.c.id == steps.c.id).scalar_subquery()
        return select(*steps.c).where(fits).order_by(*_ordered(steps.c, order))

    def found_in_states(self, conditions: Conditions) -> Walk:
        """The ids of those that meet conditions on a column which an order goes by."""
        return _all([_ids(*self._in_state(state), *conditions) for state in self.states])

    def found_in_campaign(self, ways: Conditions) -> Walk:
        """The ids of all in the campaign that an index finds in one of some ways."""
        in_campaign = contacts.c.campaign_id == self.campaign_id
        return _all([_ids(in_campaign, way) for way in ways])

    def _in_state(self, state: str) -> Conditions:
        return (contacts.c.campaign_id == self.campaign_id, contacts.c.state == state)


def _later(order: Order, own: Conditions, after: Key | None) -> Sequence[Conditions]:
    """What follows a key, as ranges of an index: those alike in the order, and those beyond.

    Compared as one row, SQLite would seek by the first column only; given two bounds on one side,
    by the first of them, so the key takes the place of the other.
    """
    if after is None:
        return [own]
    beyond, bound = (operator.lt, operator.le) if order.descending else (operator.gt, operator.ge)
    column, later = KEYS[order.by][0], beyond(contacts.c.id, after[-1])
    if len(after) == 1:
        return [[later]]
    value = literal(after[0], column.type)
    other_side = [condition for condition in own if condition.operator is not bound]
    return [[column == value, later], [*other_side, beyond(column, value)]]


def _in_order(range: Select[Any], order: Order, most: int) -> Select[Any]:
    ordered = range.order_by(*_ordered(range.selected_columns, order)).limit(most)
    return select(*ordered.subquery().c)


def _ids(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(contacts.c.id).where(*conditions)


def _all(ranges: Sequence[Select[Any]]) -> Walk:
    return union_all(*ranges) if len(ranges) > 1 else ranges[0]


def _ordered(columns: Any, order: Order) -> Sequence[ColumnElement[Any]]:
    return [column.desc() if order.descending else column.asc() for column in columns]
