"""AlertDesk: watches for what is wrong, and holds the open alerts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from data.domain.alerts import Alert


@dataclass(frozen=True, slots=True)
class Standing:
    """The open alerts, those that do most harm first; `error` says why they cannot be told."""

    alerts: tuple[Alert, ...] = ()
    error: str | None = None
    last_resolved: Mapping[int, datetime] = field(default_factory=dict)


class AlertDesk:
    """The open alerts of a database."""

    def __init__(self) -> None:
        self.standing = Standing()
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the standing is another, in the desk's own thread."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Watch until `stop()`."""

    def stop(self) -> None:
        """End the thread."""
