"""Settings: defaults, what is accepted, and one clear line for what is not."""

import socket
from pathlib import Path
from typing import Any

import pytest

from data.domain.errors import SettingError
from data.settings import Settings, load


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_everything_has_a_default() -> None:
    settings = load()
    assert (settings.host, settings.port, settings.redis_url) == ("127.0.0.1", 8050, "")
    assert settings.database == f"sqlite:///{settings.var_dir / 'dashboard.sqlite3'}"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_taken(scheme: str) -> None:
    settings = load(database_url=f"{scheme}://me@there/db")
    assert settings.database == "postgresql+psycopg://me@there/db"


def test_a_file_sets_what_the_environment_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PORT=9000\nTIMEZONE=Europe/Prague\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("PORT", "9001")
    assert (load().port, load().timezone) == (9001, "Europe/Prague")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "zero", "PORT='zero': "),
        ("PORT", "70000", "PORT='70000': "),
        ("HOST", "http://here", "HOST='http://here': expected an address"),
        ("PUBLIC_URL", "dashboard.example", "PUBLIC_URL='dashboard.example': expected https://"),
        ("PUBLIC_URL", "http://dashboard.example", "PUBLIC_URL='http://dashboard.example': "),
        ("TRUSTED_PROXIES", "10.0.0.1, proxy", "TRUSTED_PROXIES='10.0.0.1, proxy': expected addr"),
        ("OIDC_ISSUER", "http://who.example", "OIDC_ISSUER='http://who.example': expected https"),
        ("OIDC_ROLES", "leads=wall", "OIDC_ROLES='leads=wall': expected VALUE=ROLE"),
        ("OIDC_ROLES", "=admin", "OIDC_ROLES='=admin': expected VALUE=ROLE"),
        ("OIDC_ROLES", "admin", "OIDC_ROLES='admin': expected VALUE=ROLE"),
        ("WORKERS", "4", "WORKERS='4': "),
        ("LOG_FORMAT", "xml", "LOG_FORMAT='xml': "),
        ("TIMEZONE", "Mars/Base", "TIMEZONE='Mars/Base': expected a zone"),
        ("DATABASE_URL", "mysql://root:secret@db/x", "DATABASE_URL=…: expected sqlite"),
        ("REDIS_URL", "http://:secret@cache", "REDIS_URL=…: expected redis"),
        ("REDIS_URL", "redis://localhost:abc", "REDIS_URL=…: expected redis"),
        ("DATABASE_URL", "postgresql://secret@host:abc/db", "DATABASE_URL=…: expected sqlite"),
        ("DATABASE_URL", "postgresql://[::1/db", "DATABASE_URL=…: expected sqlite"),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as error:
        load()
    assert str(error.value).startswith(said)
    assert "\n" not in str(error.value)
    assert "secret" not in str(error.value)


def test_loopback_is_known_in_every_spelling_and_everywhere_else_is_beyond_it() -> None:
    hosts = ("127.0.0.1", "127.8.8.8", "::1", "localhost", "0.0.0.0", "::", "10.0.0.1", "x.example")
    assert [host for host in hosts if load(host=host).is_local] == list(hosts[:4])


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://127.0.0.1:8050"),
        ({"host": "::1", "port": 9000}, "http://[::1]:9000"),
        ({"host": "0.0.0.0"}, f"http://{socket.gethostname()}:8050"),
        ({"host": "0.0.0.0", "public_url": "https://x.example/"}, "https://x.example"),
    ],
)
def test_the_address_is_one_that_browsers_can_open(given: dict[str, Any], address: str) -> None:
    assert load(**given).address == address


def test_names_by_which_it_may_be_called() -> None:
    settings = load(public_url="https://One.example", allowed_hosts="two.example, Three.example")
    assert {"one.example", "two.example", "three.example", "localhost"} <= settings.hosts


def test_a_secret_is_made_once_and_kept_for_us_alone(tmp_path: Path) -> None:
    settings = load(var_dir=tmp_path / "var")
    assert settings.secret == settings.secret == load(var_dir=tmp_path / "var").secret
    assert len(settings.secret) == 64
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0


def test_a_given_database_needs_a_given_secret() -> None:
    settings = load(database_url="sqlite:///x.db")
    with pytest.raises(SettingError, match="SECRET_KEY"):
        _ = settings.secret
    assert load(database_url="sqlite:///x.db", secret_key="given").secret == "given"
