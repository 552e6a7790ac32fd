"""The operators of one floor: who is free, and who takes the next contact."""

from collections import deque
from collections.abc import Sequence


class Staff:
    """Operators by name; those in `away` are free as far as the dialer knows, but do not answer."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = frozenset(names)
        self._free = deque(names)
        self.away = 0

    @property
    def free(self) -> int:
        """How many operators have no contact."""
        return len(self._free)

    @property
    def busy(self) -> int:
        """How many operators have one."""
        return len(self._names) - len(self._free)

    @property
    def answers(self) -> bool:
        """Whether an operator would take a contact now."""
        return len(self._free) > self.away

    def seat(self) -> str | None:
        """Take the operator who has been free longest; None when nobody answers."""
        return self._free.popleft() if self.answers else None

    def occupy(self, name: str | None) -> None:
        """Take an operator who is known to have a contact."""
        if name and name in self._free:
            self._free.remove(name)

    def release(self, name: str | None) -> None:
        """Give an operator back; a name that is not on the staff is ignored."""
        if name and name in self._names and name not in self._free:
            self._free.append(name)
