"""Signing in by OpenID Connect, against a service that the test starts, honest and not."""

import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from sqlalchemy import Engine

from dashboard.shell import create_app
from data.accounts.directory import Directory
from data.commands import access
from data.domain.access import Role
from data.domain.errors import SettingError
from data.settings import Settings, load
from tests.dashboard.auth.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.data.accounts.people import CONSOLE, add, audited
from tests.data.sql import one

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
AN_HOUR = 3600


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.stop()


def settings_for(provider: Provider, **more: Any) -> Settings:
    given = {
        "oidc_issuer": provider.url,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": CLIENT_SECRET,
        "oidc_roles": "leads=supervisor it=admin",
        "secret_key": "of the tests",
    }
    return load(**given | more)


@pytest.fixture
def client(engine: Engine, provider: Provider) -> FlaskClient:
    add(engine, "boss")  # so that the house is closed
    return browser(engine, settings_for(provider))


def browser(engine: Engine, settings: Settings) -> FlaskClient:
    services: Any = SimpleNamespace(
        settings=settings, redis_url="", engine=engine, directory=Directory(engine)
    )
    return create_app(services).server.test_client()


def go(client: FlaskClient, provider: Provider, path: str = "/alerts") -> str:
    """To the service and back: the address that the browser comes back to."""
    sent = client.get(f"/login/oidc?next={path}")
    assert sent.status_code == 302
    assert sent.headers["Location"].startswith(f"{provider.url}/authorize?")
    return f"/login/oidc/callback?{provider.visit(sent.headers['Location'])}"


def signed_in(client: FlaskClient, engine: Engine) -> tuple[str, Role] | None:
    """The name and the role of who is signed in."""
    cookie = client.get_cookie("session")
    found = Directory(engine).by_session(cookie.value) if cookie else None
    return found and (found.name, found.role)


def test_who_comes_for_the_first_time_gets_an_account(
    client: FlaskClient, provider: Provider, engine: Engine
) -> None:
    answer = client.get(go(client, provider))
    assert answer.status_code == 200
    assert 'url=/alerts"' in answer.text
    assert signed_in(client, engine) == ("anna", Role.SUPERVISOR)
    assert audited(engine)[1:] == [
        ("openid connect", "user.add", "user Anna", "done"),
        ("anna", "session.begin", "user anna", "done"),
    ]
    cookies = answer.headers.getlist("Set-Cookie")
    assert [one for one in cookies if one.startswith("session=") and "SameSite=Strict" in one]
    assert client.get_cookie("errand", path="/login/oidc") is None


def test_who_comes_again_is_the_same(
    client: FlaskClient, provider: Provider, engine: Engine
) -> None:
    client.get(go(client, provider))
    provider.claims = {"preferred_username": "renamed", "groups": ["it"]}
    client.get(go(client, provider))
    assert signed_in(client, engine) == ("anna", Role.SUPERVISOR)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": [CLIENT_ID, "another client"]},
        {"aud": [CLIENT_ID, "another client"], "azp": "another client"},
        {"aud": None},
        {"iss": "https://evil.example"},
        pytest.param({"exp": int(time.time()) - AN_HOUR}, id="over for an hour"),
        {"exp": None},
        pytest.param({"iat": int(time.time()) + AN_HOUR}, id="of the next hour"),
        {"sub": None},
        {"sub": "x" * 1000},
        {"sub": "a\nb"},
        {"groups": ["cleaning"]},
        {"groups": None},
        {"groups": "leads=supervisor"},
        {"groups": [1, None, {}]},
        {"preferred_username": None},
        {"preferred_username": "boss"},
        {"preferred_username": "an\u202ena"},
    ],
    ids=str,
)
def test_what_does_not_fit_lets_nobody_in(
    client: FlaskClient, provider: Provider, engine: Engine, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    answer = client.get(go(client, provider))
    assert answer.status_code == 401
    assert client.get_cookie("session") is None
    assert one(engine, "SELECT count(*) FROM users") == 1
    assert audited(engine)[-1] == ("stranger", "session.begin", None, "refused")


def test_a_token_that_another_signed(client: FlaskClient, provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "1"})
    assert client.get(go(client, provider)).status_code == 401


