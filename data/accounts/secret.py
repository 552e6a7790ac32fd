"""Secrets of sessions, tokens and walls: random, shown once, kept as SHA-256 only."""

import hashlib
import secrets

RANDOM_BYTES = 32  # 256 bits: nobody guesses one, so nothing slower than SHA-256 is needed
SHOWN = 6


def fresh(kind: str = "") -> str:
    """A new secret, safe in a header and an address; `kind` says at its front what it is for."""
    return kind + secrets.token_urlsafe(RANDOM_BYTES)


def hash_of(secret: str) -> str:
    """What is kept of a secret, whatever somebody sent as one."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def prefix_of(secret: str, kind: str) -> str:
    """The beginning, by which people tell it from others."""
    return secret[: len(kind) + SHOWN]
