"""`app.py token …`"""

from datetime import datetime

import click

from data import clock
from data.accounts import tokens
from data.accounts.tokens import Token
from data.commands import access
from data.console import arguments
from data.console.opening import console_actor, opened
from data.console.table import ago, day, ids, table
from data.database import reading
from data.domain.access import Role

HEAD = ("ID", "NAME", "BEGINS", "ROLE", "CAMPAIGNS", "UNTIL", "USED", "STATE")


@click.group()
def token() -> None:
    """What programs show instead of a password: Authorization: Bearer TOKEN."""


@token.command()
@click.argument("name")
@arguments.role(tokens.ROLES)
@arguments.campaigns
@click.option("--days", default=90, show_default=True, help="How long it lasts.")
def create(name: str, role: str, campaigns: frozenset[int] | str | None, days: int) -> None:
    """Make a token. It is shown once, here, and kept nowhere.

    \b
    app.py token create "dialer 1" --role dialer --campaigns 1,2
    app.py token create reports --role manager --days 365
    """
    limit = arguments.limit(campaigns)
    with opened() as engine:
        made = access.create_token(
            engine, console_actor(), name, Role(role), days=days, campaigns=limit
        )
    click.echo(made.secret)
    click.echo(f"This is token {made.id}, shown once: keep it now.", err=True)


@token.command(name="list")
def show() -> None:
    """Show all tokens by their beginning."""
    with opened() as engine, reading(engine) as connection:
        now = clock.now(connection)
        rows = [_row(one, now) for one in tokens.everyone(connection)]
    click.echo(table(HEAD, rows) if rows else "There is no token.")


@token.command()
@click.argument("token_id", type=click.IntRange(min=1, max=2**62), metavar="ID")
def revoke(token_id: int) -> None:
    """End a token at once, open streams too.

    \b
    app.py token revoke 3
    """
    with opened() as engine:
        access.revoke_token(engine, console_actor(), token_id)
    click.echo(f"Revoked token {token_id}.")


def _row(one: Token, now: datetime) -> tuple[object, ...]:
    ended = "expired" if one.expires_at <= now else "in force"
    state = "revoked" if one.revoked_at else ended
    limits = one.role.value, ids(one.campaigns), day(one.expires_at)
    return one.id, one.name, f"{one.prefix}…", *limits, ago(one.used_at, now), state
