"""Signing in those for whom somebody else vouches."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from data import audit, clock
from data.accounts import revision, users
from data.accounts.login import BEGIN, STRANGER, LoginRefusedError, begin_vouched
from data.accounts.names import BadNameError
from data.accounts.oidc import Errand, NotVouchedError, Provider
from data.accounts.users import NameTakenError, User
from data.audit import Entry, Outcome
from data.domain.access import Actor, Means, Role
from data.domain.errors import DashboardError
from data.door import writing
from data.schema.tables import idempotency
from data.settings import Settings

PROVIDER = Actor("openid connect", Role.ADMIN, Means.SYSTEM)
LONGEST_SUBJECT = 300


class NoRoleError(DashboardError):
    """You have no account here, and nothing says which role you should have: ask an admin."""


_REFUSALS = (NotVouchedError, NoRoleError, LoginRefusedError, NameTakenError, BadNameError)


def sign_in_vouched(
    engine: Engine,
    provider: Provider,
    settings: Settings,
    code: str,
    errand: Errand,
    *,
    address: str,
) -> str:
    """Begin a session for whoever came back from the service with a code, and give its secret.

    Each errand is done once. Who comes for the first time gets an account, if the settings have a
    role for them. Raises ProviderError; NotVouchedError, NoRoleError, NameTakenError, BadNameError
    and LoginRefusedError, which are in the audit then.
    """
    try:
        _use_up(engine, errand)
        claims = provider.claims(code, errand)
        with writing(engine) as connection:
            user = _user(connection, provider.issuer, claims, settings)
            now = clock.now(connection)
            return begin_vouched(connection, user, now, address, None)
    except _REFUSALS as error:
        _write_refusal(engine, address, error)
        raise


def role_of(claims: Mapping[str, Any], settings: Settings) -> Role | None:
    """The role that the settings give for a claim, the highest of several; None for none."""
    given = claims.get(settings.oidc_role_claim)
    values = {given} if isinstance(given, str) else _texts(given)
    pairs = (pair.rpartition("=") for pair in settings.oidc_roles.split())
    roles = {Role(role) for value, _, role in pairs if value in values}
    return max(roles, key=users.ROLES.index, default=None)


def _use_up(engine: Engine, errand: Errand) -> None:
    """Raises NotVouchedError where somebody came back with this errand before."""
    key = hashlib.sha256(errand.state.encode()).hexdigest()
    mine = (idempotency.c.actor == "oidc", idempotency.c.key == key)
    with writing(engine) as connection:
        if connection.execute(select(idempotency.c.key).where(*mine).limit(1)).first():
            raise NotVouchedError
        row = {"actor": "oidc", "key": key, "fingerprint": "", "answer": ""}
        connection.execute(insert(idempotency).values(**row, at=clock.now(connection)))


def _user(
    connection: Connection, issuer: str, claims: Mapping[str, Any], settings: Settings
) -> User:
    """The user whom the service means; a new one where there is none. An account of the same name
    that is not theirs stays whoever's it is."""
    subject = f"{issuer} {claims['sub']}"
    if len(subject) > LONGEST_SUBJECT or not subject.isprintable():
        raise NotVouchedError
    known = users.known_as(connection, subject)
    if known is not None:
        return known
    role, name = role_of(claims, settings), claims.get(settings.oidc_name_claim)
    if role is None or not isinstance(name, str):
        raise NoRoleError
    now = clock.now(connection)
    users.add(connection, name, role, now, subject=subject)
    revision.count_up(connection)
    added = Entry("user.add", subject=f"user {name}", detail={"role": role.value, "by": issuer})
    audit.append(connection, PROVIDER, [added], now)
    user = users.known_as(connection, subject)
    if user is None:
        raise LoginRefusedError
    return user


def _write_refusal(engine: Engine, address: str, error: DashboardError) -> None:
    detail = {"address": address[:64], "by": "openid connect", "refused": str(error)[:200]}
    with writing(engine) as connection:
        entry = Entry(BEGIN, detail=detail)
        audit.append(connection, STRANGER, [entry], clock.now(connection), Outcome.REFUSED)


def _texts(value: Any) -> set[str]:
    found = value if isinstance(value, list) else ()
    return {one for one in found if isinstance(one, str)}
