"""Long deeds: what they would do, and how far they have come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What is done."""

    CANCEL = "cancel"
    REMOVE = "remove"
    BLACKLIST = "blacklist"
    LIFT = "lift"
    UNDO = "undo"


class Stage(StrEnum):
    """How far an operation is. `draining`: all is done but for contacts that are in a call."""

    AWAITING_APPROVAL = "awaiting_approval"
    RUNNING = "running"
    PAUSED = "paused"
    DRAINING = "draining"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


ENDED = (Stage.DONE, Stage.STOPPED)  # a failed one can go on


class Fate(StrEnum):
    """What becomes of a contact."""

    MOVED = "moved"  # at once
    ASKED = "asked"  # of the dialer, and released after 30 s
    DRAINS = "drains"  # it is in a call, which is let finish
    UNTOUCHED = "untouched"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a deed would do, at an instant: how many contacts of each state have which fate.

    `token` holds all of it; a deed that is given it is refused when more would be touched by then.
    """

    kind: Kind
    campaign_id: int | None
    campaign_name: str | None
    as_of: datetime
    fates: Mapping[Fate, Mapping[str, int]]
    token: str
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """A long deed as it stands.

    `total` is how many contacts it is about, `in_call` how many of them are waited for, `rate` the
    contacts a second of late, `skips` why contacts were left, with their numbers.
    """

    id: int
    kind: Kind
    campaign_id: int | None
    stage: Stage
    actor: str
    reason: str
    total: int
    done: int
    skipped: int
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    undo_until: datetime | None = None
    undoes: int | None = None
    undone_by: int | None = None
    approved_by: str | None = None
    error: str | None = None
    in_call: int = 0
    rate: float | None = None
    seconds_left: float | None = None
    skips: Mapping[str, int] = field(default_factory=dict)
