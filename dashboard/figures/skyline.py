"""A row of counts as an outline, for `clip-path: polygon(…)`: a step for each count."""

from collections.abc import Sequence


def skyline(counts: Sequence[int]) -> str:
    """The corners in percent of the box, the largest count reaching its top."""
    highest, width = max(counts), 100 / len(counts)
    corners = [(0.0, 100.0)]
    for place, number in enumerate(counts):
        top = 100 - (100 * number / highest if highest else 0)
        corners += [(place * width, top), ((place + 1) * width, top)]
    return ",".join(f"{x:.4g}% {y:.4g}%" for x, y in (*corners, (100.0, 100.0)))
