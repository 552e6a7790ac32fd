"""The numbers of one campaign on the wall."""

from collections.abc import Callable, Mapping, Sequence

from dashboard import formats
from dashboard import ids as common
from dashboard.components.wall.alerts import SLOTS
from dashboard.components.wall.figures import TILES, Tile
from dashboard.components.wall.pace import SHOWN
from dashboard.components.wall.states import LINES
from dashboard.figures import pace
from dashboard.figures.skyline import skyline
from dashboard.ids import wall as ids
from dashboard.live.alert_slots import slots
from dashboard.live.props import Props, View, count, share, value
from dashboard.texts import t
from data.domain.metrics import KPIS, Figure
from data.domain.sight import Sight
from data.domain.snapshot import CampaignView
from data.domain.states import MODES

ABANDONMENT_LIMIT = 0.03
_KPIS = {kpi.key: kpi for kpi in KPIS}
_UNKNOWN = Figure(None)
_FEWEST_ROWS = 5
_WIDTHS = {",": 0.42, ".": 0.42, "\u00a0": 0.42, "%": 1.45}  # where a digit is 1
_SMALL = 0.27
_SHORTEST = 3.0  # a figure that grows from one digit to three moves nothing


def numbers(sight: Sight, view: CampaignView) -> View:
    """Everything below the head."""
    minute = sight.snapshot.minute
    return {
        **_figures(view, minute),
        **_funnel(view.funnel),
        **_states(view),
        **_pace(view, minute),
        **_alerts(sight, view),
    }


def _figures(view: CampaignView, minute: int) -> View:
    shown: dict[str, Props] = {}
    letters = 0.0
    for tile in TILES:
        props = _figure(tile, view, minute)
        width = _width(tile, props[common.kpi(tile.key)]["text"])
        is_meant = view.campaign.mode in tile.modes or tile.modes == MODES
        letters += width if is_meant else 0
        shown |= {ids.figure(tile.key): {"hidden": not is_meant, "style.--letters": width}, **props}
    return {**shown, ids.FIGURES: {"style.--letters": round(letters, 2)}}


def _width(tile: Tile, text: str) -> float:
    """How many digits wide the place for a figure has to be, and for its label in small type."""
    digits = sum(_WIDTHS.get(letter, 1.0) for letter in text)
    return round(max(_SHORTEST, _SMALL * len(t(tile.label)), digits), 2)


def _figure(tile: Tile, view: CampaignView, minute: int) -> View:
    kpi = _KPIS.get(tile.key)
    if kpi is None:
        shown, figure = formats.UNKNOWN, _UNKNOWN
    else:
        figure = kpi.compute(view, minute)
        shown = formats.by_unit(kpi.unit, figure.value)
    beside = _BESIDE[tile.key](view, figure)
    return {
        common.kpi(tile.key): value(shown, figure.value),
        ids.beside(tile.key): {"text": beside, "data-over": "yes" if _is_over(tile, figure) else "no"},
    }


def _is_over(tile: Tile, figure: Figure) -> bool:
    return tile.key == "abandonment_24h" and (figure.value or 0) > ABANDONMENT_LIMIT


def _left(view: CampaignView) -> str:
    """When it will be done, where that can be told."""
    if view.total == 0:
        return t("no contacts yet")
    return "" if view.total > view.closed else t("all done")


_BESIDE: Mapping[str, Callable[[CampaignView, Figure], str]] = {
    "success": lambda view, _: _of_all(view),
    "in_call": lambda view, _: t("{n} calling", n=formats.count(view.counts["calling"])),
    "clients_waiting": lambda *_: t("for an operator"),
    "abandonment_24h": lambda _, figure: _against_limit(figure),
    "connect_rate": lambda _, figure: formats.fraction(figure),
    "closed_per_minute": lambda *_: t("mean of 5 min"),
    "left": lambda view, _: _left(view),
}


def _of_all(view: CampaignView) -> str:
    share = formats.share(view.counts["success"], view.total)
    return t("{share} of all", share=share) if view.total else ""


def _against_limit(figure: Figure) -> str:
    is_over = (figure.value or 0) > ABANDONMENT_LIMIT
    words = t("over {limit}") if is_over else t("limit {limit}")
    limit = f"{100 * ABANDONMENT_LIMIT:.0f}\u00a0%"
    parts = (words.format(limit=limit), formats.fraction(figure))
    return " · ".join(part for part in parts if part)


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
        sight.alerts_of(campaign.id),
        ids.WALL,
        SLOTS,
        error=sight.alerts_error,
        clear_since=sight.clear_since(campaign.id),
        zone=formats.zone(campaign.timezone),
    )
