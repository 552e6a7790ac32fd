"""Alerts and their page."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {}
