"""Every setting, with its default and its help. Read from the environment, or from `.env`."""

import ipaddress
import re
import secrets
import socket
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from redis import Redis
from sqlalchemy import make_url

from data.domain.errors import SettingError

DATABASE_FILE = "dashboard.sqlite3"
ROOT = Path(__file__).resolve().parent.parent
_POSTGRES_SCHEMES = ("postgresql+psycopg://", "postgresql://", "postgres://")
_REDIS_SCHEMES = ("redis://", "rediss://", "unix://")
_DATABASE_EXPECTED = "expected sqlite:///PATH or postgresql://USER@HOST/NAME"
_REDIS_EXPECTED = "expected redis://HOST:PORT, rediss://HOST:PORT or unix://PATH"
_HOST = re.compile(r"[0-9A-Za-z.:_-]{1,253}")
_EVERYWHERE = ("0.0.0.0", "::")
_PERSONAL_ROLES = frozenset({"supervisor", "manager", "admin"})
_SECRETS = (
    "SECRET_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "ALERT_WEBHOOK_URL",
    "ALERT_WEBHOOK_SECRET",
    "ALERT_APPRISE_URLS",
    "REPORT_WEBHOOK_URL",
    "REPORT_WEBHOOK_SECRET",
    "REPORT_APPRISE_URLS",
    "OIDC_CLIENT_SECRET",
)


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Settings(BaseSettings):
    """The settings of one process, checked. `load()` makes one from the environment."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field("", description="SQLite or PostgreSQL. Empty: SQLite in var/.")
    redis_url: str = Field("", description="Redis or Valkey. Empty: the embedded Valkey.")
    secret_key: str = Field(
        "", description="Signs sessions. Required with DATABASE_URL; else made in var/."
    )
    host: str = Field(
        "127.0.0.1", description="Address to listen on. Loopback only, until there is an account."
    )
    port: int = Field(8050, ge=1, le=65535, description="Port to listen on.")
    public_url: str = Field(
        "", description="Where browsers find the dashboard, where that is not HOST and PORT."
    )
    allowed_hosts: str = Field(
        "", description="Names by which browsers may call it, with commas between."
    )
    trusted_proxies: str = Field(
        "", description="Addresses of proxies whose X-Forwarded-For and -Proto count."
    )
    workers: int = Field(1, ge=1, le=1, description="Web processes. Only 1 so far.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error."
    )
    log_format: Literal["text", "json"] = Field("text", description="text or json.")
    timezone: str = Field(
        "UTC", description="Zone of clocks and charts that belong to no campaign."
    )
    language: Literal["en", "cs"] = Field("en", description="Language of the pages: en or cs.")
    alert_webhook_url: str = Field(
        "", description="Where alerts are posted: https://…, or http:// on loopback."
    )
    alert_webhook_secret: str = Field(
        "", description="Signs what is posted. Required with ALERT_WEBHOOK_URL."
    )
    alert_apprise_urls: str = Field(
        "", description="Apprise addresses, with blanks between; needs the package apprise."
    )
    report_webhook_url: str = Field(
        "", description="Where scheduled reports are told: https://…, or http:// on loopback."
    )
    report_webhook_secret: str = Field(
        "", description="Signs what is posted. Required with REPORT_WEBHOOK_URL."
    )
    report_apprise_urls: str = Field(
        "", description="Apprise addresses that get scheduled reports, with blanks between."
    )
    oidc_issuer: str = Field(
        "", description="Who vouches for people, by OpenID Connect; needs the package authlib."
    )
    oidc_client_id: str = Field("", description="Our name there. Required with OIDC_ISSUER.")
    oidc_client_secret: str = Field("", description="Our key there. Required with OIDC_ISSUER.")
    oidc_name_claim: str = Field(
        "preferred_username", description="The claim that names somebody who comes first."
    )
    oidc_role_claim: str = Field(
        "groups", description="The claim that says what somebody is who comes first."
    )
    oidc_roles: str = Field(
        "",
        description="Which role it gives, as VALUE=ROLE with blanks between; others are refused.",
    )
    approval_above: int = Field(
        0, ge=0, description="A second person approves deeds on more contacts than this. 0: never."
    )
    retention_days: int = Field(
        0, ge=0, description="Days for which each single transition is kept. 0: for ever."
    )
    var_dir: Path = Field(ROOT / "var", description="Where the embedded parts keep their files.")

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, url: str) -> str:
        for scheme in _POSTGRES_SCHEMES:
            if url.startswith(scheme):
                url = "postgresql+psycopg://" + url.removeprefix(scheme)
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError(_DATABASE_EXPECTED)
        return _usable(url, make_url, _DATABASE_EXPECTED)

    @field_validator("redis_url")
    @classmethod
    def _redis_url(cls, url: str) -> str:
        if url and not url.startswith(_REDIS_SCHEMES):
            raise ValueError(_REDIS_EXPECTED)
        return _usable(url, Redis.from_url, _REDIS_EXPECTED)

    @field_validator("alert_webhook_url", "report_webhook_url")
    @classmethod
    def _webhook_url(cls, url: str) -> str:
        parts = urlsplit(url)
        local = parts.scheme == "http" and is_loopback(parts.hostname or "")
        if url and not (parts.hostname and (parts.scheme == "https" or local)):
            raise ValueError("expected https://HOST/PATH, or http:// on loopback")
        return url

    @field_validator("host")
    @classmethod
    def _host(cls, host: str) -> str:
        if not _HOST.fullmatch(host):
            raise ValueError("expected an address such as 127.0.0.1, ::1 or 0.0.0.0")
        return host

    @field_validator("public_url", "oidc_issuer")
    @classmethod
    def _own_url(cls, url: str) -> str:
        parts = urlsplit(url)
        local = parts.scheme == "http" and is_loopback(parts.hostname or "")
        if url and not (parts.hostname and (parts.scheme == "https" or local)):
            raise ValueError("expected https://HOST, or http:// on loopback")
        return url.rstrip("/")

    @field_validator("trusted_proxies")
    @classmethod
    def _trusted_proxies(cls, text: str) -> str:
        try:
            networks(text)
        except ValueError:
            raise ValueError("expected addresses or networks, with commas between") from None
        return text

    @field_validator("oidc_roles")
    @classmethod
    def _oidc_roles(cls, pairs: str) -> str:
        given = {pair.rpartition("=")[2] for pair in pairs.split()}
        unpaired = [pair for pair in pairs.split() if pair.find("=") < 1]
        if unpaired or not given <= _PERSONAL_ROLES:
            raise ValueError("expected VALUE=ROLE: supervisor, manager or admin")
        return pairs

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, name: str) -> str:
        try:
            zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("expected a zone such as Europe/Prague") from None
        return name

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database in use."""
        return self.database_url or f"sqlite:///{self.var_dir / DATABASE_FILE}"

    @property
    def address(self) -> str:
        """Where browsers find it, without a slash at the end."""
        if self.public_url:
            return self.public_url
        host = socket.gethostname() if self.host in _EVERYWHERE else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        return is_loopback(self.host)

    @property
    def proxies(self) -> tuple[Network, ...]:
        """The networks of the proxies that are trusted."""
        return networks(self.trusted_proxies)

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which it may be called, in lower case."""
        named = {name.strip().lower() for name in self.allowed_hosts.split(",") if name.strip()}
        own = {self.host.lower(), urlsplit(self.address).hostname or ""}
        return frozenset(named | own | {"localhost", "127.0.0.1", "::1"})

    @property
    def secret(self) -> str:
        """The key in use: the one given, or one made once and kept in `var_dir`.

        Raises SettingError when DATABASE_URL is given and SECRET_KEY is not.
        """
        if self.secret_key:
            return self.secret_key
        if self.database_url:
            raise SettingError("SECRET_KEY is empty: expected a key, because DATABASE_URL is given")
        return _kept_secret(self.var_dir / "secret_key")

    def make_var_dir(self) -> None:
        """Raises SettingError when the folder cannot be made."""
        try:
            self.var_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            name = f"VAR_DIR='{self.var_dir}'"
            raise SettingError(f"{name}: expected a folder to write to: {error.strerror}") from None


def load(**overrides: Any) -> Settings:
    """The settings of the environment. Raises SettingError: one line that names the first wrong."""
    try:
        return Settings(**overrides)
    except UnicodeDecodeError:
        raise SettingError(".env: expected text in UTF-8") from None
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        expected = first["msg"].removeprefix("Value error, ")
        raise SettingError(f"{name}={_shown(name, first['input'])}: {expected}") from None


def _usable(url: str, parse: Callable[[str], object], expected: str) -> str:
    """The URL, if whoever will use it can read it. Raises ValueError with what was expected."""
    try:
        if url:
            parse(url)
    except Exception:  # noqa: BLE001 - the parsers raise whatever they stumble over
        raise ValueError(expected) from None
    return url


def _shown(name: str, value: object) -> str:
    return "…" if name in _SECRETS else repr(value)


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks with commas between. Raises ValueError for anything else."""
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()
