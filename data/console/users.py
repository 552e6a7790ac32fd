"""`app.py user …`"""

from pathlib import Path

import click

from data.accounts import users
from data.accounts.users import NoSuchUserError, User
from data.commands import access
from data.console import arguments
from data.console.opening import console_actor, opened
from data.console.table import day, ids, table
from data.database import reading
from data.domain.access import Role

HEAD = ("NAME", "ROLE", "CAMPAIGNS", "SINCE", "SIGNS IN")


@click.group()
def user() -> None:
    """Who may sign in. The first user closes the house: from then on everybody has to."""


@user.command()
@click.argument("name")
@arguments.role(users.ROLES)
@arguments.campaigns
@arguments.password_file
def add(
    name: str, role: str, campaigns: frozenset[int] | str | None, password_file: Path | None
) -> None:
    """Add somebody. The password is asked for, or read from standard input or a file.

    \b
    app.py user add anna --role admin
    app.py user add petr --role supervisor --campaigns 1,2 --password-file petr.txt
    """
    password = arguments.read_password(password_file)
    limit = arguments.limit(campaigns)
    with opened() as engine:
        access.add_user(engine, console_actor(), name, Role(role), password, campaigns=limit)
    click.echo(f"Added {name}: {role}.")


@user.command(name="list")
def show() -> None:
    """Show everybody."""
    with opened() as engine, reading(engine) as connection:
        rows = [_row(one) for one in users.everyone(connection)]
    click.echo(table(HEAD, rows) if rows else "There is no user yet: app.py user add NAME --role …")


@user.command()
@click.argument("name")
def disable(name: str) -> None:
    """End somebody's access, everywhere and at once. What they did stays in the audit.

    \b
    app.py user disable anna
    """
    with opened() as engine:
        access.disable_user(engine, console_actor(), name)
    click.echo(f"Disabled {name}: all sessions are ended.")


@user.command()
@click.argument("name")
def enable(name: str) -> None:
    """Let somebody in again.

    \b
    app.py user enable anna
    """
    with opened() as engine:
        access.enable_user(engine, console_actor(), name)
    click.echo(f"Enabled {name}.")


@user.command()
@click.argument("name")
@arguments.password_file
def password(name: str, password_file: Path | None) -> None:
    """Set another password, and end all of somebody's sessions.

    \b
    app.py user password anna
    app.py user password anna --password-file - < new.txt
    """
    given = arguments.read_password(password_file)
    with opened() as engine:
        access.change_password(engine, console_actor(), name, given)
    click.echo(f"Changed the password of {name}: all sessions are ended.")


@user.command(name="role")
@click.argument("name")
@arguments.role(users.ROLES)
@arguments.campaigns
def change_role(name: str, role: str, campaigns: frozenset[int] | str | None) -> None:
    """Give somebody another role. Campaigns stay as they are unless they are named.

    \b
    app.py user role anna --role manager
    app.py user role anna --role supervisor --campaigns 1,2
    """
    with opened() as engine:
        with reading(engine) as connection:
            found = users.named(connection, name)
        if found is None:
            raise NoSuchUserError
        limit = found.campaigns if campaigns is None else arguments.limit(campaigns)
        access.change_role(engine, console_actor(), name, Role(role), limit)
    click.echo(f"{name} is {role} for campaigns: {ids(limit)}.")


def _row(one: User) -> tuple[str, ...]:
    means = "disabled" if one.disabled_at else ("by password" if one.password else "by OIDC")
    return one.name, one.role.value, ids(one.campaigns), day(one.created_at), means
