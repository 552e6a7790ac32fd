"""`/campaigns/<id>`: one campaign, in full."""

from collections.abc import Mapping
from itertools import chain

from dashboard import formats, ids
from dashboard.figures import funnel, pace
from dashboard.ids import contacts
from dashboard.live.props import Props, View, count, share, status, value
from dashboard.live.views import APP_TITLE
from dashboard.live.views.contact import marked
from dashboard.texts import t
from dashboard.theme import GROUPS
from data.domain.metrics import KPIS, Kpi
from data.domain.sight import Sight
from data.domain.snapshot import Campaign, CampaignView


def campaign(sight: Sight, campaign_id: int) -> View:
    """The page of one campaign, or of there being none."""
    view = sight.snapshot.campaigns.get(campaign_id)
    if view is None:
        return {
            ids.DOCUMENT_TITLE: {
                "text": f"{t('No campaign {id}', id=campaign_id)} · {t(APP_TITLE)}"
            },
            ids.CAMPAIGN: {"hidden": True},
            ids.CAMPAIGN_NONE: {"hidden": False},
        }
    return {
        ids.DOCUMENT_TITLE: {"text": f"{view.campaign.title} · {t(APP_TITLE)}"},
        ids.CAMPAIGN: {"hidden": False},
        ids.CAMPAIGN_NONE: {"hidden": True},
        ids.CAMPAIGN_EMPTY: {"hidden": view.total > 0},
        **_campaign_head(view.campaign),
        **dict(chain.from_iterable(_kpi(kpi, view, sight.snapshot.minute).items() for kpi in KPIS)),
        **_funnel(view.funnel),
        **_states(view.counts),
        **_pace(view, sight.snapshot.minute),
        contacts.CONTACTS: marked(view),
    }


def _campaign_head(campaign: Campaign) -> dict[str, Props]:
    zone = formats.zone(campaign.timezone)
    return {
        ids.CAMPAIGN_NAME: {"text": campaign.title},
        ids.CAMPAIGN_MODE: {"text": formats.words(campaign.mode)},
        ids.CAMPAIGN_STATUS: status(campaign),
        ids.CAMPAIGN_ZONE: {"text": zone.key},
    }


def _kpi(kpi: Kpi, view: CampaignView, minute: int) -> dict[str, Props]:
    figure = kpi.compute(view, minute)
    return {
        ids.kpi(kpi.key): value(formats.by_unit(kpi.unit, figure.value), figure.value),
        ids.kpi_fraction(kpi.key): {"text": formats.fraction(figure)},
    }


def _funnel(steps: tuple[int, ...]) -> dict[str, Props]:
    texts: dict[str, Props] = {ids.FUNNEL: {"series": funnel.series(steps)}}
    for number, (reached, before) in enumerate(zip(steps, (0, *steps), strict=False)):
        texts[ids.step(number)] = count(reached)
        texts[ids.step_of_all(number)] = {"text": formats.share(reached, steps[0])}
        texts[ids.step_of_before(number)] = {"text": formats.share(reached, before)}
    return texts


def _states(counts: Mapping[str, int]) -> dict[str, Props]:
    largest = max(counts.values())
    return {
        **{ids.count(code): count(number) for code, number in counts.items()},
        **{
            ids.bar(code): {"style.--share": share(number, largest)}
            for code, number in counts.items()
        },
        **{
            ids.group(group.key): count(sum(counts[code] for code in group.codes))
            for group in GROUPS
        },
    }


def _pace(view: CampaignView, minute: int) -> dict[str, Props]:
    zone = formats.zone(view.campaign.timezone)
    last = {line.key: pace.per_minute(line, view, minute)[-1] for line in pace.LINES}
    return {
        ids.PACE: {"series": pace.series(view, minute, zone)},
        ids.PACE_WINDOW: {"text": f"{pace.last_minute(minute, zone):%H:%M}"},
        **{ids.pace(key): count(number) for key, number in last.items()},
    }
