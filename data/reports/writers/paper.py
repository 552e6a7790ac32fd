"""Sheets of A4, and what is drawn on them: text that fits, bars, lines, a foot.

Letters are those of the dashboard's own font; what it lacks is taken from another one, and what
neither has is an empty box.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from data.reports.writers.colours import INK, LINE, MUTED

WIDTH, HEIGHT = A4
MARGIN, FOOT = 48.0, 44.0
INNER = WIDTH - 2 * MARGIN
TOP, BOTTOM = HEIGHT - 44.0, FOOT + 22.0

REGULAR, BOLD, REST = "InterTabular-Regular", "InterTabular-SemiBold", "DejaVuSans-Subset"
_FONTS = Path(__file__).parents[1] / "fonts"
_BOX = "\u25a1"
_MOST = 2_000  # characters of a text that are looked at; no page holds more of one
_LEADING = 1.28
# Letters that are read from right to left, with what is between them.
_LEFTWARD = re.compile(r"[\u0590-\u08ff](?:[\u0590-\u08ff ]*[\u0590-\u08ff])?")

Foot = tuple[Sequence[str], str]  # lines at the left, a line at the right


@cache
def _letters(font: str) -> frozenset[int]:
    """What a font has letters for; it is registered on the way."""
    registerFont(TTFont(font, _FONTS / f"{font}.ttf"))
    return frozenset(getFont(font).face.charToGlyph)


def _runs(text: str, font: str) -> Iterator[tuple[str, str]]:
    """Pieces of a text, each with the font that has its letters."""
    if _letters(font).issuperset(map(ord, text)):
        yield font, text
        return
    known = (_known(letter, font) for letter in text)
    for name, pairs in groupby(known, lambda pair: pair[0]):
        yield name, "".join(letter for _, letter in pairs)


def _known(letter: str, font: str) -> tuple[str, str]:
    """The font for a letter, and the letter; a box for one that no font has."""
    fonts = (name for name in (font, REST) if ord(letter) in _letters(name))
    return next(((name, letter) for name in fonts), (REST, _BOX))


def plain(text: str) -> str:
    """A text of people as one line of letters."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:_MOST])
    return _LEFTWARD.sub(lambda found: found[0][::-1], shown)


def width_of(text: str, size: float, font: str = REGULAR) -> float:
    """How wide a text is."""
    return float(sum(stringWidth(piece, name, size) for name, piece in _runs(text, font)))


def fitted(text: str, size: float, width: float, font: str = REGULAR) -> str:
    """A text cut so that it is no wider; it ends with `…` then."""
    if width_of(text, size, font) <= width:
        return text
    short, long = 0, len(text)
    while short < long:
        middle = (short + long + 1) // 2
        fits = width_of(f"{text[:middle].rstrip()}…", size, font) <= width
        short, long = (middle, long) if fits else (short, middle - 1)
    return f"{text[:short].rstrip()}…"


@lru_cache(1_000)  # each page defines the same figures
def wrapped(text: str, size: float, width: float, font: str = REGULAR) -> tuple[str, ...]:
    """A text in lines that are no wider; a longer word is cut."""
    lines: list[str] = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if width_of(longer, size, font) <= width:
            lines[-1] = longer
        else:
            lines.append(fitted(word, size, width, font))
    return tuple(line for line in lines if line)


class Paper:
    """A document while it is drawn, page by page."""

    def __init__(self, out: BinaryIO, title: str, language: str) -> None:
        for font in (REGULAR, BOLD, REST):
            _letters(font)
        self.canvas = Canvas(
            out, pagesize=A4, pageCompression=1, lang=language, initialFontName=REGULAR
        )
        self.canvas.setTitle(title)
        self.pages = 0

    def begin(self, mark: str | None = None) -> None:
        """A new page; `mark` is what the table of contents calls it."""
        self._turn()
        self.pages += 1
        if mark is not None:
            self.canvas.bookmarkPage(str(self.pages))
            self.canvas.addOutlineEntry(mark, str(self.pages))

    def end(self, feet: Iterable[Foot]) -> None:
        """Complete the document: what stands at the left and right of each page's foot."""
        self._turn()
        for page, (left, right) in enumerate(feet, 1):
            self.canvas.beginForm(f"foot-{page}")
            self.line(MARGIN, FOOT, INNER)
            for place, text in enumerate(left):
                self.text(MARGIN, FOOT - 12 - 9 * place, text, 6.5, colour=MUTED, width=INNER - 80)
            self.text(MARGIN + INNER, FOOT - 12, right, 7, colour=MUTED, align="right")
            self.canvas.endForm()
        self.canvas.save()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        colour: str = INK,
        font: str = REGULAR,
        align: str = "left",
        width: float = INNER,
    ) -> float:
        """A line of text on a base line, cut to a width; how wide it came out."""
        shown = fitted(plain(text), size, width, font)
        wide = width_of(shown, size, font)
        begin = x - {"left": 0.0, "right": wide, "middle": wide / 2}[align]
        self.canvas.setFillColor(HexColor(colour))
        pen = self.canvas.beginText(begin, y)
        for name, piece in _runs(shown, font):
            pen.setFont(name, size)
            pen.textOut(piece)
        self.canvas.drawText(pen)
        return wide

    def prose(
        self, x: float, y: float, text: str, size: float, *, width: float, colour: str = MUTED
    ) -> float:
        """Lines of text, the first on a base line; the base line of what may come after."""
        for line in wrapped(plain(text), size, width):
            self.text(x, y, line, size, colour=colour, width=width + 1)
            y -= size * _LEADING
        return y

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A bar from its lower left corner; something that is more than nothing can be seen."""
        if width > 0:
            self.canvas.setFillColor(HexColor(colour))
            self.canvas.rect(x, y, max(width, 0.8), height, stroke=0, fill=1)

    def line(self, x: float, y: float, width: float, colour: str = LINE) -> None:
        """A thin line to the right."""
        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(0.6)
        self.canvas.line(x, y, x + width, y)

    def _turn(self) -> None:
        if self.pages:
            self.canvas.doForm(f"foot-{self.pages}")  # it is drawn when all pages are known
            self.canvas.showPage()
