"""The numbers of one campaign on the wall."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard import formats
from dashboard import ids as common
from dashboard.components.wall.alerts import SLOTS
from dashboard.components.wall.pace import SHOWN
from dashboard.components.wall.states import LINES
from dashboard.figures import pace
from dashboard.figures.skyline import skyline
from dashboard.ids import wall as ids
from dashboard.live.alert_slots import slots
from dashboard.live.props import Props, View, count, share
from dashboard.live.views.wall_figures import figures
from dashboard.texts import t
from data.domain.alerts import Alert
from data.domain.sight import Sight
from data.domain.snapshot import CampaignView

_FEWEST_ROWS = 5


def numbers(sight: Sight, view: CampaignView) -> View:
    """Everything below the head."""
    minute = sight.snapshot.minute
    return {
        **figures(sight.snapshot, view),
        **_funnel(view.funnel),
        **_states(view),
        **_pace(view, minute),
        **_alerts(sight, view),
    }


def _funnel(steps: Sequence[int]) -> View:
    shown: dict[str, Props] = {}
    for number, reached in enumerate(steps):
        shown[ids.reach(number)] = {"style.--share": share(reached, steps[0])}
        shown[common.step(number)] = count(reached)
        shown[common.step_of_all(number)] = {"text": formats.share(reached, steps[0])}
    return shown


def _states(view: CampaignView) -> View:
    used = [code for code, number in view.counts.items() if number or code in _touched(view)]
    lines = used if len(used) <= LINES else used[: LINES - 1]
    rest = used[len(lines) :]
    largest = max(view.counts.values())
    shown: dict[str, Props] = {
        ids.STATES: {"style.--rows": max(_FEWEST_ROWS, (len(lines) + bool(rest) + 1) // 2)},
        ids.REST: {"hidden": not rest},
        ids.REST_LABEL: {"text": t("Further states: {n}", n=len(rest))},
        ids.REST_COUNT: count(sum(view.counts[code] for code in rest)),
    }
    for code, number in view.counts.items():
        shown[ids.line(code)] = {"data-shown": "yes" if code in lines else "no"}
        shown[common.count(code)] = count(number)
        shown[common.bar(code)] = {"style.--share": share(number, largest)}
    return shown


def _touched(view: CampaignView) -> set[str | None]:
    """The states of the last hour's moves: a line that is 0 for a moment does not come and go."""
    return {state for edge in view.minutes for state in edge}


def _pace(view: CampaignView, minute: int) -> View:
    shown: dict[str, Props] = {}
    for line in SHOWN:
        counts = pace.per_minute(line, view, minute)
        shown[common.pace(line.key)] = count(counts[-1])
        shown[ids.shape(line.key)] = {"style.--shape": skyline(counts)}
        shown[ids.most(line.key)] = {"text": t("most {n}", n=formats.count(max(counts)))}
    return shown


def _alerts(sight: Sight, view: CampaignView) -> View:
    campaign = view.campaign
    return slots(
        [_nameless(alert) for alert in sight.alerts_of(campaign.id)],
        ids.WALL,
        SLOTS,
        error=sight.alerts_error,
        clear_since=sight.clear_since(campaign.id),
        now=sight.snapshot.as_of,
        zone=formats.zone(campaign.timezone),
    )


def _nameless(alert: Alert) -> Alert:
    """Everybody in the room reads the wall: no operator's name, and no words of a dialer's."""
    moves = tuple(shared for shared in alert.shared if shared.name == "move")
    return replace(alert, shared=moves)
