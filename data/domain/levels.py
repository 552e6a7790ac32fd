"""The lengths of time that history is summed over, and how a span is put together from them."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

# A quarter of an hour divides the offset of every time zone, so any local hour or day is a sum of
# whole ones; a day in UTC makes long spans cheap.
LEVELS: tuple[int, ...] = (1, 15, 60, 1440)
FOR_EVER = 1440 * 365 * 8000  # a minute after all others


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole sums of `level` minutes, those that begin at `first` <= minute < `last`, since 1970."""

    level: int
    first: int
    last: int


def cover(first: int, last: int, most: int = LEVELS[-1]) -> list[Piece]:
    """The fewest pieces that are together the minutes from `first` to before `last`, none of a
    level above `most`; none at all where `last` does not lie after `first`."""
    return _cover(first, last, [level for level in LEVELS if level <= most])


def _cover(first: int, last: int, levels: list[int]) -> list[Piece]:
    if first >= last:
        return []
    *finer, level = levels
    up, down = -(-first // level) * level, last // level * level
    if up >= down:
        return _cover(first, last, finer)
    return [*_cover(first, up, finer), Piece(level, up, down), *_cover(down, last, finer)]


@dataclass(frozen=True, slots=True)
class Slots:
    """Time cut into stretches: each begins at a minute since 1970, ends where the next one begins,
    the last never, and has a number, which it may share with others."""

    starts: tuple[int, ...]
    numbers: tuple[int, ...]

    def number(self, minute: int) -> int:
        """That of the stretch in which a minute lies; of the first one for a minute before all."""
        return self.numbers[max(0, bisect_right(self.starts, minute) - 1)]

    def pieces(self, first: int, last: int) -> Iterator[tuple[int, Piece]]:
        """The fewest pieces that are together the minutes from `first` to before `last`, none of
        them in two stretches, each with its number."""
        ends = (*self.starts[1:], last)
        for number, start, end in zip(self.numbers, self.starts, ends, strict=True):
            for piece in cover(max(first, start), min(last, end)):
                yield number, piece
