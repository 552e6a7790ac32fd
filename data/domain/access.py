"""Who may do what. The check is made where the deed is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.domain.errors import DashboardError


class Role(StrEnum):
    """What somebody is here."""

    WALL = "wall"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    ADMIN = "admin"


class Permission(StrEnum):
    """What somebody may do."""

    ACKNOWLEDGE_ALERTS = "acknowledge or snooze alerts"


_HELD: Mapping[Permission, frozenset[Role]] = {
    Permission.ACKNOWLEDGE_ALERTS: frozenset({Role.SUPERVISOR, Role.ADMIN}),
}


class ForbiddenError(DashboardError):
    """Your role does not allow this."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something."""

    name: str
    role: Role


LOCAL = Actor("local operator", Role.ADMIN)  # there are no logins: whoever reaches loopback


def require(actor: Actor, permission: Permission) -> None:
    """Raises ForbiddenError where the actor's role has no such permission."""
    if actor.role not in _HELD[permission]:
        raise ForbiddenError
