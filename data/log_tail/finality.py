"""Up to which id the log is final: no transition with a smaller id can appear any more.

On PostgreSQL ids are handed out before commits, so whoever reads on from the last id it saw would
lose what commits late. A transaction writes only ids above the newest one that could be seen when
it had not begun: so once all that had begun by a look are over, the ids of that look are final.
"""

from collections import deque

from data.domain.snapshot import Front

LOOKS = 1_000


class Finality:
    """Remembers the latest looks. Fewer remembered only means a later verdict."""

    def __init__(self) -> None:
        self.final_id = 0
        self._looks: deque[Front] = deque(maxlen=LOOKS)

    def see(self, front: Front) -> None:
        """Take one more look in."""
        self._looks.append(front)
        while self._looks and self._looks[0].begun <= front.over:
            self.final_id = self._looks.popleft().newest_id
