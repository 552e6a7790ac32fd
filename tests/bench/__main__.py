"""Run the benchmarks and print one table. Exit code 1 only if something broke."""

import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import click

from tests.bench import report, table
from tests.bench.machine import machine
from tests.bench.parts import (
    alerts,
    cancel,
    contacts,
    first_content,
    flood,
    folds,
    history,
    pictures,
    pixel,
    reports,
    starts,
    ticks,
    triggers,
    viewers,
    wall,
)
from tests.bench.result import Result
from tests.bench.workbench import Workbench, workbench

Part = Callable[[Workbench], Iterator[Result]]

PARTS: Mapping[str, Part] = {
    "pixel": pixel.measure,
    "viewers": viewers.measure,
    "ticks": ticks.measure,
    "folds": folds.measure,
    "pictures": pictures.measure,
    "flood": flood.measure,
    "starts": starts.measure,
    "triggers": triggers.measure,
    "contacts": contacts.measure,
    "first_content": first_content.measure,
    "wall": wall.measure,
    "alerts": alerts.measure,
    "cancel": cancel.measure,
    "history": history.measure,
    "reports": reports.measure,
}


@click.command()
@click.option("--quick", is_flag=True, help="A shortened run: see that it works, not how fast.")
@click.option("--only", help=f"Some parts, with commas between: {', '.join(PARTS)}.")
@click.option("--write", is_flag=True, help="Write docs/benchmarks.md; of a full run only.")
def main(quick: bool, only: str | None, write: bool) -> None:
    """The benchmarks, as a table: ours, the peer, the ratio, the target."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    names = _names(only)
    if write and (quick or only):
        raise click.UsageError("--write is for a full run: without --quick and --only")
    with workbench(quick) as bench:
        outcomes = [_run(name, bench) for name in names]
        found = machine(bench)
    results = [result for outcome in outcomes if outcome for result in outcome]
    click.echo(table.plain(results))
    if None in outcomes:
        sys.exit(1)
    if write:
        report.write(results, found, names, datetime.now(UTC).date())


def _names(only: str | None) -> Sequence[str]:
    names = only.split(",") if only else list(PARTS)
    if unknown := set(names) - set(PARTS):
        raise click.BadParameter(f"there is no {', '.join(sorted(unknown))}", param_hint="--only")
    return names


def _run(name: str, bench: Workbench) -> list[Result] | None:
    """The results of a part; None, and why on stderr, where it broke."""
    click.echo(f"{name} …", err=True)
    results = []
    try:
        for result in PARTS[name](bench):
            results.append(result)
            click.echo(f"  {result.what}: {result.ours:.4g} {result.unit}", err=True)
    except Exception:  # noqa: BLE001 - the other parts are still worth running
        traceback.print_exc()
        return None
    return results


if __name__ == "__main__":
    main()
