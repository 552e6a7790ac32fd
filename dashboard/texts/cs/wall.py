"""The wall."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {}
