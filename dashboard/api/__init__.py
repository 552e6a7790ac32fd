"""The HTTP interface for programs: one file per noun."""

from flask import Flask

from dashboard.api import campaigns, errors, health, transitions
from data.services import Services


def register(app: Flask, services: Services) -> None:
    """Answer all of it from `app`."""
    errors.register(app)
    for noun in (health, campaigns, transitions):
        noun.register(app, services)