def test_keys_that_changed_are_asked_for_anew(
    client: FlaskClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.accounts.oidc.KEYS_SECONDS", -1)
    client.get(go(client, provider))
    provider.key = RSAKey.generate_key(2048, {"kid": "2"})
    provider.keys = [provider.key]
    assert client.get(go(client, provider)).status_code == 200


def test_what_was_signed_for_somebody_else_is_of_no_use(
    client: FlaskClient, provider: Provider, engine: Engine
) -> None:
    """A link with the attacker's code and state, clicked in a browser that was never sent."""
    address = go(client, provider)
    other = browser(engine, settings_for(provider))
    assert other.get(address).status_code == 401
    assert other.get_cookie("session") is None


@pytest.mark.parametrize(
    "query", ["", "code=a-code", "code=a-code&state=", "code=a-code&state=x", "state={state}",
              "code=&state={state}", "code=%00&state={state}", "error=access_denied&state={state}"],
)  # fmt: skip
def test_an_odd_way_back(client: FlaskClient, provider: Provider, query: str) -> None:
    go(client, provider)
    state = provider.asked["state"]
    answer = client.get(f"/login/oidc/callback?{query.format(state=state)}")
    assert answer.status_code == 401
    assert provider.codes_taken == []


def test_a_way_back_leads_in_once(client: FlaskClient, provider: Provider, engine: Engine) -> None:
    address = go(client, provider)
    kept = client.get_cookie("errand", path="/login/oidc")
    assert kept is not None
    assert client.get(address).status_code == 200
    client.delete_cookie("session")
    client.set_cookie("errand", kept.value, path="/login/oidc")
    assert client.get(address).status_code == 401
    assert provider.codes_taken == ["a-code"]
    assert signed_in(client, engine) is None


def test_who_is_disabled_stays_out(client: FlaskClient, provider: Provider, engine: Engine) -> None:
    client.get(go(client, provider))
    access.disable_user(engine, CONSOLE, "anna")
    client.delete_cookie("session")
    assert client.get(go(client, provider)).status_code == 401
    assert client.get_cookie("session") is None


def test_an_account_without_a_password_opens_by_none(
    client: FlaskClient, provider: Provider, engine: Engine
) -> None:
    client.get(go(client, provider))
    assert one(engine, "SELECT password FROM users WHERE name = 'anna'") is None


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_it_leads_to_pages_of_ours_alone(
    client: FlaskClient, provider: Provider, path: str
) -> None:
    answer = client.get(go(client, provider, path))
    assert 'url=/"' in answer.text
    assert "evil" not in answer.text


def test_a_service_that_is_gone(engine: Engine, provider: Provider) -> None:
    add(engine, "boss")
    client = browser(engine, settings_for(provider, oidc_issuer="http://127.0.0.1:9"))
    assert client.get("/login/oidc").status_code == 503


def test_the_login_offers_it_where_it_is_set(engine: Engine, provider: Provider) -> None:
    add(engine, "boss")
    with_it = browser(engine, settings_for(provider))
    assert "/login/oidc?next=%2Falerts" in with_it.get("/login?next=/alerts").text
    without = browser(engine, load(secret_key="of the tests"))
    assert "/login/oidc" not in without.get("/login").text
    assert without.get("/login/oidc").status_code == 404
    assert without.get("/login/oidc/callback").status_code == 404


@pytest.mark.parametrize("missing", ["oidc_client_id", "oidc_client_secret"])
def test_what_is_missing_is_named(engine: Engine, provider: Provider, missing: str) -> None:
    with pytest.raises(SettingError, match=f"{missing.upper()} is empty"):
        browser(engine, settings_for(provider, **{missing: ""}))
