"""What the simulator knows of the contract's rows, and the moves it makes."""

from dataclasses import dataclass

RECORDED = "Recorded: "  # how the name of a replayed campaign begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A campaign to be."""

    name: str | None
    mode: str
    status: str
    goal: str = "no_contacts"
    bcw_seconds: int | None = None
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign(Plan):
    """A row of `campaigns`, as far as a dialer cares."""

    id: int


@dataclass(frozen=True, slots=True)
class Contact:
    """An open row of `contacts`; `retry_in_seconds` are simulated and 0 when it is due."""

    id: int
    state: str
    phone: str | None = None
    attempts: int = 0
    operator: str | None = None
    retry_in_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Move:
    """One change of a contact's state; `retry_in_seconds` are simulated."""

    campaign_id: int
    contact_id: int
    from_state: str
    to_state: str
    operator: str | None = None
    reason: str | None = None
    retry_in_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A row of `commands`: something the dashboard asks of all dialers."""

    id: int
    type: str
    campaign_id: int
    contact_ids: tuple[int, ...]
