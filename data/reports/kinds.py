"""The reports that there are, one row each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from data.domain.report import Column, Format, Question, Row
from data.history.past import Past
from data.reports.rows import (
    abandonment,
    alerts,
    attempts,
    audit,
    contacts,
    states,
    summary,
    transitions,
)

SPREADSHEETS = (Format.CSV, Format.XLSX, Format.JSON)


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One report: its title and what it tells, in English; its columns; where its rows come from.

    `rows` reads them one after another at constant memory, inside the transaction of the past, in
    an order that is the same each time. `state` and `count` name the columns by which the totals
    of the manifest are counted. `is_closed_by_log` says whether rows come from the log alone, so
    that a position of it answers the same for ever.
    """

    key: str
    title: str
    tells: str
    columns: tuple[Column, ...]
    rows: Callable[[Past, Question], Iterator[Row]]
    formats: tuple[Format, ...] = SPREADSHEETS
    state: str | None = None
    count: str | None = None
    is_closed_by_log: bool = True


_ALL = (
    ReportKind(
        "summary",
        "Summary",
        "States, funnel and key figures, by campaign and in total.",
        summary.COLUMNS,
        summary.rows,
        (*SPREADSHEETS, Format.PDF),
        state="state",
        count="count",
    ),
    ReportKind(
        "states",
        "States over time",
        "How many contacts stood in each state, by quarters of an hour, hours or days.",
        states.COLUMNS,
        states.rows,
    ),
    ReportKind(
        "transitions",
        "Moves",
        "Every move of every contact, in the order of the log.",
        transitions.COLUMNS,
        transitions.rows,
        state="to_state",
    ),
    ReportKind(
        "contacts",
        "Contacts",
        "Every contact: its state at the end, its attempts, its talk time.",
        contacts.COLUMNS,
        contacts.rows,
        state="state",
    ),
    ReportKind(
        "attempts",
        "Attempts",
        "Dials and what became of them, by hour of the day and by attempt.",
        attempts.COLUMNS,
        attempts.rows,
    ),
    ReportKind(
        "alerts",
        "Alerts",
        "What was wrong, when, for how long, and who took it up. Alerts are not in the log: what "
        "becomes of one later, and that old ones are forgotten, changes the answer.",
        alerts.COLUMNS,
        alerts.rows,
        is_closed_by_log=False,
    ),
    ReportKind(
        "audit",
        "Audit",
        "Who did what, and what was refused. It is not in the log of moves: what is written while "
        "the file is made is not in it.",
        audit.COLUMNS,
        audit.rows,
        is_closed_by_log=False,
    ),
    ReportKind(
        "abandonment",
        "Abandonment",
        "For the regulator: abandoned calls of predictive campaigns by day, and in the last 24 "
        "hours and 30 days, with numerator, denominator, method and blind spot.",
        abandonment.COLUMNS,
        abandonment.rows,
        (*SPREADSHEETS, Format.PDF),
    ),
)
KINDS: Mapping[str, ReportKind] = {kind.key: kind for kind in _ALL}
