"""How long a contact may be in a state before somebody has to look, as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data.domain.snapshot import CampaignView


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which it is a warning, and critical."""

    warn: float
    critical: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """The limits of one subject."""

    limits: Callable[[CampaignView], Limits]


IN_STATE: tuple[str, ...] = ("calling", "acw")
_ROWS: Mapping[str, Threshold] = {
    "calling": Threshold(lambda _: Limits(60, 120)),
    "acw": Threshold(lambda _: Limits(180, 600)),
}


def threshold_of(view: CampaignView, subject: str) -> Threshold:
    """The row for a subject in a campaign; every mode has one for each subject."""
    row = _ROWS[subject]
    assert view
    return row
