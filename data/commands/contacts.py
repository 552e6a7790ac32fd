"""Removing contacts."""

from sqlalchemy import Engine

from data.audit import Entry
from data.commands.campaigns import planned, wished
from data.domain.access import Actor
from data.domain.contact_filter import ContactFilter
from data.domain.errors import DashboardError
from data.domain.operation import Kind, Plan
from data.door import Key
from data.operations.plans import Terms, Wish

MOST_CHOSEN = 10_000


class TooManyChosenError(DashboardError):
    """More than 10,000 contacts are chosen one by one: use a filter."""


def plan_remove(
    engine: Engine,
    actor: Actor,
    campaign_id: int,
    chosen: tuple[int, ...] | ContactFilter,
    secret: str,
    *,
    erase: bool = False,
    approval_above: int = 0,
) -> Plan:
    """What removing contacts would do. Raises ForbiddenError, NoSuchCampaignError,
    TooManyChosenError."""
    wish = _wish(campaign_id, chosen, erase)
    return planned(engine, actor, wish, Terms(secret, approval_above))


def remove(
    engine: Engine,
    actor: Actor,
    campaign_id: int,
    chosen: tuple[int, ...] | ContactFilter,
    reason: str,
    *,
    erase: bool = False,
    token: str | None = None,
    secret: str,
    approval_above: int = 0,
    key: Key | None = None,
) -> int:
    """Remove contacts of a campaign: those with the ids, or those that fit a filter at this
    instant; the operation's id.

    `erase` blanks who they are too, and for good. Raises TooManyChosenError; with a `token` also
    WrongTokenError and GrownError.
    """
    wish = _wish(campaign_id, chosen, erase)
    terms = Terms(secret, approval_above)
    attempt = Entry("contacts.remove", campaign_id, reason=reason, detail={"erase": erase})
    return wished(engine, actor, attempt, wish, token=token, terms=terms, key=key)


def _wish(campaign_id: int, chosen: tuple[int, ...] | ContactFilter, erase: bool) -> Wish:
    if isinstance(chosen, ContactFilter):
        return Wish(Kind.REMOVE, campaign_id, chosen, erase)
    if len(chosen) > MOST_CHOSEN:
        raise TooManyChosenError
    return Wish(Kind.REMOVE, campaign_id, tuple(sorted(set(chosen))), erase)
