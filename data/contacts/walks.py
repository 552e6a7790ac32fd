"""Ranges of the indexes that find contacts: walks through them in an order, and shortcuts."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, select

from data.contacts.conditions import Conditions
from data.contacts.spots import KEYS, Spot, Walk, all_of, ordered
from data.domain.contact_filter import Key, Order
from data.schema.tables import contacts


@dataclass(frozen=True, slots=True)
class Ground:
    """The contacts of a campaign, by the states that there are or are wanted, in a dialect."""

    campaign_id: int
    states: Sequence[str]
    dialect: str

    def walk(self, order: Order, own: Conditions, after: Key | None, most: int) -> Walk:
        """The first `most` keys after one, in order, that meet the order's own conditions.

        Both databases merge the ranges, and read no more of each than they take.
        """
        ranges = [
            select(*KEYS[order.by]).where(*place, *later)
            for place in (self._each_state() if order.by == "since" else [self._campaign()])
            for later in _later(order, own, after)
        ]
        if self.dialect == "postgresql":  # it merges what is in order, and does not order it itself
            ranges = [_in_order(range, order, most) for range in ranges]
        merged = all_of(ranges)
        return merged.order_by(*ordered(merged.selected_columns, order)).limit(most)

    def that_fit(self, walk: Walk, order: Order, rest: Conditions) -> Walk:
        """Those steps of a walk that meet the rest of a filter, each looked up by its id alone."""
        steps = walk.cte("steps").prefix_with("MATERIALIZED")
        fits = select(and_(*rest)).where(contacts.c.id == steps.c.id).scalar_subquery()
        return select(*steps.c).where(fits).order_by(*ordered(steps.c, order))

    def in_states(self, since: Conditions, attempts: Conditions) -> Spot:
        """Those in the states since a time: `contacts_by_since` holds all that is said of them."""
        ranges = [(*place, *since) for place in self._each_state()]
        return Spot(ranges, [_beside(condition) for condition in attempts])

    def with_attempts(self, attempts: Conditions) -> Spot:
        """Those with so many attempts, by `contacts_by_attempts`."""
        return Spot([(*self._campaign(), *attempts)])

    def found_in_campaign(self, ways: Conditions) -> Walk:
        """The ids of all in the campaign that an index finds in one of some ways."""
        return Spot([(*self._campaign(), way) for way in ways]).ids

    def _campaign(self) -> Conditions:
        return (contacts.c.campaign_id == self.campaign_id,)

    def _each_state(self) -> Sequence[Conditions]:
        return [(*self._campaign(), contacts.c.state == state) for state in self.states]


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


def _beside(condition: Any) -> ColumnElement[bool]:
    """The same, but nothing to seek by: SQLite would leave the index of the ranges for another."""
    return condition.operator(condition.left + 0, condition.right)  # type: ignore[no-any-return]


def _in_order(range: Select[Any], order: Order, most: int) -> Select[Any]:
    head = range.order_by(*ordered(range.selected_columns, order)).limit(most)
    return select(*head.subquery().c)
