"""What every way to a receiver can do."""

from typing import Protocol

from data.domain.errors import DashboardError


class DeliveryError(DashboardError):
    """The receiver did not take the message."""


class Channel(Protocol):
    """A way to a receiver."""

    @property
    def name(self) -> str:
        """What it is called in the outbox."""

    def send(self, delivery_id: int, body: str, sent_at: int, /) -> None:
        """Hand over a message, whose time is in seconds since 1970. Raises DeliveryError."""
