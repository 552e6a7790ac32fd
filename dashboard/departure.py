"""Whether whoever asked is still there: a long answer must not be made for nobody."""

import threading
from collections.abc import Callable

from flask import request

SCOPE = "dashboard.departure"


class Departure:
    """That somebody hung up: it happens once, if at all."""

    def __init__(self) -> None:
        self._happened = False
        self._after: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def then(self, deed: Callable[[], None]) -> None:
        """Have something done when they go; at once where they have gone already. It must not take
        long."""
        with self._lock:
            if not self._happened:
                self._after.append(deed)
                return
        deed()

    def happen(self) -> None:
        """They have gone."""
        with self._lock:
            self._happened = True
            after, self._after = self._after, []
        for deed in after:
            deed()


def departure() -> Departure:
    """That of whoever makes the request that is being answered; where nobody watches for it, it
    never happens."""
    scope = request.environ.get("asgi.scope") or {}
    found = scope.get(SCOPE)
    return found if isinstance(found, Departure) else Departure()
