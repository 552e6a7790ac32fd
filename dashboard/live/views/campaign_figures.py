"""The key figures of a campaign, and when it will be finished."""

from dashboard import formats, ids
from dashboard.ids import campaign as campaign_ids
from dashboard.live.props import Props, View, value
from dashboard.texts import t
from data.domain.finish import time_to_finish
from data.domain.metrics import KPIS, Figure, Kpi
from data.domain.snapshot import CampaignView


def figures(view: CampaignView, minute: int) -> View:
    """Each figure with what it comes from; those of other modes are not there."""
    shown: dict[str, Props] = dict(_finish(view, minute))
    for kpi in KPIS:
        shown |= _kpi(kpi, view, minute)
    return shown


def _kpi(kpi: Kpi, view: CampaignView, minute: int) -> dict[str, Props]:
    figure = kpi.compute(view, minute)
    over = kpi.limit is not None and (figure.value or 0) > kpi.limit
    return {
        campaign_ids.figure(kpi.key): {"hidden": not kpi.applies_to(view.campaign.mode)},
        ids.kpi(kpi.key): value(formats.by_unit(kpi.unit, figure.value), figure.value),
        ids.kpi_fraction(kpi.key): {
            "text": _beside(kpi, figure, over),
            "data-over": "yes" if over else "no",
        },
    }


def _beside(kpi: Kpi, figure: Figure, over: bool) -> str:
    """The fraction of a rate, the number of cases behind a mean; a limit that there is."""
    if kpi.unit == "seconds":
        return t("of {n}", n=formats.count(figure.denominator)) if figure.denominator else ""
    if kpi.limit is None:
        return formats.fraction(figure)
    sign = "▲ " if over else ""
    limit = t("over {limit}" if over else "limit {limit}", limit=formats.rate(kpi.limit))
    return f"{sign}{limit} · {formats.fraction(figure)}" if figure.denominator else limit


def _finish(view: CampaignView, minute: int) -> dict[str, Props]:
    found = time_to_finish(view, minute)
    beside = ""
    if found is not None and found.latest is None:
        beside = t("{least} or more", least=formats.length(found.earliest))
    elif found is not None:
        beside = f"{formats.length(found.earliest)} – {formats.length(found.latest)}"
    seconds = None if found is None else round(found.seconds)
    return {
        campaign_ids.figure(campaign_ids.FINISH): {"hidden": view.campaign.goal == "empty"},
        ids.kpi(campaign_ids.FINISH): value(formats.length(seconds), seconds),
        ids.kpi_fraction(campaign_ids.FINISH): {"text": beside},
    }
