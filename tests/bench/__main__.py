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
    results: list[Result] = []
    broken: dict[str, str] = {}
    with workbench(quick) as bench:
        for name in names:
            reason = _run(name, bench, results)
            if reason:
                broken[name] = reason
        found = machine(bench)
    click.echo(table.plain(results))
    click.echo(table.failures(broken))
    if write:
        report.write(results, broken, found, names, datetime.now(UTC).date())
    sys.exit(1 if broken else 0)


def _names(only: str | None) -> Sequence[str]:
    names = only.split(",") if only else list(PARTS)
    if unknown := set(names) - set(PARTS):
        raise click.BadParameter(f"there is no {', '.join(sorted(unknown))}", param_hint="--only")
    return names


def _run(name: str, bench: Workbench, results: list[Result]) -> str:
    """Measure a part and add its results. Why it broke, where it did: what it had measured until
    then is kept, and the other parts are still worth running."""
    click.echo(f"{name} …", err=True)
    try:
        for result in PARTS[name](bench):
            results.append(result)
            click.echo(f"  {result.what}: {result.ours:.4g} {result.unit}", err=True)
    except Exception as error:  # noqa: BLE001
        traceback.print_exc()
        return f"{type(error).__name__}: {next(iter(str(error).splitlines()), '')}"
    return ""


if __name__ == "__main__":
    main()
