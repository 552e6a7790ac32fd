"""The contacts that have a number, in campaigns that still run: found by how the number ends,
compared by its hash."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from data.blacklist.entries import Number
from data.blacklist.hashing import number_hash
from data.contacts.conditions import phone_end
from data.domain.phone import END, every_end, same_number
from data.domain.states import STATES, Kind
from data.queries import CAMPAIGN_LIMIT
from data.schema.tables import campaigns, contacts

RUNNING = ("initial", "in_progress", "paused")
WAITING = tuple(state.code for state in STATES if state.kind is Kind.WAITING)
BLACKLISTED = "blacklisted"
MOST = 1_000_000  # contacts of one campaign that are looked at for one number
STRIDE = 5_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number to look for: its hash, and its last three digits where they are known."""

    hash: str
    end: str | None = None

    @classmethod
    def of(cls, number: Number) -> "Wanted":
        """What to look for of a number that is kept; of an erased one only the hash is."""
        same = same_number(number.phone)
        return cls(number.hash, same and same[-END:])

    @property
    def ends(self) -> tuple[str, ...]:
        """The ways in which the index of phone ends may hold it."""
        return every_end(self.end) if self.end else ()


@dataclass(frozen=True, slots=True)
class Match:
    """A contact that has the number."""

    campaign_id: int
    id: int
    state: str


def running_campaigns(connection: Connection) -> Sequence[int]:
    """The campaigns that call somebody, or may yet."""
    wanted = select(campaigns.c.id).where(campaigns.c.status.in_(RUNNING)).limit(CAMPAIGN_LIMIT)
    return connection.execute(wanted.order_by(campaigns.c.id)).scalars().all()


def matches(
    connection: Connection, secret: str, wanted: Wanted, states: Sequence[str] = ()
) -> Iterator[Match]:
    """Contacts with the number, in any of the states if some are given."""
    for campaign_id in running_campaigns(connection):
        yield from matches_in(connection, secret, wanted, campaign_id, states)


def matches_in(
    connection: Connection,
    secret: str,
    wanted: Wanted,
    campaign_id: int,
    states: Sequence[str] = (),
) -> Iterator[Match]:
    """The same in one campaign."""
    columns = (contacts.c.campaign_id, contacts.c.id, contacts.c.state, contacts.c.phone)
    found = select(*columns).where(contacts.c.campaign_id == campaign_id).limit(MOST)
    if wanted.ends:
        found = found.where(phone_end(connection.dialect.name).in_(wanted.ends))
    if states:
        found = found.where(contacts.c.state.in_(states))
    for row in connection.execute(found.execution_options(yield_per=STRIDE)):
        if number_hash(secret, row.phone) == wanted.hash:
            yield Match(row.campaign_id, row.id, row.state)
