"""Users, tokens and walls: given, changed, taken away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, func, select

from data.accounts import passwords, revision, sessions, tokens, users, walls
from data.accounts.tokens import NoSuchTokenError
from data.accounts.users import NoSuchUserError, User
from data.accounts.walls import NoSuchWallError
from data.audit import Entry
from data.domain.access import Actor, NoSuchCampaignError, Permission, Role
from data.domain.errors import DashboardError
from data.door import Done, Key, Visit, through
from data.schema.tables import campaigns as campaigns_table

DEMO_PASSWORD = "demo"
DEMO_USERS = {role.value: role for role in users.ROLES}
LONGEST_DAYS = 3650

Campaigns = frozenset[int] | None


class WrongRoleError(DashboardError):
    """This role cannot be given here."""


class WrongDaysError(DashboardError):
    """A token lasts 1 to 3,650 days."""


@dataclass(frozen=True, slots=True)
class Made:
    """A token or a wall that was made. Its secret is shown now and never again."""

    id: int
    secret: str


def add_user(
    engine: Engine,
    actor: Actor,
    name: str,
    role: Role,
    password: str,
    *,
    campaigns: Campaigns = None,
    key: Key | None = None,
) -> int:
    """Add somebody who signs in with a password, limited to `campaigns` unless None. Gives the id.

    Raises NameTakenError, BadNameError, ShortPasswordError, LongPasswordError, WrongRoleError,
    NoSuchCampaignError.
    """
    _check(role, users.ROLES)
    kept = passwords.hashed(passwords.checked(password))
    attempt = Entry("user.add", subject=_user(name), detail=_rights(role, campaigns))

    def deed(visit: Visit) -> Done[int]:
        _check_grant(visit, campaigns)
        added = users.add(
            visit.connection, name, role, visit.now, password=kept, campaigns=campaigns
        )
        revision.count_up(visit.connection)
        return Done(added, [attempt])

    return int(_manage(engine, actor, attempt, deed, key))


def add_demo_users(engine: Engine, actor: Actor) -> bool:
    """One user for each role, all with the password of the demo; False, and nothing, where anybody
    has an account already."""
    kept = passwords.hashed(DEMO_PASSWORD)
    attempt = Entry("user.add", subject="users of the demo")

    def deed(visit: Visit) -> Done[bool]:
        if users.exist(visit.connection):
            return Done(False)
        for name, role in DEMO_USERS.items():
            users.add(visit.connection, name, role, visit.now, password=kept)
        revision.count_up(visit.connection)
        return Done(
            True,
            [
                replace(attempt, subject=_user(name), detail=_rights(role, None))
                for name, role in DEMO_USERS.items()
            ],
        )

    return bool(_manage(engine, actor, attempt, deed))


def disable_user(
    engine: Engine, actor: Actor, name: str, *, reason: str | None = None, key: Key | None = None
) -> int:
    """End a user's access, everywhere and at once. Gives the id. Raises NoSuchUserError."""

    def disable(visit: Visit, user: User) -> bool:
        if user.disabled_at is None:
            users.change(visit.connection, user.id, disabled_at=visit.now)
        return user.disabled_at is None

    return _change(engine, actor, name, Entry("user.disable", reason=reason), disable, key=key)


def enable_user(
    engine: Engine, actor: Actor, name: str, *, reason: str | None = None, key: Key | None = None
) -> int:
    """Let a user in again, who has to sign in anew. Gives the id. Raises NoSuchUserError."""

    def enable(visit: Visit, user: User) -> bool:
        if user.disabled_at is not None:
            users.change(visit.connection, user.id, disabled_at=None)
        return user.disabled_at is not None

    return _change(engine, actor, name, Entry("user.enable", reason=reason), enable, key=key)


def change_password(
    engine: Engine, actor: Actor, name: str, password: str, *, key: Key | None = None
) -> int:
    """Give a user another password, and end what they have open. Gives the id. Raises
    NoSuchUserError, ShortPasswordError, LongPasswordError."""
    kept = passwords.hashed(passwords.checked(password))

    def change(visit: Visit, user: User) -> bool:
        users.change(visit.connection, user.id, password=kept)
        return True

    return _change(engine, actor, name, Entry("user.password"), change, key=key)


def change_role(
    engine: Engine,
    actor: Actor,
    name: str,
    role: Role,
    campaigns: Campaigns = None,
    *,
    reason: str | None = None,
    key: Key | None = None,
) -> int:
    """Give a user another role and other campaigns (None for all), and end what they have open.
    Gives the id. Raises NoSuchUserError, WrongRoleError, NoSuchCampaignError."""
    _check(role, users.ROLES)

    def change(visit: Visit, user: User) -> bool:
        _check_grant(visit, campaigns)
        if (user.role, user.campaigns) == (role, campaigns):
            return False
        held = users.as_json(campaigns)
        users.change(visit.connection, user.id, role=role.value, campaigns=held)
        return True

    attempt = Entry("user.role", reason=reason, detail=_rights(role, campaigns))
    return _change(engine, actor, name, attempt, change, key=key)


