"""`app.py audit …`"""

import json
import sys
from datetime import UTC, datetime

import click

from data import audit as chain
from data.audit_list import AuditFilter, Written, all_of
from data.console.opening import opened
from data.console.table import plain

SHOWN = 50
MOST = 1_000_000


@click.group()
def audit() -> None:
    """Who did what, and whether anybody changed that record."""


@audit.command()
def verify() -> None:
    """Compute the chain of the audit anew. Exit 1, and the first entry that does not fit, if it
    was changed. The head that it prints can be kept elsewhere: it is a hash over everything."""
    with opened() as engine, engine.connect() as connection:
        verdict = chain.verify(connection, _tell)
    if verdict.broken is not None:
        click.echo(f"BROKEN: entry {verdict.broken} was changed, or one before it is gone.")
    elif verdict.cut:
        click.echo(f"CUT: the end is missing; {verdict.entries:,} entries fit.")
    else:
        click.echo(f"ok: {verdict.entries:,} entries, head {verdict.head or '-'}")
    sys.exit(0 if verdict.ok else 1)


@audit.command()
@click.option("--since", type=click.DateTime(), help="From this time on, in UTC.")
@click.option("--actor", help="Of one person only, by the whole name.")
@click.option("--action", help="campaign.cancel, or a noun alone: campaign.")
@click.option("--limit", default=SHOWN, show_default=True, type=click.IntRange(1, MOST))
def show(since: datetime | None, actor: str | None, action: str | None, limit: int) -> None:
    """Show what was done, the newest first, a line each.

    \b
    app.py audit show --since 2026-01-31
    app.py audit show --action campaign.cancel --limit 10
    """
    from_then = since.replace(tzinfo=UTC) if since else None
    wanted = AuditFilter(actor=actor, action=action, since=from_then)
    with opened() as engine:
        for entry in all_of(engine, wanted, limit):
            click.echo(_line(entry))


def _tell(count: int) -> None:
    if count % (10 * chain.PAGE) == 0 and count:
        click.echo(f"{count:,} entries fit so far", err=True)


def _line(entry: Written) -> str:
    places = {
        "campaign": entry.campaign_id,
        "contact": entry.contact_id,
        "operation": entry.operation_id,
    }
    about = [f"{name} {id}" for name, id in places.items() if id is not None]
    detail = json.dumps(entry.detail, ensure_ascii=False) if entry.detail else None
    said = [entry.outcome, *about, entry.subject, entry.reason and f'"{entry.reason}"', detail]
    told = "  ".join(part for part in said if part)
    return plain(f"{entry.at:%Y-%m-%dT%H:%M:%SZ}  {entry.actor}  {entry.action}  {told}")
