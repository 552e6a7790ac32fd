"""Who may do what. The check is made where the deed is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.domain.errors import DashboardError


class Role(StrEnum):
    """What somebody is here."""

    WALL = "wall"
    DIALER = "dialer"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    ADMIN = "admin"


class Means(StrEnum):
    """How somebody came in."""

    LOCAL = "local"  # loopback, while there are no accounts
    CONSOLE = "console"  # the command line, beside the database itself
    SESSION = "session"
    TOKEN = "token"
    WALL = "wall"
    SYSTEM = "system"  # the program itself, going on with what somebody began


class Permission(StrEnum):
    """What somebody may do."""

    SEE_WALLS = "see numbers of all contacts together"
    SEE_CAMPAIGNS = "see which campaigns there are and how far they are"
    SEE_NUMBERS = "see live numbers and alerts"
    SEE_CONTACTS = "see contacts and their history"
    ACKNOWLEDGE_ALERTS = "acknowledge or snooze alerts"
    EXPORT_REPORTS = "export reports"
    READ_AUDIT = "read the audit"
    WRITE_CONTACTS = "load contacts and report their moves"
    CANCEL_CAMPAIGN = "cancel campaigns"
    REMOVE_CONTACTS = "remove contacts"
    CHANGE_BLACKLIST = "put numbers on the blacklist and lift them"
    REVEAL_PHONE = "reveal a phone number"
    MANAGE_ACCESS = "manage users, tokens, walls and thresholds"


_ADMIN = frozenset({Role.ADMIN})
_PEOPLE = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.ADMIN})
HELD: Mapping[Permission, frozenset[Role]] = {
    Permission.SEE_WALLS: _PEOPLE | {Role.WALL},
    Permission.SEE_CAMPAIGNS: _PEOPLE | {Role.DIALER},
    Permission.SEE_NUMBERS: _PEOPLE,
    Permission.SEE_CONTACTS: _PEOPLE,
    Permission.ACKNOWLEDGE_ALERTS: frozenset({Role.SUPERVISOR, Role.ADMIN}),
    Permission.EXPORT_REPORTS: frozenset({Role.MANAGER, Role.ADMIN}),
    Permission.READ_AUDIT: frozenset({Role.MANAGER, Role.ADMIN}),
    Permission.WRITE_CONTACTS: frozenset({Role.DIALER, Role.ADMIN}),
    Permission.CANCEL_CAMPAIGN: _ADMIN,
    Permission.REMOVE_CONTACTS: _ADMIN,
    Permission.CHANGE_BLACKLIST: _ADMIN,
    Permission.REVEAL_PHONE: _ADMIN,
    Permission.MANAGE_ACCESS: _ADMIN,
}


class ForbiddenError(DashboardError):
    """Your role does not allow this."""


class NoSuchCampaignError(DashboardError):
    """There is no such campaign."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who sees or does something.

    `id` is that of the user, token or wall, `session_id` that of the session or screen; `campaigns`
    are those that the actor may see, None for all.
    """

    name: str
    role: Role
    means: Means = Means.LOCAL
    id: int | None = None
    session_id: int | None = None
    campaigns: frozenset[int] | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the actor's role has the permission."""
        return self.role in HELD[permission]

    def sees(self, campaign_id: int | None) -> bool:
        """Whether the actor may know of a campaign; of what belongs to all, who may see all."""
        return self.campaigns is None or campaign_id in self.campaigns


LOCAL = Actor("local operator", Role.ADMIN)  # while there are no accounts: who reaches loopback


def require(actor: Actor, permission: Permission) -> None:
    """Raises ForbiddenError where the actor's role has no such permission."""
    if not actor.may(permission):
        raise ForbiddenError
