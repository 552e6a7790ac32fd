"""One who watches a campaign from afar, and what he has seen of it."""

from dataclasses import dataclass, field

from tests.bench.delays import Mark


@dataclass(frozen=True, slots=True)
class Visit:
    """What is visited: the server's port, and how many come. `way` is one of `crowd.WAYS`."""

    way: str
    port: int
    guests: int
    campaign: int = 1


@dataclass(slots=True)
class Guest:
    """When each number came, and the position of the last frame where frames have one."""

    seen: list[Mark] = field(default_factory=list)
    position: str = ""

    @property
    def value(self) -> int:
        """The last number; below zero before the first."""
        return self.seen[-1][0] if self.seen else -1
