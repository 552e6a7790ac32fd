"""Every SELECT for people, with a sentence and a limit each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.domain.errors import TooManyCampaignsError
from data.domain.snapshot import Campaign
from data.schema.tables import campaigns, transitions

CAMPAIGN_LIMIT = 20_000
TRANSITION_LIMIT = 1_000


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
