"""`/campaigns/<id>`: one campaign, in full."""

from collections.abc import Mapping

from dashboard import formats, ids
from dashboard.components.campaign_body import ALERTS
from dashboard.components.reasons import LINES
from dashboard.figures import funnel
from dashboard.ids import campaign as campaign_ids
from dashboard.ids import contacts, history
from dashboard.live.alert_slots import slots
from dashboard.live.operation_slots import strip
from dashboard.live.props import Props, View, count, share, status
from dashboard.live.views import APP_TITLE
from dashboard.live.views.campaign_figures import figures
from dashboard.live.views.campaign_flow import flows
from dashboard.live.views.campaign_pace import minutes
from dashboard.live.views.campaign_stays import attempts, stays
from dashboard.live.views.contact import marked
from dashboard.operation_words import what_is_left
from dashboard.texts import t
from dashboard.theme import GROUPS
from data.domain.diagnosis import Explanation, explanations, is_still
from data.domain.sight import Sight
from data.domain.snapshot import Campaign, CampaignView

OVER = ("canceling", "canceled", "finished")


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
            **strip(sight, campaign_id),
        }
    minute = sight.snapshot.minute
    return {
        ids.DOCUMENT_TITLE: {"text": f"{view.campaign.title} · {t(APP_TITLE)}"},
        ids.CAMPAIGN: {"hidden": False},
        ids.CAMPAIGN_NONE: {"hidden": True},
        ids.CAMPAIGN_EMPTY: {"hidden": view.total > 0},
        **_campaign_head(view.campaign),
        **_end(sight, view.campaign),
        **figures(view, minute),
        **_still(view, minute),
        **_funnel(view.funnel),
        **_states(view.counts),
        **_alerts(sight, view.campaign),
        **minutes(view, minute),
        **stays(view),
        **attempts(view),
        **flows(view, minute),
        contacts.CONTACTS: marked(view),
        history.HISTORY: {"data-zone": formats.zone(view.campaign.timezone).key},
        **strip(sight, campaign_id),
    }


def _campaign_head(campaign: Campaign) -> dict[str, Props]:
    zone = formats.zone(campaign.timezone)
    return {
        ids.CAMPAIGN_NAME: {"text": campaign.title},
        ids.CAMPAIGN_MODE: {"text": formats.words(campaign.mode)},
        ids.CAMPAIGN_STATUS: status(campaign),
        ids.CAMPAIGN_ZONE: {"text": zone.key},
    }


def _end(sight: Sight, campaign: Campaign) -> dict[str, Props]:
    """Whether it can be canceled, and what a campaign that is being canceled still waits for."""
    left = what_is_left(campaign, sight.operations_of(campaign.id))
    return {
        campaign_ids.CANCEL: {"hidden": campaign.status in OVER},
        campaign_ids.LEFT: {"hidden": not left, "text": left},
    }


def _still(view: CampaignView, minute: int) -> dict[str, Props]:
    """Why nothing moves; a campaign without contacts has its own words for it."""
    found = explanations(view, minute) if view.total and is_still(view, minute) else ()
    return {
        campaign_ids.STILL: {"hidden": not found},
        **{campaign_ids.reason(n): _reason(found[n : n + 1]) for n in range(LINES)},
    }


def _reason(found: tuple[Explanation, ...]) -> Props:
    words = [
        t(reason.text, **{name: formats.count(n) for name, n in reason.numbers.items()})
        for reason in found
    ]
    return {"hidden": not words, "text": "".join(words)}


def _alerts(sight: Sight, campaign: Campaign) -> View:
    return slots(
        sight.alerts_of(campaign.id),
        campaign_ids.ALERTS,
        ALERTS,
        error=sight.alerts_error,
        clear_since=sight.clear_since(campaign.id),
        now=sight.snapshot.as_of,
        zone=formats.zone(campaign.timezone),
    )


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
