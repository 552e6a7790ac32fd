"""`app.py wall …`"""

from datetime import datetime

import click

from data import clock
from data.accounts import walls
from data.accounts.walls import Screen, Wall
from data.commands import access
from data.console import arguments
from data.console.opening import console_actor, opened
from data.console.table import ago, ids, table
from data.database import reading
from data.settings import load

HEAD = ("ID", "NAME", "BEGINS", "CAMPAIGNS", "STATE", "SCREEN", "SEEN", "BEHIND")


@click.group()
def wall() -> None:
    """Screens on walls: they see numbers of all contacts together, and do nothing."""


@wall.command()
@click.argument("name")
@arguments.campaigns
def create(name: str, campaigns: frozenset[int] | str | None) -> None:
    """Make a wall, and print the link that signs its screens in, each for a year.

    \b
    app.py wall create lobby
    app.py wall create "second floor" --campaigns 7
    """
    limit = arguments.limit(campaigns)
    with opened() as engine:
        made = access.create_wall(engine, console_actor(), name, limit)
    click.echo(f"{load().address}{_board(limit)}#token={made.secret}")
    click.echo(f"This is wall {made.id}, its link shown once: open it on its screens.", err=True)


@wall.command(name="list")
def show() -> None:
    """Show all walls and their screens: when each was last seen, how old its numbers were."""
    with opened() as engine, reading(engine) as connection:
        now = clock.now(connection)
        rows = [row for one in walls.everyone(connection) for row in _rows(one, now)]
    click.echo(table(HEAD, rows) if rows else "There is no wall.")


@wall.command()
@click.argument("wall_id", type=click.IntRange(min=1, max=2**62), metavar="ID")
def revoke(wall_id: int) -> None:
    """Close a wall's link, and sign its screens out at once.

    \b
    app.py wall revoke 2
    """
    with opened() as engine:
        access.revoke_wall(engine, console_actor(), wall_id)
    click.echo(f"Revoked wall {wall_id}: its screens are signed out.")


def _board(limit: frozenset[int] | None) -> str:
    """One campaign has a board of its own; several take turns."""
    return f"/wall/{min(limit)}" if limit is not None and len(limit) == 1 else "/wall"


def _rows(one: Wall, now: datetime) -> list[tuple[object, ...]]:
    state = "revoked" if one.revoked_at else "in force"
    head = (one.id, one.name, f"{one.prefix}…", ids(one.campaigns), state)
    return [(*head, *_screen(screen, now)) for screen in one.screens] or [(*head, "-", "-", "-")]


def _screen(screen: Screen, now: datetime) -> tuple[object, ...]:
    behind = "-" if screen.behind_ms is None else f"{screen.behind_ms} ms"
    return screen.id, ago(screen.seen_at, now), behind
