"""The campaign page and the key figures."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {}
