"""`docs/benchmarks.md`: the last full run."""

from collections.abc import Mapping, Sequence
from datetime import date

from data.settings import ROOT
from tests.bench.result import Result
from tests.bench.table import failures, markdown

PATH = ROOT / "docs" / "benchmarks.md"
_TEXT = """\
# Benchmarks

The last full run, of {day}. `make bench` runs all of it again and prints the table;
`make bench BENCH=--write` also writes it down here. `BENCH=--quick` is a shortened run, and
`BENCH="--only pixel,viewers"` runs some parts: {parts}.

{machine}

{table}

{failures}
**How it is measured.** A dialer in a process of its own commits with plain SQL and rings Redis
afterwards; a delay begins when its COMMIT returns. It ends for a *pixel* when Chromium draws the
frame after the one with the change, and for a *viewer* when the frame has been read from the
socket. Where changes are shown together, each counts from its own commit. The *peer* is the page
that a Dash developer would write first (`tests/bench/peers/interval.py`: `dcc.Interval` each
second, SQL GROUP BY, whole figures, Dash's own server), on the same database in the same run. For
the triggers the peer is the same database without them. *Ratio* is peer divided by ours.
"""


def write(
    results: Sequence[Result],
    broken: Mapping[str, str],
    machine: Mapping[str, str],
    parts: Sequence[str],
    day: date,
) -> None:
    """Replace the document. `broken` says why a part could not be measured to its end."""
    text = _TEXT.format(
        day=f"{day:%-d %B %Y}",
        parts=", ".join(f"`{part}`" for part in parts),
        machine="\n".join(f"- {name}: {words}" for name, words in machine.items()),
        table=markdown(results),
        failures=f"{failures(broken)}\n" if broken else "",
    )
    PATH.write_text(text)
