"""`/campaigns/<id>/past`: a campaign's page as it was at an instant.

It is the live page's own view; only what is not known of the past is taken back.
"""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard import formats, ids
from dashboard.alert_words import label
from dashboard.components.campaign_body import ALERTS
from dashboard.ids import alert_slots
from dashboard.ids import campaign as campaign_ids
from dashboard.ids import past as past_ids
from dashboard.live.props import Props, View
from dashboard.live.views import APP_TITLE
from dashboard.live.views.campaign import campaign
from dashboard.texts import t
from data.domain.alerts import Alert
from data.domain.local_time import instants
from data.domain.sight import Sight
from data.domain.states import state_of


def past(sight: Sight, campaign_id: int) -> View:
    """The page of one campaign at the instant of the sight."""
    error = t("Those of more than 90 days ago are not kept.") if sight.alerts_error else None
    view = sight.snapshot.campaigns[campaign_id]
    zone = formats.zone(view.campaign.timezone)
    return {
        **campaign(replace(sight, alerts_error=error), campaign_id),
        ids.DOCUMENT_TITLE: {
            "text": f"{t('{name}, in the past', name=view.campaign.title)} · {t(APP_TITLE)}"
        },
        past_ids.MOMENT: {"text": said(sight.snapshot.as_of, zone)},
        **_alerts(sight.alerts_of(campaign_id)),
    }


def said(at: datetime, zone: ZoneInfo) -> str:
    """An instant as a clock in the zone shows it; with the clock's own name where it shows the same
    time twice."""
    local = at.astimezone(zone)
    shown = local.replace(tzinfo=None, microsecond=0)
    name = f"{zone.key} ({local:%Z})" if len(instants(shown, zone)) > 1 else zone.key
    return f"{local:%H:%M:%S}, {formats.day(local)}, {name}"


def _alerts(open_: tuple[Alert, ...]) -> dict[str, Props]:
    """Their kinds: how many contacts each was about is known of its last look only."""
    shown: dict[str, Props] = {}
    for number, alert in enumerate(open_[:ALERTS]):
        for name, text in (("headline", _headline(alert)), ("detail", "")):
            shown[alert_slots.part(campaign_ids.ALERTS, number, name)] = {"text": text}
    return shown


def _headline(alert: Alert) -> str:
    words = [label(alert.cause), *([t(state_of(alert.state).label)] if alert.state else [])]
    return ": ".join(words)
