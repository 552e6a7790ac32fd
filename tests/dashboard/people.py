"""Accounts that the tests of the gate make up, without a database."""

from types import SimpleNamespace
from typing import Any

from dash import Dash

from dashboard.shell import create_app
from data.domain.access import Actor, Means, Role
from data.settings import Settings

SECRET = "of-the-tests"


def page_call(path: str, search: str = "") -> dict[str, Any]:
    """What the browser posts to Dash for the page at a path."""
    return {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [
            {"id": "location", "property": "pathname", "value": path},
            {"id": "location", "property": "search", "value": search},
        ],
    }


def application(people: "People", **settings: Any) -> Dash:
    """The application with these accounts, and no other parts behind it."""
    given = Settings(secret_key=SECRET, **settings)
    parts: Any = SimpleNamespace(settings=given, redis_url="", engine=None, directory=people)
    return create_app(parts)


class People:
    """Sessions and tokens by their secrets. Nobody at all: the house is open."""

    def __init__(self, *actors: Actor) -> None:
        self.actors = {f"{actor.means}-{actor.role}": actor for actor in actors}
        self.is_open = not actors
        self.asked: list[str] = []

    def by_session(self, secret: str) -> Actor | None:
        self.asked.append(secret)
        found = self.actors.get(secret)
        return found if found and found.means in (Means.SESSION, Means.WALL) else None

    def by_token(self, secret: str) -> Actor | None:
        self.asked.append(secret)
        found = self.actors.get(secret)
        return found if found and found.means is Means.TOKEN else None

    def holds(self, actor: Actor) -> bool:
        return actor in self.actors.values()


def person(role: Role, name: str = "Ana") -> Actor:
    return Actor(name, role, Means.SESSION, 1, 1)


def program(role: Role) -> Actor:
    return Actor("crm", role, Means.TOKEN, 2)


SCREEN = Actor("Hall", Role.WALL, Means.WALL, 3, 3)
EVERYBODY = (*(person(role) for role in (Role.SUPERVISOR, Role.MANAGER, Role.ADMIN)), SCREEN,
             program(Role.DIALER), program(Role.SUPERVISOR), program(Role.ADMIN))  # fmt: skip
