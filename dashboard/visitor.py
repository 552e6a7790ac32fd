"""Who asks: put beside each request by the gate, read where something is seen or done."""

from collections.abc import Callable
from typing import TypeVar

from flask import request

from data.domain.access import LOCAL, Actor, Permission

ENVIRON = "dashboard.actor"
RULE = "permission"

View = TypeVar("View", bound=Callable[..., object])


def actor() -> Actor:
    """Who makes the request that is being answered."""
    found: Actor = request.environ.get(ENVIRON, LOCAL)
    return found


def needs(permission: Permission | None) -> Callable[[View], View]:
    """What a route asks of whoever comes; None lets everybody in. The gate closes routes that do
    not say."""

    def ruled(view: View) -> View:
        setattr(view, RULE, permission)
        return view

    return ruled
