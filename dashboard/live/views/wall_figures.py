"""The key figures on the wall, and what is said below each in small type."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard import formats
from dashboard import ids as common
from dashboard.components.wall.figures import TILES, Tile
from dashboard.ids import wall as ids
from dashboard.live.props import Props, View, value
from dashboard.texts import t
from data.domain.finish import Finish, time_to_finish
from data.domain.metrics import KPIS, Figure, Kpi
from data.domain.snapshot import CampaignView, Snapshot

FARTHEST_DAYS = 60
_SECONDS_OF_DAY = 86_400
_KPIS: Mapping[str, Kpi] = {kpi.key: kpi for kpi in KPIS}
_WIDTHS = {",": 0.42, ".": 0.42, "\u00a0": 0.42, "%": 1.45}  # where a digit is 1
_SMALL = 0.28
_SHORTEST = 3.0  # a figure that grows from one digit to three moves nothing


def figures(snapshot: Snapshot, view: CampaignView) -> View:
    """All tiles: those that the campaign's mode has, and how much room they need together."""
    shown: dict[str, Props] = {}
    letters = 0.0
    for tile in TILES:
        figure = _KPIS[tile.key].compute(view, snapshot.minute)
        text = formats.by_unit(_KPIS[tile.key].unit, figure.value)
        width, is_meant = _width(tile, text), tile.is_for(view.campaign.mode)
        letters += width if is_meant else 0
        shown[ids.figure(tile.key)] = {"hidden": not is_meant, "style.--letters": width}
        shown[common.kpi(tile.key)] = value(text, figure.value)
        shown[ids.beside(tile.key)] = {
            "text": _BESIDE[tile.key](snapshot, view, figure),
            "data-over": "yes" if _is_over(_KPIS[tile.key], figure) else "no",
        }
    return {**shown, ids.FIGURES: {"style.--letters": round(letters, 2)}}


def finish_words(found: Finish | None, now: datetime, zone: ZoneInfo) -> str:
    """When it will be done, in the campaign's zone: `done ≈ 16:40 ± 20 min`."""
    if found is None:
        return ""
    if found.seconds > FARTHEST_DAYS * _SECONDS_OF_DAY:
        return t("more than {n} days to go", n=FARTHEST_DAYS)
    at = (now + timedelta(seconds=found.seconds)).astimezone(zone)
    when = f"{at:%H:%M}" if found.seconds < _SECONDS_OF_DAY else formats.day(at)
    if found.latest is None:
        return t("done ≈ {when} or much later", when=when)
    spread = _spread((found.latest - found.earliest) / 2)
    return t("done ≈ {when} ± {spread}", when=when, spread=spread)


def _spread(seconds: float) -> str:
    if seconds < 3600:
        return t("{n} min", n=max(1, round(seconds / 60)))
    return formats.length(seconds)


def _width(tile: Tile, text: str) -> float:
    """How many digits wide the place for a figure has to be, and for its label in small type."""
    digits = sum(_WIDTHS.get(letter, 1.0) for letter in text)
    return round(max(_SHORTEST, _SMALL * len(t(tile.label)), digits), 2)


def _is_over(kpi: Kpi, figure: Figure) -> bool:
    return kpi.limit is not None and (figure.value or 0) > kpi.limit


def _of_all(view: CampaignView) -> str:
    share = formats.share(view.counts["success"], view.total)
    return t("{share} of all", share=share) if view.total else ""


def _against_limit(figure: Figure) -> str:
    kpi = _KPIS["abandonment_24h"]
    limit = f"{100 * (kpi.limit or 0):.0f}\u00a0%"
    words = (
        t("over {limit}", limit=limit) if _is_over(kpi, figure) else t("limit {limit}", limit=limit)
    )
    return " ·\u00a0".join(part for part in (words, formats.fraction(figure)) if part)


def _left(snapshot: Snapshot, view: CampaignView) -> str:
    if view.total == 0:
        return t("no contacts yet")
    if view.total == view.closed:
        return t("all done")
    found = time_to_finish(view, snapshot.minute)
    return finish_words(found, snapshot.as_of, formats.zone(view.campaign.timezone))


_BESIDE: Mapping[str, Callable[[Snapshot, CampaignView, Figure], str]] = {
    "success": lambda _, view, __: _of_all(view),
    "in_call": lambda _, view, __: t("{n} calling", n=formats.count(view.counts["calling"])),
    "clients_waiting": lambda *_: t("for an operator"),
    "abandonment_24h": lambda _, __, figure: _against_limit(figure),
    "connect_rate": lambda _, __, figure: formats.fraction(figure),
    "closed_per_minute": lambda *_: t("mean of 5 min"),
    "left": lambda snapshot, view, _: _left(snapshot, view),
}
