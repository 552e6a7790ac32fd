"""How long contacts stay in each state, and what each further attempt yields."""

from dashboard import formats
from dashboard.components.stay_table import SHARES, STATES
from dashboard.ids import campaign as ids
from dashboard.live.props import Props, View, cells, share
from data.domain import dwell
from data.domain.snapshot import MOST_ATTEMPTS, CampaignView
from data.domain.thresholds import IN_STATE, threshold_of

_HIDDEN: Props = {"hidden": True}


def stays(view: CampaignView) -> View:
    """The lengths of all completed stays, state by state."""
    shown: dict[str, Props] = {}
    for state in STATES:
        shown |= _state(view, state.code)
    return shown


def attempts(view: CampaignView) -> View:
    """Attempts, connects and their share: of the first attempt, the second, and so on."""
    shown: dict[str, Props] = {}
    for number in range(1, MOST_ATTEMPTS + 1):
        begun = view.dials.get(("calling", number), 0)
        connects = view.dials.get(("call_in_progress", number), 0)
        shown |= _attempt(number, begun, connects) if begun else {ids.attempt(number): _HIDDEN}
    return shown


def _attempt(number: int, begun: int, connects: int) -> dict[str, Props]:
    texts = (formats.count(begun), formats.count(connects), formats.share(connects, begun))
    return {
        ids.attempt(number): {"hidden": False, **cells("", *texts)},
        ids.attempt_bar(number): {"style.--share": min(1, share(connects, begun))},
    }


def _state(view: CampaignView, code: str) -> dict[str, Props]:
    histogram = view.dwell.get(code, dwell.EMPTY)
    number = sum(histogram)
    if not number:
        return {ids.stay(code): _HIDDEN}
    lengths = {key: dwell.quantile(histogram, part) for key, part in SHARES.items()}
    warn = threshold_of(view, code).limits(view).warn if code in IN_STATE else None
    texts = (formats.count(number), *map(formats.length, (*lengths.values(), warn)))
    return {
        ids.stay(code): {"hidden": False, **cells("", *texts)},
        ids.stay_bar(code): _bar({**lengths, "limit": warn}),
    }


def _bar(lengths: dict[str, float | None]) -> Props:
    """Each length as a share of the longest; what there is none of lies outside."""
    longest = max(length or 0 for length in lengths.values())
    return {
        f"style.--{key}": 2 if length is None or not longest else round(length / longest, 4)
        for key, length in lengths.items()
    }
