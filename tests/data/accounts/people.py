"""Accounts for the tests."""

from typing import Any

from sqlalchemy import Engine, insert

from data.accounts.directory import Directory
from data.accounts.login import sign_in
from data.commands import access
from data.domain.access import Actor, Means, Role
from data.schema.tables import campaigns
from tests.data.sql import one, rows

CONSOLE = Actor("root", Role.ADMIN, Means.CONSOLE)
PASSWORD = "correct horse battery"
HOME = "203.0.113.7"


def add(engine: Engine, name: str = "anna", role: Role = Role.ADMIN, **given: Any) -> int:
    return access.add_user(engine, CONSOLE, name, role, PASSWORD, **given)


def add_campaigns(engine: Engine, *ids: int) -> None:
    new = [{"id": id, "name": f"Campaign {id}", "mode": "preview"} for id in ids]
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(insert(campaigns), new)


def signed_in(engine: Engine, directory: Directory, name: str = "anna") -> tuple[str, Actor]:
    """The secret of a new session, and who it is for a directory."""
    secret = sign_in(engine, name, PASSWORD, HOME)
    actor = directory.by_session(secret)
    assert actor is not None
    return secret, actor


def revision(engine: Engine) -> int:
    return int(one(engine, "SELECT revision FROM access_revision"))


def audited(engine: Engine) -> list[tuple[str, str, str | None, str]]:
    """Actor, action, subject and outcome of each entry."""
    return rows(engine, "SELECT actor, action, subject, outcome FROM audit ORDER BY id")
