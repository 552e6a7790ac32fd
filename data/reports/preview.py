"""The first rows of a report, and how many there are: for whoever wants to see what they will get,
and does not want to wait."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import Engine

from data.domain.report import Question, Row
from data.history.past import Past, Span
from data.log_tail import LogTail
from data.reports.kinds import KINDS
from data.reports.rows.scope import end_of, span_of
from data.reports.settled import settled

ROWS = 50
STEP = 500
MOST_COUNTED = 20_000
COUNT_SECONDS = 0.4
READ_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows, in the form that files have them; how many there are, at least or exactly;
    and the question with what was left open."""

    question: Question
    as_of: datetime
    rows: list[Row]
    count: int
    is_exact: bool


def preview(
    engine: Engine,
    tail: LogTail,
    question: Question,
    t: Callable[[str], str] = str,
    clock: Callable[[], float] = time.monotonic,
) -> Preview:
    """What a report begins with. Raises DeadlineError, TooMuchHistoryError."""
    kind = KINDS[question.kind]
    with Past.of(engine, tail, question.position, seconds=READ_SECONDS) as past:
        asked = replace(question, position=past.position, end=end_of(past, question))
        rows = kind.rows(past, asked)
        first = list(islice(rows, ROWS))
        if len(first) < ROWS:
            count, is_exact = len(first), True
        elif kind.key in COUNTS:
            count, is_exact = COUNTS[kind.key](past, asked), True
        else:
            count, is_exact = _counted(rows, clock)
    shown = settled(first, kind.columns, t) if first else []
    return Preview(asked, past.as_of, list(zip(*shown, strict=True)), count, is_exact)


def _counted(rows: Iterator[Row], clock: Callable[[], float]) -> tuple[int, bool]:
    """How many there are, the first ones included, and whether these are all."""
    give_up, count = clock() + COUNT_SECONDS, ROWS
    while clock() < give_up and count < MOST_COUNTED:
        more = sum(1 for _ in islice(rows, STEP))
        count += more
        if more < STEP:
            return count, True
    return count, False


def _moves(past: Past, question: Question) -> int:
    moves = past.moves(question.asked, span_of(past, question))
    return sum(
        move.count for move in moves if not question.states or move.to_state in question.states
    )


def _contacts(past: Past, question: Question) -> int:
    """Those that had come and had not gone: of a state, or of all."""

    def counts(state: str | None) -> bool:
        return state is not None and (not question.states or state in question.states)

    moves = past.moves(question.asked, Span(None, end_of(past, question)))
    return sum(move.count * (counts(move.to_state) - counts(move.from_state)) for move in moves)


# What the sums know at once, however many rows there are.
COUNTS: Mapping[str, Callable[[Past, Question], int]] = {
    "transitions": _moves,
    "contacts": _contacts,
}
