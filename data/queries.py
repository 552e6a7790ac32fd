"""Every SELECT for people, with a sentence and a limit each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.domain.errors import TooManyCampaignsError
from data.domain.snapshot import Campaign
from data.schema.tables import campaigns, commands, transitions

CAMPAIGN_LIMIT = 20_000
TRANSITION_LIMIT = 1_000
COMMAND_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of `transitions`."""

    id: int
    campaign_id: int
    contact_id: int
    from_state: str | None
    to_state: str | None
    at: datetime
    dwell_seconds: float | None
    attempt: int
    operator: str | None
    reason: str | None
    operation_id: int | None


@dataclass(frozen=True, slots=True)
class Command:
    """One row of `commands`: what was asked of dialers; `payload` is JSON."""

    id: int
    type: str
    campaign_id: int
    payload: str
    created_at: datetime


_CAMPAIGNS = select(campaigns).order_by(campaigns.c.id).limit(CAMPAIGN_LIMIT + 1)
_TRANSITION = [transitions.c[name] for name in Transition.__dataclass_fields__]


def all_campaigns(connection: Connection) -> Sequence[Campaign]:
    """Every campaign, oldest first. Raises TooManyCampaignsError rather than leave some out."""
    found = [Campaign(*row) for row in connection.execute(_CAMPAIGNS)]
    if len(found) > CAMPAIGN_LIMIT:
        raise TooManyCampaignsError
    return found


def campaign_mode(connection: Connection, campaign_id: int) -> str | None:
    """The mode of a campaign; None where there is no such campaign."""
    wanted = select(campaigns.c.mode).where(campaigns.c.id == campaign_id).limit(1)
    return connection.execute(wanted).scalar_one_or_none()


def transitions_after(
    connection: Connection, campaign_id: int, after: int, until: int, limit: int
) -> Sequence[Transition]:
    """The campaign's transitions with `after` < id <= `until`, oldest first, `limit` at most."""
    wanted = (
        select(*_TRANSITION)
        .where(transitions.c.campaign_id == campaign_id)
        .where(transitions.c.id > after, transitions.c.id <= until)
        .order_by(transitions.c.id)
        .limit(min(limit, TRANSITION_LIMIT))
    )
    return [Transition(*row) for row in connection.execute(wanted)]


def commands_after(
    connection: Connection, after: int, of: Collection[int] | None, limit: int
) -> Sequence[Command]:
    """The commands with id > `after`, oldest first, `limit` at most; those of some campaigns, or of
    all where `of` is None.

    The database numbers them in the order of their commits, so reading on misses none.
    """
    wanted = (
        select(*(commands.c[name] for name in Command.__dataclass_fields__))
        .where(commands.c.id > after)
        .order_by(commands.c.id)
        .limit(min(limit, COMMAND_LIMIT))
    )
    if of is not None:
        wanted = wanted.where(commands.c.campaign_id.in_(of))
    return [Command(*row) for row in connection.execute(wanted)]
