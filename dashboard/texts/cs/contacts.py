"""The table of contacts and the contact page."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {}
