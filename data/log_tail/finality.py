"""Up to which id the log is final: no transition with a smaller id can appear any more.

On PostgreSQL ids are handed out before commits, so whoever reads on from the last id it saw would
lose what commits late. A transaction writes only ids above the newest one that could be seen when
it had not begun: so once all that had begun by a look are over, the ids of that look are final.
"""

from collections import deque

from data.domain.snapshot import Snapshot
from data.log_tail.tail import LogTail

LOOKS = 1_000


class Finality:
    """Remembers the latest looks. Fewer remembered only means a later verdict."""

    def __init__(self, tail: LogTail) -> None:
        self.final_id = 0
        self._tail = tail
        self._looks: deque[tuple[int, int]] = deque(maxlen=LOOKS)

    def see(self, snapshot: Snapshot) -> None:
        """Take one more look in."""
        over, begun = self._tail.span(snapshot.position)
        self._looks.append((begun, snapshot.newest_id))
        while self._looks and self._looks[0][0] <= over:
            self.final_id = self._looks.popleft()[1]
