"""One page of the summary: funnel, states and key figures of a campaign, or of all together."""

from collections import Counter
from collections.abc import Sequence

from data.reports.numbers import by_unit, count, fraction, rate
from data.reports.writers.colours import (
    INK,
    KIND_OF_STATES,
    KINDS_OF_STATES,
    MUTED,
    OF_STATES,
    OF_STEPS,
    OTHER,
    SURFACE,
)
from data.reports.writers.file import Heading
from data.reports.writers.page import Told, heading_of, section
from data.reports.writers.paper import (
    BOLD,
    INNER,
    MARGIN,
    REGULAR,
    Paper,
    plain,
    width_of,
)

GAP = 28.0
COLUMN = (INNER - GAP) / 2
RIGHT = MARGIN + COLUMN + GAP
_STEP, _STATE, _LABELS, _NUMBERS = 26.0, 12.0, 132.0, 40.0
_SMALL, _HEAD, _GAP = 6.2, 8.6, 5.0  # all figures there are fit on a page: a test looks


def draw(paper: Paper, heading: Heading, rows: Sequence[Told]) -> None:
    """Draw the rows of a campaign, or those of all together."""
    parts: dict[str, list[Told]] = {"state": [], "funnel": [], "figure": []}
    for row in rows:
        parts[row["section"]].append(row)
    name = rows[0]["campaign"] or heading.t("All campaigns")
    paper.begin(plain(name)[:80])
    top = heading_of(paper, heading, name)
    left = _funnel(paper, heading, parts["funnel"], top)
    left = _kinds(paper, heading, parts["state"], left - 6)
    right = _states(paper, heading, parts["state"], top)
    _figures(paper, heading, parts["figure"], min(left, right) - 14)


def _funnel(paper: Paper, heading: Heading, steps: Sequence[Told], y: float) -> float:
    language, right = heading.question.language, MARGIN + COLUMN
    y = section(paper, heading.t("Funnel: contacts that reached each step"), MARGIN, y, COLUMN)
    most = max((step["count"] for step in steps), default=0)
    for step, colour in zip(steps, OF_STEPS, strict=False):
        share = step["count"] / most if most else None
        paper.text(MARGIN, y, step["label"], 8.5, width=COLUMN - 100)
        paper.text(
            right - 44, y, count(step["count"], language), 8.5, colour=INK, font=BOLD, align="right"
        )
        paper.text(right, y, rate(share, language), 7.5, colour=MUTED, align="right")
        paper.bar(MARGIN, y - 11.5, COLUMN, 6.5, SURFACE)
        paper.bar(MARGIN, y - 11.5, COLUMN * (share or 0), 6.5, colour)
        y -= _STEP
    return y


def _kinds(paper: Paper, heading: Heading, states: Sequence[Told], y: float) -> float:
    """What the colours mean, and how many contacts there are of each kind."""
    sums: Counter[str] = Counter()
    for state in states:
        sums[KIND_OF_STATES[state["key"]]] += state["count"]
    y = section(paper, heading.t("Contacts by kind of state"), MARGIN, y, COLUMN)
    for label, colour in KINDS_OF_STATES.items():
        if sums[label] or label != OTHER:
            number = count(sums[label], heading.question.language)
            paper.bar(MARGIN, y - 0.5, 5, 5.5, colour)
            paper.text(MARGIN + 9, y, heading.t(label), 7.5)
            paper.text(MARGIN + COLUMN, y, number, 7.5, colour=INK, font=BOLD, align="right")
            y -= _STATE
    return y


def _states(paper: Paper, heading: Heading, states: Sequence[Told], y: float) -> float:
    language, right = heading.question.language, RIGHT + COLUMN
    y = section(paper, heading.t("Contacts by state"), RIGHT, y, COLUMN)
    most = max((state["count"] for state in states), default=0)
    wide = COLUMN - _LABELS - _NUMBERS
    for state in states:
        number, colour = state["count"], OF_STATES[state["key"]]
        paper.bar(RIGHT, y - 0.5, 5, 5.5, colour)
        paper.text(
            RIGHT + 9, y, state["label"], 7.5, colour=INK if number else MUTED, width=_LABELS - 12
        )
        paper.bar(RIGHT + _LABELS, y - 0.5, wide * number / most if most else 0, 5.5, colour)
        font = BOLD if number else REGULAR
        paper.text(
            right,
            y,
            count(number, language),
            7.5,
            colour=INK if number else MUTED,
            font=font,
            align="right",
        )
        y -= _STATE
    return y


def _figures(paper: Paper, heading: Heading, figures: Sequence[Told], y: float) -> None:
    """In two columns: value, where it comes from, and in small print how it is defined."""
    y = section(paper, heading.t("Key figures"), MARGIN, y, INNER)
    half = -(-len(figures) // 2)
    for x, column in ((MARGIN, figures[:half]), (RIGHT, figures[half:])):
        below = y
        for figure in column:
            below = _figure(paper, heading.question.language, figure, (x, below))


def _figure(paper: Paper, language: str, row: Told, place: tuple[float, float]) -> float:
    x, y = place
    value = by_unit(row["unit"], row["value"], language)
    given = fraction(row["numerator"], row["denominator"], language)
    beside = x + COLUMN - max(width_of(value, 9, BOLD), 40) - 8
    paper.text(x, y, row["label"], 8, font=BOLD, width=COLUMN - 130)
    paper.text(beside, y, given, 7, colour=MUTED, align="right")
    paper.text(x + COLUMN, y, value, 9, font=BOLD, align="right")
    return paper.prose(x, y - _HEAD, row["meaning"], _SMALL, width=COLUMN) - _GAP
