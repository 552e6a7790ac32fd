"""The HTTP interface for programs: one file per noun."""

from flask import Flask

from dashboard.api import (
    alerts,
    campaigns,
    commands,
    contacts,
    dialers,
    docs,
    errors,
    health,
    transitions,
)
from dashboard.cache import create_cache
from data.services import Services


def register(app: Flask, services: Services) -> None:
    """Answer all of it from `app`."""
    errors.register(app)
    health.register(app, services)
    campaigns.register(app, services)
    contacts.register(app, services)
    alerts.register(app, services)
    dialers.register(app, services)
    commands.register(app, services)
    docs.register(app)
    transitions.register(app, services, create_cache(app, services.redis_url))