def create_token(
    engine: Engine, actor: Actor, name: str, role: Role, *, days: int, campaigns: Campaigns = None
) -> Made:
    """Make a token for a program. Raises BadNameError, WrongRoleError, WrongDaysError,
    NoSuchCampaignError. It takes no key: an answer that is kept would keep the secret."""
    _check(role, tokens.ROLES)
    if not 1 <= days <= LONGEST_DAYS:
        raise WrongDaysError
    secret, life = tokens.new_secret(), timedelta(days=days)
    detail = _rights(role, campaigns) | {"days": days}
    attempt = Entry("token.create", subject=f"token {name}"[:200], detail=detail)

    def deed(visit: Visit) -> Done[int]:
        _check_grant(visit, campaigns)
        by = visit.actor.name
        made = tokens.add(
            visit.connection, name, role, secret, visit.now, life=life, by=by, campaigns=campaigns
        )
        return Done(made, [attempt])

    return Made(_manage(engine, actor, attempt, deed), secret)


def revoke_token(
    engine: Engine,
    actor: Actor,
    token_id: int,
    *,
    reason: str | None = None,
    key: Key | None = None,
) -> int:
    """End a token at once. Gives its id. Raises NoSuchTokenError."""
    attempt = Entry("token.revoke", subject=f"token {token_id}", reason=reason)

    def deed(visit: Visit) -> Done[int]:
        token = tokens.with_id(visit.connection, token_id)
        if not _reaches(visit.actor, token.campaigns):
            raise NoSuchTokenError
        done = tokens.revoke(visit.connection, token_id, visit.now)
        named = replace(attempt, subject=f"token {token.name}", detail={"prefix": token.prefix})
        return Done(token_id, [named] if done else [])

    return int(_manage(engine, actor, attempt, deed, key))


def create_wall(engine: Engine, actor: Actor, name: str, campaigns: Campaigns = None) -> Made:
    """Make a wall; the secret belongs into its link. Raises BadNameError, NoSuchCampaignError."""
    secret = walls.new_secret()
    detail = {"campaigns": _listed(campaigns)}
    attempt = Entry("wall.create", subject=f"wall {name}"[:200], detail=detail)

    def deed(visit: Visit) -> Done[int]:
        _check_grant(visit, campaigns)
        by = visit.actor.name
        made = walls.add(visit.connection, name, secret, visit.now, by=by, campaigns=campaigns)
        return Done(made, [attempt])

    return Made(_manage(engine, actor, attempt, deed), secret)


def revoke_wall(
    engine: Engine,
    actor: Actor,
    wall_id: int,
    *,
    reason: str | None = None,
    key: Key | None = None,
) -> int:
    """Close a wall's link and sign its screens out. Gives its id. Raises NoSuchWallError."""
    attempt = Entry("wall.revoke", subject=f"wall {wall_id}", reason=reason)

    def deed(visit: Visit) -> Done[int]:
        wall = walls.with_id(visit.connection, wall_id)
        if not _reaches(visit.actor, wall.campaigns):
            raise NoSuchWallError
        done = walls.revoke(visit.connection, wall_id, visit.now)
        return Done(wall_id, [replace(attempt, subject=f"wall {wall.name}")] if done else [])

    return int(_manage(engine, actor, attempt, deed, key))


def _change(
    engine: Engine,
    actor: Actor,
    name: str,
    entry: Entry,
    change: Callable[[Visit, User], bool],
    *,
    key: Key | None,
) -> int:
    """Change a user; where anything is another then, all their sessions end with it."""
    attempt = replace(entry, subject=_user(name))

    def deed(visit: Visit) -> Done[int]:
        user = users.named(visit.connection, name, lock=True)
        if user is None or not _reaches(visit.actor, user.campaigns):
            raise NoSuchUserError
        if not change(visit, user):
            return Done(user.id)
        sessions.end_of_user(visit.connection, user.id, visit.now)
        return Done(user.id, [replace(attempt, subject=_user(user.name))])

    return int(_manage(engine, actor, attempt, deed, key))


def _manage(
    engine: Engine,
    actor: Actor,
    attempt: Entry,
    deed: Callable[[Visit], Done[Any]],
    key: Key | None = None,
) -> Any:
    return through(engine, actor, Permission.MANAGE_ACCESS, attempt, deed, key=key)


def _check(role: Role, allowed: Iterable[Role]) -> None:
    if role not in allowed:
        raise WrongRoleError


def _check_grant(visit: Visit, campaigns: Campaigns) -> None:
    """Nobody gives what they have not got, nor campaigns that are not there."""
    if not _reaches(visit.actor, campaigns):
        raise NoSuchCampaignError
    if campaigns:
        wanted = select(func.count()).where(campaigns_table.c.id.in_(campaigns)).limit(1)
        if visit.connection.execute(wanted).scalar_one() != len(campaigns):
            raise NoSuchCampaignError


def _reaches(actor: Actor, campaigns: Campaigns) -> bool:
    """Whether all that one may see who has these campaigns, the actor may see too."""
    if actor.campaigns is None:
        return True
    return campaigns is not None and campaigns <= actor.campaigns


def _rights(role: Role, campaigns: Campaigns) -> dict[str, Any]:
    return {"role": role.value, "campaigns": _listed(campaigns)}


def _listed(campaigns: Campaigns) -> list[int] | None:
    return None if campaigns is None else sorted(campaigns)


def _user(name: str) -> str:
    return f"user {name}"[:200]
