"""The overview of all campaigns."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {}
