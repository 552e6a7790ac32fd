"""Abandoned calls of a campaign, for a regulator: two rates, how they were counted, each day."""

from collections.abc import Sequence

from data.reports.numbers import count, rate
from data.reports.words import moment
from data.reports.writers.colours import ALARM, INK, LINE, MUTED, SURFACE, WAITING
from data.reports.writers.file import Heading
from data.reports.writers.page import Told, heading_of, section
from data.reports.writers.paper import BOLD, BOTTOM, INNER, MARGIN, REGULAR, TOP, Paper, plain

GAP = 28.0
COLUMN = (INNER - GAP) / 2
_ROW, _SMALL = 12.6, 7.4
_RIGHTS = (MARGIN + 150, MARGIN + 225, MARGIN + 300)  # where the numbers of a day end
_BAR, _BAR_WIDTH = MARGIN + 322, INNER - 322
_LIMITS = 2.0  # as many limits as the longest bar is long


def draw(paper: Paper, heading: Heading, rows: Sequence[Told]) -> None:
    """Draw the rows of a campaign; its days go on overleaf where there are many."""
    name = rows[0]["campaign"]
    paper.begin(plain(name)[:80])
    y = heading_of(paper, heading, name) - 6
    for place, row in enumerate(row for row in rows if row["day"] is None):
        _total(paper, heading, row, MARGIN + place * (COLUMN + GAP), y)
    y = _method(paper, heading, rows[0], y - 92)
    _days(paper, heading, [row for row in rows if row["day"] is not None], y - 14)


def is_over(row: Told) -> bool:
    """Whether more calls were abandoned than may be."""
    return row["rate"] is not None and row["limit"] is not None and row["rate"] > row["limit"]


def _total(paper: Paper, heading: Heading, row: Told, x: float, y: float) -> None:
    t, language = heading.t, heading.question.language
    y = section(paper, t("Abandoned, {period}", period=row["period"]), x, y, COLUMN)
    colour = ALARM if is_over(row) else INK
    wide = paper.text(x, y - 14, rate(row["rate"], language), 25, colour=colour, font=BOLD)
    numbers = f"{count(row['abandoned'], language)} / {count(row['answered'], language)}"
    paper.text(x + wide + 12, y - 4, numbers, 10, colour=INK, font=BOLD)
    paper.text(x + wide + 12, y - 15, t("abandoned of answered calls"), _SMALL, colour=MUTED)
    limit = rate(row["limit"], language)
    said = t("▲ over the limit of {limit}", limit=limit)
    if not is_over(row):
        said = t("The limit is {limit}", limit=limit)
    paper.text(x, y - 31, said, 8.5, colour=colour if is_over(row) else MUTED, font=BOLD)
    zone = heading.question.tzinfo
    span = f"{moment(row['start'], zone)} – {moment(row['end'], zone)}"
    paper.text(x, y - 43, span, _SMALL, colour=MUTED, width=COLUMN)


def _method(paper: Paper, heading: Heading, row: Told, y: float) -> float:
    y = section(paper, heading.t("How it was counted"), MARGIN, y, INNER)
    y = paper.prose(MARGIN, y, row["method"], 8, width=INNER, colour=INK)
    return paper.prose(MARGIN, y - 3, row["blind_spot"], 8, width=INNER, colour=INK)


def _days(paper: Paper, heading: Heading, days: Sequence[Told], y: float) -> None:
    y = _days_head(paper, heading, y)
    if not days:
        paper.text(MARGIN, y, heading.t("No call in this span."), 8, colour=MUTED)
    for day in days:
        if y < BOTTOM:
            paper.begin()
            paper.text(MARGIN, TOP, day["campaign"], 10, colour=INK, font=BOLD)
            y = _days_head(paper, heading, TOP - 24)
        _day(paper, heading, day, y)
        y -= _ROW


def _days_head(paper: Paper, heading: Heading, y: float) -> float:
    t = heading.t
    y = section(paper, t("Day by day, {zone}", zone=heading.question.zone), MARGIN, y, INNER)
    paper.text(MARGIN, y, t("Day"), _SMALL, colour=MUTED)
    for right, label in zip(_RIGHTS, ("Abandoned", "Answered", "Abandonment"), strict=True):
        paper.text(right, y, t(label), _SMALL, colour=MUTED, align="right")
    paper.text(_BAR + _BAR_WIDTH / _LIMITS, y, t("Limit"), _SMALL, colour=MUTED, align="middle")
    return y - _ROW - 1


def _day(paper: Paper, heading: Heading, row: Told, y: float) -> None:
    language = heading.question.language
    colour, font = (ALARM, BOLD) if is_over(row) else (INK, REGULAR)
    paper.text(MARGIN, y, row["day"], 8)
    texts = (
        count(row["abandoned"], language),
        count(row["answered"], language),
        rate(row["rate"], language),
    )
    for right, text in zip(_RIGHTS, texts, strict=True):
        paper.text(right, y, text, 8, colour=colour, font=font, align="right")
    _bar(paper, row, y)


def _bar(paper: Paper, row: Told, y: float) -> None:
    """As long as the rate, with the limit in its middle."""
    paper.bar(_BAR, y - 0.5, _BAR_WIDTH, 6, SURFACE)
    if row["rate"] and row["limit"]:
        share = min(row["rate"] / row["limit"] / _LIMITS, 1.0)
        paper.bar(_BAR, y - 0.5, _BAR_WIDTH * share, 6, ALARM if is_over(row) else WAITING)
    paper.bar(_BAR + _BAR_WIDTH / _LIMITS, y - 2.5, 0.8, 10, LINE)
