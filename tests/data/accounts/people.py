"""Accounts for the tests."""

from typing import Any

from sqlalchemy import Engine, select, text

from data.commands import access
from data.domain.access import Actor, Means, Role
from data.schema.tables import audit

CONSOLE = Actor("root", Role.ADMIN, Means.CONSOLE)
PASSWORD = "correct horse battery"
HOME = "203.0.113.7"


def add(engine: Engine, name: str = "anna", role: Role = Role.ADMIN, **given: Any) -> int:
    return access.add_user(engine, CONSOLE, name, role, PASSWORD, **given)


def add_campaigns(engine: Engine, *ids: int) -> None:
    with engine.execution_options(write=True).begin() as connection:
        for id in ids:
            connection.execute(
                text("INSERT INTO campaigns (id, name, mode) VALUES (:id, :name, 'preview')"),
                {"id": id, "name": f"Campaign {id}"},
            )


def execute(engine: Engine, sql: str, **given: Any) -> Any:
    with engine.execution_options(write=True).begin() as connection:
        result = connection.execute(text(sql), given)
        return result.scalar() if result.returns_rows else None


def revision(engine: Engine) -> int:
    return int(execute(engine, "SELECT revision FROM access_revision"))


def audited(engine: Engine) -> list[tuple[str, str, str | None, str]]:
    """Actor, action, subject and outcome of each entry."""
    wanted = select(audit.c.actor, audit.c.action, audit.c.subject, audit.c.outcome)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(wanted.order_by(audit.c.id))]
