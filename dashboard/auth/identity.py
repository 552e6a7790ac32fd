"""From what a request carries to who sent it."""

from typing import Protocol

from dashboard.auth.caller import Caller
from data.domain.access import LOCAL, Actor, Means


class Accounts(Protocol):
    """What the gate asks the directory of accounts."""

    @property
    def is_open(self) -> bool:
        """Whether there is no account yet."""

    def by_session(self, secret: str) -> Actor | None:
        """Whose session it is; None where it has ended or never was."""

    def by_token(self, secret: str) -> Actor | None:
        """Whose token it is."""

    def holds(self, actor: Actor) -> bool:
        """Whether the access of somebody who came in still stands as it was."""


def identify(accounts: Accounts, caller: Caller) -> Actor | None:
    """Who calls; None for a stranger.

    Whoever sends a token is judged by it alone. While there is no account, whoever sits at this
    machine is trusted.
    """
    if caller.bearer is not None:
        return accounts.by_token(caller.bearer) if caller.bearer else None
    if caller.session and (found := accounts.by_session(caller.session)) is not None:
        return found
    return LOCAL if caller.is_near and accounts.is_open else None


def holds(accounts: Accounts, actor: Actor) -> bool:
    """Whether somebody who is watching may go on."""
    return accounts.is_open if actor.means is Means.LOCAL else accounts.holds(actor)
