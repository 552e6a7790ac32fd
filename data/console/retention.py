"""`app.py retention`"""

from threading import Event

import click

from data.console.opening import console_actor, opened
from data.domain.errors import SettingError
from data.history import retention as history
from data.history.retention import Plan
from data.log_tail import tail_for
from data.settings import load


@click.command()
@click.option("--days", type=click.IntRange(1, 36_500), help="Instead of RETENTION_DAYS.")
@click.option("--dry-run", is_flag=True, help="Only say what would be dropped.")
def retention(days: int | None, dry_run: bool) -> None:
    """Drop single transitions of months that were over so many days ago. Their sums stay for ever,
    and so do charts, reports of counts, and all live numbers.

    \b
    app.py retention --days 400 --dry-run
    """
    days = days or load().retention_days
    if not days:
        raise SettingError("RETENTION_DAYS=0: history is kept for ever; give --days N")
    with opened() as engine:
        tail = tail_for(engine)
        planned = history.plan(engine, tail, days)
        click.echo(_said(planned))
        if dry_run:
            click.echo("Nothing was dropped: this was a dry run.")
            return
        stopping = Event()
        if not planned.is_empty:
            history.give_up(engine, planned, console_actor())
            stopping.wait(history.BEFORE_SECONDS)
        is_gone = history.clear(engine, tail, stopping)
    click.echo("Done." if is_gone else "Some of it is in use just now: try again later.")


def _said(planned: Plan) -> str:
    if planned.is_empty:
        return "There is nothing to drop."
    places = f" ({', '.join(planned.parts)})" if planned.parts else ""
    said = f"Transitions before {planned.after.at:%Y-%m-%d} UTC: {planned.count:,}{places}."
    stay = f"\nBelonging to no month, and staying: {planned.strays:,}." if planned.strays else ""
    return said + stay
