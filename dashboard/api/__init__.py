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
    handover,
    health,
    history,
    operations,
    past,
    persons,
    report_runs,
    reports,
    schedules,
    transitions,
)
from dashboard.cache import Recent, create_cache
from dashboard.memory import Memory
from dashboard.problems import NOT_YET, ProblemError
from data.reports.runs import Runs
from data.services import Services

MOST_RECENT = 200


def register(app: Flask, services: Services) -> None:
    """Answer all of it from `app`."""
    recent = Recent(MOST_RECENT)
    cache = create_cache(app, services.redis_url)
    memory = Memory(cache, lambda: _identity(services))
    errors.register(app)
    health.register(app, services)
    campaigns.register(app, services)
    past.register(app, services, memory)
    contacts.register(app, services, recent)
    persons.register(app, services, recent)
    blacklist.register(app, services)
    alerts.register(app, services)
    handover.register(app, services)
    dialers.register(app, services)
    commands.register(app, services)
    docs.register(app, services)
    audit.register(app, services)
    deeds.register(app, services)
    operations.register(app, services)
    access.register(app, services)
    schedules.register(app, services)
    transitions.register(app, services, cache)
    history.register(app, services, memory)
    runs = Runs()
    report_runs.register(app, services, runs)
    reports.register(app, services, memory, runs)


def _identity(services: Services) -> str:
    """Which database it is, in which revision. Raises the 503 problem before that is known."""
    snapshot = services.feed.current
    if snapshot is None:
        raise ProblemError(NOT_YET)
    return snapshot.identity
