"""Users, tokens and walls over HTTP: for admins, each deed with a reason, secrets shown once."""

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.api import access as route
from data.commands import access
from data.domain.access import LOCAL, Actor, Means, Role
from tests.dashboard.api.asking import Routes
from tests.data.accounts.people import add_campaigns
from tests.data.sql import rows

ROOT = Actor("root", Role.ADMIN, Means.CONSOLE)
WHY = {"reason": "a new job"}


class Client(Routes):
    """Asks the routes, as somebody."""

    def __init__(self, engine: Engine, actor: Actor = ROOT) -> None:
        services: Any = SimpleNamespace(engine=engine)
        super().__init__(lambda app: route.register(app, services), actor=actor)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        answer = self.open(path, method, json=body)
        return answer.status_code, answer.json


@pytest.fixture
def client(engine: Engine) -> Client:
    """Somebody at the console, beside one user and two campaigns."""
    add_campaigns(engine, 7, 8)
    access.add_user(engine, ROOT, "mia", Role.MANAGER, "a long password", campaigns=frozenset({7}))
    return Client(engine)


def told(engine: Engine) -> list[tuple[str, ...]]:
    """The last entry of the audit."""
    wanted = "SELECT action, subject, reason, outcome FROM audit ORDER BY id DESC LIMIT 1"
    return rows(engine, wanted)


def test_users_are_listed_without_their_passwords(client: Client) -> None:
    status, body = client.ask("GET", "users")
    (mia,) = body["users"]
    assert (status, mia["name"], mia["role"], mia["campaigns"]) == (200, "mia", "manager", [7])
    assert set(mia) == {"id", "name", "role", "campaigns", "created_at", "disabled_at"}


def test_a_user_is_disabled_enabled_and_given_another_role(client: Client, engine: Engine) -> None:
    status, mia = client.ask("POST", "users/1/disable", WHY)
    assert (status, mia["disabled_at"] is not None) == (200, True)
    assert told(engine) == [("user.disable", "user mia", "a new job", "done")]
    assert client.ask("POST", "users/1/enable", WHY)[1]["disabled_at"] is None
    body = WHY | {"role": "supervisor", "campaigns": [7, 8]}
    _, mia = client.ask("POST", "users/1/role", body)
    assert (mia["role"], mia["campaigns"]) == ("supervisor", [7, 8])
    assert client.ask("POST", "users/1/role", WHY | {"role": "admin"})[1]["campaigns"] is None
    assert told(engine) == [("user.role", "user mia", "a new job", "done")]


def test_a_token_is_shown_once_and_revoked(client: Client, engine: Engine) -> None:
    status, made = client.ask("POST", "tokens", {"name": "d", "role": "dialer", "days": 30})
    assert (status, made["secret"][:4]) == (201, "cdt_")
    listed = client.ask("GET", "tokens")[1]
    assert made["secret"] not in str(listed)
    assert listed["tokens"][0]["expired"] is False
    status, gone = client.ask("DELETE", f"tokens/{made['id']}", WHY)
    assert (status, gone["revoked_at"] is not None) == (200, True)
    assert told(engine) == [("token.revoke", "token d", "a new job", "done")]


def test_a_wall_is_made_with_its_link_and_revoked(client: Client, engine: Engine) -> None:
    status, made = client.ask("POST", "walls", {"name": "lobby", "campaigns": [7]})
    assert (status, made["path"]) == (201, f"/wall/7#token={made['secret']}")
    (wall,) = client.ask("GET", "walls")[1]["walls"]
    assert (wall["name"], wall["screens"], wall["campaigns"]) == ("lobby", [], [7])
    assert client.ask("DELETE", f"walls/{made['id']}", WHY)[0] == 200
    assert told(engine) == [("wall.revoke", "wall lobby", "a new job", "done")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "users/1/disable", {}, 422),
        ("POST", "users/1/disable", {"reason": "a\x00"}, 422),
        ("POST", "users/99/disable", WHY, 404),
        ("POST", "users/1/role", WHY | {"role": "wall"}, 422),
        ("POST", "users/1/role", WHY | {"role": "root"}, 422),
        ("POST", "users/1/role", WHY | {"role": "admin", "campaigns": [99]}, 404),
        ("POST", "users/1/role", WHY | {"role": "admin", "campaigns": []}, 422),
        ("POST", "users/1/role", WHY | {"role": "admin", "campaigns": ["7"]}, 422),
        ("POST", "users/1/role", WHY | {"role": "admin", "campaigns": [10**30]}, 422),
        ("POST", "users/1/role", WHY | {"role": "admin", "id": 2}, 422),
        ("POST", "tokens", {"name": "", "role": "dialer"}, 422),
        ("POST", "tokens", {"name": "d", "role": "dialer", "days": 0}, 422),
        ("POST", "tokens", {"name": "d"}, 422),
        ("DELETE", "tokens/99", WHY, 404),
        ("POST", "walls", {"name": "x" * 1_000_000}, 422),
        ("DELETE", "walls/99", WHY, 404),
        ("GET", "users?q=1", None, 400),
    ],
)
def test_what_is_wrong_is_refused(
    client: Client, method: str, path: str, body: Any, status: int
) -> None:
    answered, problem = client.ask(method, path, body)
    assert (answered, problem["status"]) == (status, status)


def test_nobody_but_an_admin_does_any_of_it(client: Client, engine: Engine) -> None:
    del client
    manager = Client(engine, Actor("max", Role.MANAGER, Means.CONSOLE))
    for path in ("users/1/disable", "users/1/enable"):
        assert manager.ask("POST", path, WHY)[0] == 403
    assert manager.ask("POST", "tokens", {"name": "d", "role": "admin"})[0] == 403
    assert told(engine) == [("token.create", "token d", None, "refused")]
    assert Client(engine, LOCAL).ask("POST", "walls", {"name": "x"})[0] == 403  # accounts exist


def test_an_admin_of_some_campaigns_sees_and_gives_no_more(client: Client, engine: Engine) -> None:
    del client
    limited = Client(engine, Actor("eva", Role.ADMIN, Means.CONSOLE, campaigns=frozenset({8})))
    assert limited.ask("GET", "users")[1] == {"users": []}
    assert limited.ask("POST", "users/1/disable", WHY)[0] == 404
    assert limited.ask("POST", "walls", {"name": "x"})[0] == 404
