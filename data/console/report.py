"""`app.py report …`: reports written and checked without the pages.

The server writes its reports by it too, in a process of its own each, and whoever waits for one
waits until all this is imported: so each command imports only what it needs.
"""

import gc
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from data.domain.asking import ALL, AskingError, Menu, order
from data.domain.presets import PRESETS
from data.domain.report import Format, Question

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from data.domain.manifest import Manifest

TOLD_SECONDS = 0.2
LASTING = 100_000  # rows come and go by thousands: looking among them for cycles finds none
OUTPUT_BYTES = 65_536
GONE, ENDED = 128 + signal.SIGPIPE, 128 + signal.SIGTERM

# In a language: what puts English into it.
Spoken = Callable[[str], AbstractContextManager[Callable[..., str]]]
_LANGUAGES = ("en", "cs")


@click.group()
def report() -> None:
    """Write reports as files, and check files that were written."""


@report.command()
@click.argument("kind", required=False)
@click.option("--campaign", help=f"Ids with commas between, or {ALL}.")
@click.option("--range", help=f"Instead of --from and --to: {', '.join(PRESETS)}.")
@click.option("--from", help="A day or a time such as 2026-01-31 or 2026-01-31T14:00.")
@click.option("--to", help="Up to before this day or time; now without it.")
@click.option("--tz", help="The zone of days and times; TIMEZONE without it.")
@click.option("--state", help="Only moves into these states, or contacts in them.")
@click.option("--format", help=f"{', '.join(Format)}, as far as the report comes in it.")
@click.option("--language", "lang", help=f"{' or '.join(_LANGUAGES)}; LANGUAGE without it.")
@click.pass_obj
def write(spoken: Spoken, /, kind: str | None, **given: str | None) -> None:
    """Write a report to standard output.

    Without KIND the question is read from standard input, as JSON, and how far it is goes to
    standard error, a line of JSON each: so programs write reports.

    \b
    app.py report write summary --range last_month --tz Europe/Prague > march.csv
    app.py report write transitions --campaign 7 --from 2026-03-01 --format xlsx > moves.xlsx
    """
    with _ending_quietly() as out:
        if kind is None:
            _write_as_told(spoken, out)
        else:
            _write_as_asked(spoken, out, kind, {name: text or "" for name, text in given.items()})


@report.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def verify(spoken: Spoken, file: Path) -> None:
    """Hold a report's file against the database. Exit 1 if any check fails."""
    from data.console.opening import opened
    from data.log_tail import tail_for
    from data.reports.verify import verify as check

    with opened() as engine:
        verdict = check(engine, tail_for(engine), file, spoken)
    for line in verdict.lines:
        click.echo(line)
    sys.exit(0 if verdict.ok else 1)


def _write_as_asked(spoken: Spoken, out: BinaryIO, kind: str, given: dict[str, str]) -> None:
    from datetime import UTC, datetime

    from data.commands import reports
    from data.console.opening import console_actor, opened
    from data.reports.kinds import KINDS
    from data.settings import load

    settings = load()
    formats = {key: one.formats for key, one in KINDS.items()}
    menu = Menu(formats, _LANGUAGES, settings.timezone, settings.language)
    try:
        asked = order(kind, given, menu, datetime.now(UTC))
    except AskingError as error:
        raise click.UsageError(str(error)) from None
    with opened() as engine:
        question = reports.export(engine, console_actor(), asked.question, asked.format)
        manifest = _write(engine, spoken, question, asked.format, out=out, told=_silent)
    click.echo(f"{manifest.rows:,} rows as of {manifest.as_of.isoformat()}", err=True)


def _write_as_told(spoken: Spoken, out: BinaryIO) -> None:
    """For our own server: it has checked and written down who asks what."""
    from data.database import open_engine
    from data.domain.errors import REFUSALS, reason_of

    try:
        told = json.loads(sys.stdin.buffer.read())
        question, format = Question.of_plain(told["question"]), Format(told["format"])
        database = told.get("database") or _database()
    except (ValueError, TypeError, KeyError, AttributeError):
        raise click.UsageError("There is no question in standard input, nor a KIND.") from None
    engine = open_engine(database)
    try:
        manifest = _write(engine, spoken, question, format, out=out, told=_teller())
    except Exception as error:
        if not isinstance(error, BrokenPipeError):
            _tell({"error": reason_of(error), "refused": isinstance(error, REFUSALS)})
        raise
    finally:
        engine.dispose()
    _tell({"rows": manifest.rows, "manifest": manifest.plain()})


def _write(
    engine: "Engine",
    spoken: Spoken,
    question: Question,
    format: Format,
    *,
    out: BinaryIO,
    told: Callable[[int], None],
) -> "Manifest":
    from data.log_tail import tail_for
    from data.reports.write import write as write_report

    gc.set_threshold(LASTING)
    with spoken(question.language) as t:
        manifest = write_report(engine, tail_for(engine), question, format, out, t, told)
    out.flush()
    return manifest


def _database() -> str:
    from data.settings import load

    return load().database


def _silent(_: int) -> None: ...


def _teller() -> Callable[[int], None]:
    """Tells how many rows were written, not too often."""
    last = time.monotonic()

    def told(rows: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TOLD_SECONDS:
            last = time.monotonic()
            _tell({"rows": rows})

    return told


def _tell(what: dict[str, Any]) -> None:
    os.write(sys.stderr.fileno(), json.dumps(what).encode() + b"\n")


@contextmanager
def _ending_quietly() -> Iterator[BinaryIO]:
    """Standard output. Whoever stops us or does not listen any more has us end without a word, and
    with all that we opened closed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", OUTPUT_BYTES)
    try:
        yield out
        out.flush()
    except BrokenPipeError:
        sys.exit(GONE)
    finally:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())  # where the rest may go
        out.close()
