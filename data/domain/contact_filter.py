"""Which contacts are wanted and in which order, and where a page of them ended."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from data.domain.errors import CursorError

LONGEST_TEXT = 64
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """Contacts that meet all that is given.

    `states` are codes, `other` among them stands for every state that is not in the table; none
    means all. `text` is the end of a phone number of 3 digits or more, the beginning of a name, of
    its last word, or of an external id. Dwells are in seconds.
    """

    states: tuple[str, ...] = ()
    operator: str | None = None
    text: str = ""
    min_dwell: int | None = None
    max_dwell: int | None = None
    min_attempts: int | None = None
    max_attempts: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """By `id`, `since` or `attempts`; contacts that are alike in it, by id."""

    by: str = "id"
    descending: bool = False

    @property
    def code(self) -> str:
        """As an address has it: `since`, or `-since` the other way round."""
        return f"-{self.by}" if self.descending else self.by


ORDERS: dict[str, Order] = {
    order.code: order
    for order in (Order(by, way) for by in ("id", "since", "attempts") for way in (False, True))
}


def default_order(filter: ContactFilter) -> Order:
    """Where states are chosen, those that have been in them longest come first; else by id."""
    return Order("since" if filter.states else "id")


@dataclass(frozen=True, slots=True)
class ContactQuery:
    """Which contacts of a campaign are wanted, in which order."""

    campaign_id: int
    filter: ContactFilter = ContactFilter()
    order: Order = Order()

    @property
    def fingerprint(self) -> str:
        """The same for what is asked for again, and for nothing else."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


Key = tuple[datetime | int, int] | tuple[int]  # what the order looks at, and the id


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended: its last key, and the moment from which the dwells are measured."""

    key: Key
    now: datetime


def seal(position: Position, query: ContactQuery) -> str:
    """The position as a cursor that fits this query only."""
    key = [part.isoformat() if isinstance(part, datetime) else part for part in position.key]
    body = json.dumps([query.fingerprint, position.now.isoformat(), *key])
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def unseal(cursor: str, query: ContactQuery) -> Position:
    """The position that a cursor holds. Raises CursorError where it holds none, or another's."""
    try:
        body = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        fingerprint, now, *key = json.loads(body)
        position = Position(_key(key, query.order), _moment(now))
    except (binascii.Error, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise CursorError from error
    if fingerprint != query.fingerprint:
        raise CursorError("The cursor belongs to another filter or order: start without one.")
    return position


def _key(parts: list[object], order: Order) -> Key:
    if order.by == "id":
        (id,) = parts
        return (_whole(id),)
    value, id = parts
    return (_moment(value) if order.by == "since" else _whole(value), _whole(id))


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise ValueError(value)
    return value


def _moment(value: object) -> datetime:
    if not isinstance(value, str):
        raise TypeError(value)
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
