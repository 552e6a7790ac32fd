"""Accounts that the tests of the gate make up, without a database."""

from data.domain.access import Actor, Means, Role


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
