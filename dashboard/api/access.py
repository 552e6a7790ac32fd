"""Who has access: users, tokens of programs, walls with their screens."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard.api import bodies
from dashboard.api.arguments import only
from dashboard.problems import ProblemError
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data import clock
from data.accounts import tokens, users, walls
from data.accounts.tokens import Token
from data.accounts.users import User
from data.accounts.walls import Screen, Wall
from data.commands import access as commands
from data.commands.access import Campaigns
from data.database import reading
from data.domain.access import Actor, Permission, Role
from data.door import Key
from data.services import Services

DEFAULT_DAYS = 90
MOST_CAMPAIGNS = 1_000
_USER = "<int(max=9223372036854775807):user_id>"
_TOKEN = "<int(max=9223372036854775807):token_id>"
_WALL = "<int(max=9223372036854775807):wall_id>"
_LARGEST = 2**63 - 1

UserDeed = Callable[..., int]


def register(app: Flask, services: Services) -> None:
    """`/api/v1/users`, `/api/v1/tokens` and `/api/v1/walls`."""
    _users(app, services)
    _tokens(app, services)
    _walls(app, services)


def _users(app: Flask, services: Services) -> None:
    engine = services.engine

    @app.get("/api/v1/users")
    @needs(Permission.MANAGE_ACCESS)
    def list_users() -> Response:
        only(())
        with reading(engine) as connection:
            found = [user for user in users.everyone(connection) if _reaches(user.campaigns)]
        return jsonify(users=[_user(user) for user in found])

    @app.post(f"/api/v1/users/{_USER}/disable")
    @needs(Permission.MANAGE_ACCESS)
    def disable_user(user_id: int) -> Response:
        return changed(user_id, commands.disable_user)

    @app.post(f"/api/v1/users/{_USER}/enable")
    @needs(Permission.MANAGE_ACCESS)
    def enable_user(user_id: int) -> Response:
        return changed(user_id, commands.enable_user)

    @app.post(f"/api/v1/users/{_USER}/role")
    @needs(Permission.MANAGE_ACCESS)
    def change_role(user_id: int) -> Response:
        given = bodies.fields(request, {"role": str, "campaigns": list, "reason": str})
        role, campaigns, why = _role(given), _campaigns(given), bodies.reason(given)
        return done(
            user_id,
            lambda who, name, key: commands.change_role(
                engine, who, name, role, campaigns, reason=why, key=key
            ),
        )

    def changed(user_id: int, deed: UserDeed) -> Response:
        why = bodies.reason(bodies.fields(request, {"reason": str}))
        return done(user_id, lambda who, name, key: deed(engine, who, name, reason=why, key=key))

    def done(user_id: int, deed: Callable[[Actor, str, Key | None], int]) -> Response:
        with bodies.deeds():
            with reading(engine) as connection:
                name = users.with_id(connection, user_id).name
            deed(actor(), name, bodies.key(request))
            with reading(engine) as connection:
                return jsonify(_user(users.with_id(connection, user_id)))


def _tokens(app: Flask, services: Services) -> None:
    engine = services.engine

    @app.get("/api/v1/tokens")
    @needs(Permission.MANAGE_ACCESS)
    def list_tokens() -> Response:
        only(())
        with reading(engine) as connection:
            found = [one for one in tokens.everyone(connection) if _reaches(one.campaigns)]
            now = clock.now(connection)
        return jsonify(tokens=[_token(one) | {"expired": one.expires_at <= now} for one in found])

    @app.post("/api/v1/tokens")
    @needs(Permission.MANAGE_ACCESS)
    def create_token() -> tuple[Response, int]:
        known = {"name": str, "role": str, "campaigns": list, "days": int}
        given = bodies.fields(request, known)
        name, role, limit = given.get("name", ""), _role(given), _campaigns(given)
        days = given.get("days", DEFAULT_DAYS)
        with bodies.deeds():
            made = commands.create_token(engine, actor(), name, role, days=days, campaigns=limit)
        return jsonify(id=made.id, secret=made.secret), 201

    @app.delete(f"/api/v1/tokens/{_TOKEN}")
    @needs(Permission.MANAGE_ACCESS)
    def revoke_token(token_id: int) -> Response:
        why = bodies.reason(bodies.fields(request, {"reason": str}))
        with bodies.deeds():
            commands.revoke_token(engine, actor(), token_id, reason=why, key=bodies.key(request))
            with reading(engine) as connection:
                return jsonify(_token(tokens.with_id(connection, token_id)))


def _walls(app: Flask, services: Services) -> None:
    engine = services.engine

    @app.get("/api/v1/walls")
    @needs(Permission.MANAGE_ACCESS)
    def list_walls() -> Response:
        only(())
        with reading(engine) as connection:
            found = [one for one in walls.everyone(connection) if _reaches(one.campaigns)]
        return jsonify(walls=[_wall(one) for one in found])

    @app.post("/api/v1/walls")
    @needs(Permission.MANAGE_ACCESS)
    def create_wall() -> tuple[Response, int]:
        given = bodies.fields(request, {"name": str, "campaigns": list})
        limit = _campaigns(given)
        with bodies.deeds():
            made = commands.create_wall(engine, actor(), given.get("name", ""), limit)
        board = f"/wall/{min(limit)}" if limit and len(limit) == 1 else "/wall"
        return jsonify(id=made.id, secret=made.secret, path=f"{board}#token={made.secret}"), 201

    @app.delete(f"/api/v1/walls/{_WALL}")
    @needs(Permission.MANAGE_ACCESS)
    def revoke_wall(wall_id: int) -> Response:
        why = bodies.reason(bodies.fields(request, {"reason": str}))
        with bodies.deeds():
            commands.revoke_wall(engine, actor(), wall_id, reason=why, key=bodies.key(request))
            with reading(engine) as connection:
                return jsonify(_wall(walls.with_id(connection, wall_id)))


def _role(given: Mapping[str, Any]) -> Role:
    name = given.get("role")
    if name not in tuple(Role):
        raise ProblemError(bodies.WRONG(f"role must be one of {', '.join(Role)}."))
    return Role(name)


def _campaigns(given: Mapping[str, Any]) -> Campaigns:
    """The campaigns that may be seen; None, which is all, where none are named."""
    listed = given.get("campaigns")
    if listed is None:
        return None
    plain = all(type(one) is int and 0 < one <= _LARGEST for one in listed)
    if not plain or not 1 <= len(listed) <= MOST_CAMPAIGNS:
        most = MOST_CAMPAIGNS
        raise ProblemError(bodies.WRONG(f"campaigns must be 1 to {most} ids, or left out."))
    return frozenset(listed)


def _reaches(campaigns: Campaigns) -> bool:
    """Whether the actor may see all that somebody with these campaigns may."""
    own = actor().campaigns
    return own is None or (campaigns is not None and campaigns <= own)


def _listed(campaigns: Campaigns) -> list[int] | None:
    return None if campaigns is None else sorted(campaigns)


def _user(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "name": user.name,
        "role": user.role,
        "campaigns": _listed(user.campaigns),
        "created_at": instant(user.created_at),
        "disabled_at": instant(user.disabled_at),
    }


def _token(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "prefix": token.prefix,
        "role": token.role,
        "campaigns": _listed(token.campaigns),
        "created_by": token.created_by,
        "created_at": instant(token.created_at),
        "expires_at": instant(token.expires_at),
        "used_at": instant(token.used_at),
        "revoked_at": instant(token.revoked_at),
    }


def _wall(wall: Wall) -> dict[str, Any]:
    return {
        "id": wall.id,
        "name": wall.name,
        "prefix": wall.prefix,
        "campaigns": _listed(wall.campaigns),
        "created_by": wall.created_by,
        "created_at": instant(wall.created_at),
        "revoked_at": instant(wall.revoked_at),
        "screens": [_screen(screen) for screen in wall.screens],
    }


def _screen(screen: Screen) -> dict[str, Any]:
    return {
        "id": screen.id,
        "since": instant(screen.since),
        "seen_at": instant(screen.seen_at),
        "behind_ms": screen.behind_ms,
    }
