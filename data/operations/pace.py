"""How long to pause between steps, and how large a step may be: dialers come first. Pure."""

from dataclasses import dataclass, replace

SHORTEST_PAUSE, LONGEST_PAUSE = 0.01, 0.1
SLOW_SECONDS = 0.01  # a wait that a dialer would notice, too
SLOWER = 4.0  # than it was at its best


@dataclass(frozen=True, slots=True)
class Pace:
    """`best` is the shortest wait for a small write so far, `pause` the seconds between steps."""

    pause: float = SHORTEST_PAUSE
    best: float | None = None

    def after(self, wait: float) -> "Pace":
        """The pace after a step that waited for so many seconds to write one small row first, as
        every dialer does with each contact."""
        best = wait if self.best is None else min(self.best, wait)
        slow = wait > max(SLOW_SECONDS, SLOWER * best)
        pause = self.pause * 2 if slow else self.pause / 2
        return replace(self, pause=min(LONGEST_PAUSE, max(SHORTEST_PAUSE, pause)), best=best)
