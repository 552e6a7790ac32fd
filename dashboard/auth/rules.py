"""What each route asks of whoever comes. What says nothing here or by `needs` is closed."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from dashboard.problems import FORBIDDEN, NOTHING, STRANGER, Problem
from dashboard.visitor import RULE
from data.domain.access import Actor, Permission


class Door(Enum):
    """A route that needs no permission, or that none opens."""

    OPEN = "open to everybody"
    CLOSED = "closed to everybody"


Rule = Permission | Door

# Dash's own routes: those that a page is made of. Each page is held to its own permission besides.
DOCUMENTS = ("/", "/<path:path>")
CALLBACKS = "/_dash-update-component"
DASH: Mapping[str, Permission] = {
    **dict.fromkeys(DOCUMENTS, Permission.SEE_WALLS),
    CALLBACKS: Permission.SEE_WALLS,
    "/_dash-layout": Permission.SEE_WALLS,
    "/_dash-dependencies": Permission.SEE_WALLS,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": Permission.SEE_WALLS,
    "/_favicon.ico": Permission.SEE_WALLS,
    "/assets/<path:filename>": Permission.SEE_WALLS,
}

# What each callback asks. Which page it brings is held to the page's own permission besides.
CALLBACK_RULES: Mapping[str, Permission] = {"page.children": Permission.SEE_WALLS}


def rule_of(path: str, view: Callable[..., Any]) -> Rule:
    """The rule of a route: the view's own, else that of Dash's table, else none comes in."""
    if hasattr(view, RULE):
        own: Permission | None = getattr(view, RULE)
        return Door.OPEN if own is None else own
    return DASH.get(path, Door.CLOSED)


def admit(actor: Actor | None, rule: Rule) -> Problem | None:
    """Why somebody may not pass; None where they may. `actor` is None for strangers."""
    if rule is Door.OPEN:
        return None
    if actor is None:
        return STRANGER
    if isinstance(rule, Door):
        return NOTHING
    return None if actor.may(rule) else FORBIDDEN
