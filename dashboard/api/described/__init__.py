"""What each route of the API is for, takes and answers: one file a noun."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from flask import Flask

from dashboard.api.described import (
    access,
    alerts,
    audit,
    blacklist,
    campaigns,
    contacts,
    dialers,
    handover,
    history,
    itself,
    live,
    operations,
    past,
    persons,
    reports,
    schedules,
    transitions,
)
from dashboard.api.description import Operation, document, routes_of
from dashboard.api.schema import Schema

_NOUNS: tuple[ModuleType, ...] = (
    campaigns,
    contacts,
    transitions,
    history,
    past,
    live,
    alerts,
    handover,
    dialers,
    operations,
    blacklist,
    persons,
    reports,
    audit,
    access,
    schedules,
    itself,
)
OPERATIONS: Mapping[str, Operation] = {
    key: operation for noun in _NOUNS for key, operation in noun.OPERATIONS.items()
}
SCHEMAS: Mapping[str, Schema] = {
    name: schema for noun in _NOUNS for name, schema in noun.SCHEMAS.items()
}


def described(app: Flask) -> dict[str, Any]:
    """The description of all that `app` answers under `/api/v1`."""
    tags = {noun.TAG: noun.ABOUT for noun in _NOUNS}
    return document([*routes_of(app), *live.STREAMS], OPERATIONS, SCHEMAS, tags)
