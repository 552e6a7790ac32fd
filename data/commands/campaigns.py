"""Ending campaigns."""

from dataclasses import replace

from sqlalchemy import Engine

from data.audit import Entry
from data.contacts.pages import still
from data.database import reading
from data.domain.access import Actor, NoSuchCampaignError, require
from data.domain.operation import Kind, Plan
from data.door import Done, Key, Visit, through
from data.operations import opening, plans
from data.operations.plans import Terms, Wish
from data.operations.recipes import PERMISSIONS

COUNT_SECONDS = 30.0


def plan_cancel(
    engine: Engine, actor: Actor, campaign_id: int, secret: str, *, approval_above: int = 0
) -> Plan:
    """What ending a campaign would do. Raises ForbiddenError, NoSuchCampaignError."""
    return planned(engine, actor, Wish(Kind.CANCEL, campaign_id), Terms(secret, approval_above))


def cancel(
    engine: Engine,
    actor: Actor,
    campaign_id: int,
    reason: str,
    *,
    token: str | None = None,
    secret: str,
    approval_above: int = 0,
    key: Key | None = None,
) -> int:
    """End a campaign: from now on no dialer takes a new contact of it; the operation's id.

    Raises NotCancelableError; with a `token` also WrongTokenError, and GrownError where more
    contacts would be touched than it has shown.
    """
    terms = Terms(secret, approval_above)
    wish = Wish(Kind.CANCEL, campaign_id)
    attempt = Entry("campaign.cancel", campaign_id, reason=reason)
    return wished(engine, actor, attempt, wish, token=token, terms=terms, key=key)


def planned(engine: Engine, actor: Actor, wish: Wish, terms: Terms) -> Plan:
    """What a deed would do, of one snapshot of the database."""
    require(actor, PERMISSIONS[wish.kind])
    if not actor.sees(wish.campaign_id):
        raise NoSuchCampaignError
    with reading(still(engine), COUNT_SECONDS) as connection:
        return plans.plan(connection, wish, terms)


def wished(
    engine: Engine,
    actor: Actor,
    attempt: Entry,
    wish: Wish,
    *,
    token: str | None,
    terms: Terms,
    key: Key | None,
) -> int:
    """Begin a long deed through the one door; the operation's id."""

    def deed(visit: Visit) -> Done[int]:
        opened = opening.open_deed(visit, wish, attempt.reason or "", token, terms)
        return Done(opened, [replace(attempt, operation_id=opened)])

    permission = PERMISSIONS[wish.kind]
    return int(through(engine, actor, permission, attempt, deed, key=key, seconds=COUNT_SECONDS))
