"""Somebody else vouches for people: OpenID Connect, by the extra package Authlib."""

import importlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from data.domain.errors import DashboardError, SettingError, reason_of
from data.settings import Settings, is_loopback

CALLBACK = "/login/oidc/callback"
CALL_SECONDS = 5.0
KEYS_SECONDS = 60.0  # keys are asked for anew at most so often
LEEWAY_SECONDS = 30
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
_DISCOVERY = "/.well-known/openid-configuration"
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderError(DashboardError):
    """The service that vouches for people does not answer: try again, or sign in by password."""


class NotVouchedError(DashboardError):
    """The service that vouches for people did not do so for you."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What has to come back unchanged from the service: how one sign-in is told from others."""

    state: str
    nonce: str
    verifier: str


class Provider:
    """One service. What it says of itself is asked for once, its keys when one is not known."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Raises SettingError where something is missing."""
        for name in ("oidc_client_id", "oidc_client_secret"):
            if not getattr(settings, name):
                raise SettingError(f"{name.upper()} is empty: expected one, for OIDC_ISSUER is set")
        self._settings = settings
        self._clock = clock
        self._client: Any = _package("authlib.integrations.requests_client")
        self._jwt: Any = _package("joserfc.jwt")
        self._jwk: Any = _package("joserfc.jwk")
        self._lock = threading.Lock()
        self._about: Mapping[str, Any] | None = None
        self._keys: Any = None
        self._keys_at = 0.0

    @property
    def issuer(self) -> str:
        """Who it is."""
        return self._settings.oidc_issuer

    def address(self, errand: Errand) -> str:
        """Where a browser is sent to. Raises ProviderError."""
        with self._session() as session:
            url, _ = session.create_authorization_url(
                self._self_told()["authorization_endpoint"],
                state=errand.state,
                nonce=errand.nonce,
                code_verifier=errand.verifier,
            )
        return str(url)

    def claims(self, code: str, errand: Errand) -> Mapping[str, Any]:
        """What it says of whoever came back with a code. Raises ProviderError and
        NotVouchedError."""
        about = self._self_told()
        try:
            with self._session() as session:
                answer = session.fetch_token(
                    about["token_endpoint"],
                    code=code,
                    code_verifier=errand.verifier,
                    timeout=CALL_SECONDS,
                    allow_redirects=False,
                )
        except OSError as error:  # what requests raises is one
            raise ProviderError from error
        except Exception as error:  # whatever the package makes of a refusal
            raise NotVouchedError(reason_of(error)) from error
        return self._checked(str(answer.get("id_token", "")), errand.nonce)

    def _checked(self, id_token: str, nonce: str) -> Mapping[str, Any]:
        """The claims of a token that is signed by the service, for us, now, in answer to us."""
        registry = self._jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self._settings.oidc_client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims: Mapping[str, Any] = self._decoded(id_token).claims
            registry.validate(claims)
        except ProviderError:
            raise
        except Exception as error:  # a token can be broken in any way
            raise NotVouchedError from error
        audience = claims["aud"]
        if isinstance(audience, list) and len(audience) > 1 and "azp" not in claims:
            raise NotVouchedError
        if claims.get("azp", self._settings.oidc_client_id) != self._settings.oidc_client_id:
            raise NotVouchedError
        return claims

    def _decoded(self, id_token: str) -> Any:
        keys = self._known_keys(anew=False)
        try:
            return self._jwt.decode(id_token, keys, algorithms=ALGORITHMS)
        except Exception:  # noqa: BLE001 - whatever it was, perhaps it has other keys by now
            return self._jwt.decode(id_token, self._known_keys(anew=True), algorithms=ALGORITHMS)

    def _known_keys(self, *, anew: bool) -> Any:
        about = self._self_told()
        with self._lock:
            old = self._keys is None or self._clock() - self._keys_at > KEYS_SECONDS
            if self._keys is None or (anew and old):
                self._keys = self._jwk.KeySet.import_key_set(self._fetch(about["jwks_uri"]))
                self._keys_at = self._clock()
            return self._keys

    def _self_told(self) -> Mapping[str, Any]:
        with self._lock:
            if self._about is None:
                about = self._fetch(self.issuer + _DISCOVERY)
                usable = all(_is_safe(about.get(name)) for name in _NEEDED)
                if str(about.get("issuer", "")).rstrip("/") != self.issuer or not usable:
                    raise ProviderError
                self._about = about
            return self._about

    def _fetch(self, url: str) -> Mapping[str, Any]:
        try:
            with self._session() as session:
                answer = session.request(
                    "GET", url, withhold_token=True, timeout=CALL_SECONDS, allow_redirects=False
                )
                found = answer.json() if answer.status_code == 200 else None
        except (OSError, ValueError) as error:
            raise ProviderError from error
        if not isinstance(found, dict):
            raise ProviderError
        return found

    def _session(self) -> Any:
        return self._client.OAuth2Session(
            self._settings.oidc_client_id,
            self._settings.oidc_client_secret,
            scope="openid profile",
            redirect_uri=self._settings.address + CALLBACK,
            code_challenge_method="S256",
        )


def _is_safe(url: Any) -> bool:
    """Whether secrets may be sent there."""
    parts = urlsplit(url if isinstance(url, str) else "")
    local = parts.scheme == "http" and is_loopback(parts.hostname or "")
    return bool(parts.hostname) and (parts.scheme == "https" or local)


def _package(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        detail = "needs the packages authlib and requests: pip install authlib requests"
        raise SettingError(f"OIDC_ISSUER: {detail}") from None
