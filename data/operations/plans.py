"""What a deed would do, and the token that says what somebody was shown of it."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from data import clock
from data.domain.access import NoSuchCampaignError
from data.domain.contact_filter import ContactFilter
from data.domain.errors import DashboardError
from data.domain.operation import Fate, Kind, Plan
from data.operations.places import Chosen, conditions, counted
from data.operations.recipes import RECIPES, fates, touched
from data.schema.tables import campaigns

TOKEN_LIFE = timedelta(minutes=10)
# While somebody reads, contacts come back to waiting from calls that had closed: a hundredth more
# is still what was shown.
MARGIN = 100


class WrongTokenError(DashboardError):
    """The token is none that a preview of this deed has given."""


class GrownError(DashboardError):
    """More contacts would be touched than the preview showed, or it is too old: look again."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants done: with all contacts of a campaign, or with those that are chosen."""

    kind: Kind
    campaign_id: int
    chosen: Chosen = None
    erase: bool = False

    @property
    def mark(self) -> str:
        """The same for the same wish, and for nothing else."""
        chosen = asdict(self.chosen) if isinstance(self.chosen, ContactFilter) else self.chosen
        said = [self.kind, self.campaign_id, chosen, self.erase]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Terms:
    """What plans are signed with, and above how many contacts a second person has to approve; 0
    for never."""

    secret: str
    approval_above: int = 0


def plan(connection: Connection, wish: Wish, terms: Terms) -> Plan:
    """What would be done now, of one snapshot. Raises NoSuchCampaignError."""
    wanted = select(campaigns.c.name, campaigns.c.status).where(campaigns.c.id == wish.campaign_id)
    campaign = connection.execute(wanted.limit(1)).one_or_none()
    if campaign is None:
        raise NoSuchCampaignError
    where = conditions(connection, wish.campaign_id, wish.chosen)
    planned = fates(RECIPES[wish.kind], counted(connection, where))
    now = clock.now(connection)
    shown = {"mark": wish.mark, "status": campaign.status, "at": now.timestamp()}
    token = _sealed(shown | {"open": _open(planned)}, terms.secret)
    return Plan(
        wish.kind,
        wish.campaign_id,
        campaign.name,
        now,
        planned,
        token,
        needs_approval=0 < terms.approval_above < touched(planned),
    )


def check(token: str, plan: Plan, wish: Wish, status: str, terms: Terms) -> None:
    """Hold what was shown against what would be done now, in a campaign of this status.

    Raises WrongTokenError, and GrownError where somebody has to look again.
    """
    shown = _opened(token, terms.secret)
    if shown["mark"] != wish.mark:
        raise WrongTokenError
    age = plan.as_of - datetime.fromtimestamp(shown["at"], plan.as_of.tzinfo)
    most = shown["open"] + shown["open"] // MARGIN
    fits = shown["status"] == status and _open(plan.fates) <= most
    if not fits or not abs(age) <= TOKEN_LIFE:
        raise GrownError(plan)


def _open(planned: Mapping[Fate, Mapping[str, int]]) -> int:
    """How many contacts may be moved by the deed: after-call work may lead back to waiting."""
    return touched(planned) + planned[Fate.UNTOUCHED].get("acw", 0)


def _sealed(said: Mapping[str, Any], secret: str) -> str:
    body = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    return f"{body}.{_signature(body, secret)}"


def _opened(token: str, secret: str) -> Mapping[str, Any]:
    body, _, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(body, secret).encode()):
        raise WrongTokenError
    try:
        said: Mapping[str, Any] = json.loads(
            base64.b64decode(body + "=" * (-len(body) % 4), b"-_", validate=True)
        )
    except (binascii.Error, ValueError) as error:
        raise WrongTokenError from error
    return said


def _signature(body: str, secret: str) -> str:
    return hmac.new(f"plan {secret}".encode(), body.encode(), hashlib.sha256).hexdigest()
