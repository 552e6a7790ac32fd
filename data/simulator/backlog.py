"""The contacts that a floor may claim: new ones in order, and retries when they are due."""

from collections import deque
from heapq import heappop, heappush

from data.simulator.habits import RETRY
from data.simulator.records import Contact


class Backlog:
    """Contacts to be called. A contact is in it once at most."""

    def __init__(self) -> None:
        self._new: deque[Contact] = deque()
        self._retries: list[tuple[float, int, Contact]] = []
        self._ids: set[int] = set()

    def __contains__(self, contact_id: int) -> bool:
        return contact_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def new(self) -> int:
        """How many contacts wait for their first call."""
        return len(self._new)

    def add(self, contact: Contact, now: float) -> None:
        """Put in a contact that is initial, or scheduled to be called again."""
        self._ids.add(contact.id)
        if contact.state == RETRY:
            heappush(self._retries, (now + contact.retry_in_seconds, contact.id, contact))
        else:
            self._new.append(contact)

    def take(self, now: float) -> Contact | None:
        """Take out the contact to be called next; None when none is due."""
        due = self._retries and self._retries[0][0] <= now
        if not due and not self._new:
            return None
        contact = heappop(self._retries)[2] if due else self._new.popleft()
        self._ids.remove(contact.id)
        return contact
