"""What pages of all reports have in common: what stands above, and headings of their parts."""

from collections.abc import Mapping
from typing import Any

from data.reports.words import since, until
from data.reports.writers.colours import INK, MUTED
from data.reports.writers.file import Heading
from data.reports.writers.paper import BOLD, INNER, MARGIN, TOP, Paper, plain, wrapped

Told = Mapping[str, Any]  # a row, by the keys of its columns

TITLE_SIZE, TITLE_LINES = 19.0, 2


def heading_of(paper: Paper, heading: Heading, name: str) -> float:
    """What the page is of, which span and zone; where the rest begins."""
    t, question = heading.t, heading.question
    paper.text(MARGIN, TOP, t(heading.kind.title), 8.5, colour=MUTED, font=BOLD)
    y: float = TOP - 23
    lines = wrapped(plain(name), TITLE_SIZE, INNER, BOLD)
    rest = " ".join(lines[TITLE_LINES - 1 :])
    for line in filter(None, (*lines[: TITLE_LINES - 1], rest)):
        paper.text(MARGIN, y, line, TITLE_SIZE, colour=INK, font=BOLD)
        y -= TITLE_SIZE * 1.2
    span = t("From {start} until {end}", start=since(question, t), end=until(question, t))
    paper.text(MARGIN, y + 4, f"{span} · {t('Time zone')} {question.zone}", 8.5, colour=MUTED)
    return y - 24


def section(paper: Paper, title: str, x: float, y: float, width: float) -> float:
    """The heading of a part, with a line under it; where the part begins."""
    paper.text(x, y, title, 9.5, colour=INK, font=BOLD, width=width)
    paper.line(x, y - 5.5, width)
    return y - 20


def empty_page(paper: Paper, heading: Heading) -> None:
    """The only page of a report without a row."""
    paper.begin()
    y = heading_of(paper, heading, heading.t("Nothing to report"))
    said = heading.t("No campaign of the question has anything of this kind.")
    paper.prose(MARGIN, y, said, 9, width=INNER)
