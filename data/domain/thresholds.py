"""How long a contact may be in a state before somebody has to look, as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data.domain import dwell
from data.domain.snapshot import CampaignView
from data.domain.states import MODES, OTHER

STALLED = "stalled"
ORPHAN = "orphan"
RETRY = "retry_scheduled"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which it is a warning, and critical; `own` where this campaign set them."""

    warn: float
    critical: float
    own: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """The limits of one subject, a contact state or a rule, in campaigns of some modes.

    `stops` says whether the clock stands still while the campaign is paused; `on_line` whether a
    client is on the line meanwhile.
    """

    subject: str
    modes: tuple[str, ...]
    limits: Callable[[CampaignView], Limits]
    measured: str
    stops: bool = True
    on_line: bool = False


Overrides = Mapping[tuple[int, str], Limits]


def _fixed(warn: float, critical: float) -> Callable[[CampaignView], Limits]:
    return lambda _: Limits(warn, critical)


def _countdown(view: CampaignView) -> Limits:
    """The call starts when the countdown ends, so any excess is a fault."""
    countdown = view.campaign.bcw_seconds
    return Limits(60, 180) if countdown is None else Limits(countdown + 10, countdown + 60)


def _talk(view: CampaignView) -> Limits:
    """Long calls are real: what is long follows from the campaign's own calls."""
    usual = dwell.quantile(view.dwell.get("call_in_progress", dwell.EMPTY), 0.95) or 0
    return Limits(max(1800, 3 * usual), max(7200, 6 * usual))


_OPERATOR_FIRST = ("preview", "progressive")
_CLIENT_FIRST = ("predictive",)
_IN_STATE = "since it came into the state"

THRESHOLDS: tuple[Threshold, ...] = (
    Threshold("awaiting_free_operator", _OPERATOR_FIRST, _fixed(300, 900), _IN_STATE),
    Threshold(
        "awaiting_free_operator", _CLIENT_FIRST, _fixed(10, 30), _IN_STATE,
        stops=False, on_line=True,
    ),
    Threshold("operator_assigned", _OPERATOR_FIRST, _fixed(30, 120), _IN_STATE),
    Threshold(
        "operator_assigned", _CLIENT_FIRST, _fixed(5, 15), _IN_STATE,
        stops=False, on_line=True,
    ),
    Threshold("bcw", MODES, _countdown, _IN_STATE),
    Threshold("calling", MODES, _fixed(60, 120), _IN_STATE),
    Threshold("call_in_progress", MODES, _talk, _IN_STATE, stops=False),
    Threshold("acw", MODES, _fixed(180, 600), _IN_STATE),
    Threshold(RETRY, MODES, _fixed(300, 1800), "since its retry was due"),
    Threshold(OTHER, MODES, _fixed(60, 300), _IN_STATE),
    Threshold(ORPHAN, MODES, _fixed(60, 300), "since the campaign ended", stops=False),
    Threshold(STALLED, MODES, _fixed(300, 900), "since a contact was last taken up"),
)  # fmt: skip

BY_MODE: Mapping[str, Mapping[str, Threshold]] = {
    mode: {row.subject: row for row in THRESHOLDS if mode in row.modes} for mode in MODES
}
IN_STATE: tuple[str, ...] = tuple(
    dict.fromkeys(row.subject for row in THRESHOLDS if row.measured == _IN_STATE)
)


def threshold_of(view: CampaignView, subject: str) -> Threshold:
    """The row for a subject in a campaign; every mode has one for each subject."""
    return BY_MODE.get(view.campaign.mode, BY_MODE["preview"])[subject]


def limits_of(view: CampaignView, subject: str, overrides: Overrides) -> Limits:
    """The limits in force: the campaign's own, else those of the table."""
    own = overrides.get((view.campaign.id, subject))
    return own or threshold_of(view, subject).limits(view)
