"""The audit in words: what each action is, how somebody came in."""

from collections.abc import Mapping

from dashboard.texts import t
from data.domain.access import Means, Role

# In the order in which they are offered; a test holds it against the actions in the code.
ACTIONS: Mapping[str, str] = {
    "campaign.cancel": "Cancel a campaign",
    "contact.cancel": "Cancel a contact",
    "contact.remove": "Remove a contact",
    "contact.blacklist": "Blacklist a contact",
    "contact.lift": "Return a contact to Initial",
    "contact.restore": "Give a contact back its state",
    "contact.reveal": "Reveal a phone number",
    "contact.erase": "Erase a person",
    "operation.undo": "Undo an operation",
    "operation.pause": "Pause an operation",
    "operation.resume": "Resume an operation",
    "operation.stop": "Stop an operation",
    "operation.approve": "Approve an operation",
    "blacklist.add": "Put a number on the blacklist",
    "blacklist.lift": "Take a number off the blacklist",
    "alert.acknowledge": "Acknowledge an alert",
    "alert.snooze": "Snooze an alert",
    "alert.unacknowledge": "Give an alert back",
    "contacts.remove": "Remove contacts",
    "contacts.load": "Load contacts",
    "contacts.report": "Report moves of contacts",
    "user.add": "Add a user",
    "user.disable": "Disable a user",
    "user.enable": "Let a user in again",
    "user.password": "Change a user's password",
    "user.role": "Change a user's role",
    "token.create": "Make a token",
    "token.revoke": "Revoke a token",
    "wall.create": "Make a wall",
    "wall.revoke": "Revoke a wall",
    "session.begin": "Sign in",
    "session.end": "Sign out",
    "audit.export": "Export the audit",
    "report.export": "Export a report",
    "report.stop": "Stop a report",
    "history.forget": "Drop old history",
    "schedule.add": "Have a report come by itself",
    "schedule.end": "End a scheduled report",
    "schedule.run": "Write a scheduled report",
    "schedule.stop": "End a scheduled report that its maker may not have",
    "schedule.download": "Download a scheduled report",
}
NOUNS: Mapping[str, str] = {
    "campaign": "Campaigns",
    "contact": "Contacts",
    "contacts": "Many contacts",
    "operation": "Operations",
    "blacklist": "Blacklist",
    "alert": "Alerts",
    "user": "Users",
    "token": "Tokens",
    "wall": "Walls",
    "session": "Sessions",
    "audit": "Audit",
    "report": "Reports",
    "history": "History",
    "schedule": "Scheduled reports",
}
OUTCOMES: Mapping[str, str] = {"done": "Done", "refused": "Refused"}
MEANS: Mapping[Means, str] = {
    Means.LOCAL: "on this machine",
    Means.CONSOLE: "command line",
    Means.SESSION: "signed in",
    Means.TOKEN: "by token",
    Means.WALL: "wall",
    Means.SYSTEM: "the program",
}
ROLES: Mapping[Role, str] = {
    Role.WALL: "Wall",
    Role.DIALER: "Dialer",
    Role.SUPERVISOR: "Supervisor",
    Role.MANAGER: "Manager",
    Role.ADMIN: "Admin",
}


def actions() -> dict[str, str]:
    """Every action that is known, in words."""
    return {action: t(words) for action, words in ACTIONS.items()}


def means() -> dict[str, str]:
    """Every way in, in words."""
    return {way.value: t(words) for way, words in MEANS.items()}


def roles() -> dict[str, str]:
    """Every role, in words."""
    return {role.value: t(words) for role, words in ROLES.items()}
