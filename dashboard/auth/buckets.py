"""How often somebody may ask: a bucket of tokens each, filled at a steady rate."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

RATE = 50.0
BURST = 200.0
MOST_BUCKETS = 10_000


class Buckets:
    """The buckets of one process. Whoever has not been seen for longest is forgotten first."""

    def __init__(
        self,
        rate: float = RATE,
        burst: float = BURST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`rate` a second, and `burst` at once."""
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._lock = threading.Lock()
        self._levels: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, owner: Hashable) -> float:
        """Take one token: 0, or after how many seconds there is one."""
        with self._lock:
            now = self._clock()
            level, at = self._levels.pop(owner, (self._burst, now))
            level = min(self._burst, level + (now - at) * self._rate)
            wait = 0.0 if level >= 1 else (1 - level) / self._rate
            self._levels[owner] = (level if wait else level - 1, now)
            if len(self._levels) > MOST_BUCKETS:
                self._levels.popitem(last=False)
            return wait
