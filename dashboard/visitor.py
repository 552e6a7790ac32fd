"""Who asks: put beside each request by the gate, read where something is seen or done."""

from collections.abc import Callable
from typing import TypeVar

from flask import request

from dashboard.problems import STRANGER, ProblemError
from data.domain.access import Actor, Permission

ENVIRON = "dashboard.actor"
NEAR = "dashboard.near"
RULE = "permission"

View = TypeVar("View", bound=Callable[..., object])


def actor() -> Actor:
    """Who makes the request that is being answered. Raises the 401 problem for strangers."""
    found = known()
    if found is None:
        raise ProblemError(STRANGER)
    return found


def known() -> Actor | None:
    """The same; None for a stranger, and wherever no gate has looked."""
    found: Actor | None = request.environ.get(ENVIRON)
    return found


def is_near() -> bool:
    """Whether the request was sent on this machine, and by no proxy."""
    return bool(request.environ.get(NEAR, False))


def needs(permission: Permission | None) -> Callable[[View], View]:
    """What a route asks of whoever comes; None lets everybody in. The gate closes routes that do
    not say."""

    def ruled(view: View) -> View:
        setattr(view, RULE, permission)
        return view

    return ruled
