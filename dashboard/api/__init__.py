"""The HTTP interface for programs: one file per noun."""

from flask import Flask

from dashboard.api import (
    access,
    alerts,
    audit,
    blacklist,
    campaigns,
    commands,
    contacts,
    deeds,
    dialers,
    docs,
    errors,
    health,
    operations,
    persons,
    transitions,
)
from dashboard.cache import Recent, create_cache
from data.services import Services

MOST_RECENT = 200


def register(app: Flask, services: Services) -> None:
    """Answer all of it from `app`."""
    recent = Recent(MOST_RECENT)
    errors.register(app)
    health.register(app, services)
    campaigns.register(app, services)
    contacts.register(app, services, recent)
    persons.register(app, services, recent)
    blacklist.register(app, services)
    alerts.register(app, services)
    dialers.register(app, services)
    commands.register(app, services)
    docs.register(app)
    audit.register(app, services)
    deeds.register(app, services)
    operations.register(app, services)
    access.register(app, services)
    transitions.register(app, services, create_cache(app, services.redis_url))
