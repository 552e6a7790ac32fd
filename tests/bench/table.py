"""The results as one table: for a terminal, and for a document."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.bench.result import Result, number

HEADINGS = ("What", "Ours", "Peer", "Ratio", "Target", "Met?")
_MET = {True: "yes", False: "MISSED", None: ""}


def plain(results: Iterable[Result]) -> str:
    """For a terminal: columns of equal width."""
    rows = [HEADINGS, *map(_cells, results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(_aligned(row, widths)).rstrip() for row in rows)


def markdown(results: Iterable[Result]) -> str:
    """For a document."""
    rows = [HEADINGS, ("---", *["---:"] * 3, "---", "---"), *map(_cells, results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def failures(reasons: Mapping[str, str]) -> str:
    """A line for each part that could not be measured to its end; empty where there is none."""
    return "\n".join(f"Not measured: {part}: {reason}" for part, reason in reasons.items())


def _cells(result: Result) -> tuple[str, ...]:
    return (
        result.what,
        f"{number(result.ours)} {result.unit}".strip(),
        "" if result.peer is None else f"{number(result.peer)} {result.unit}".strip(),
        "" if result.ratio is None else f"{number(result.ratio)}×",
        result.target,
        _MET[result.met],
    )


def _aligned(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if index in (1, 2, 3) else cell.ljust(width)
