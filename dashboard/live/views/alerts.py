"""`/alerts`: what is wrong now, what somebody has taken up, what is over, and the limits."""

from collections.abc import Sequence
from itertools import islice
from zoneinfo import ZoneInfo

from dashboard import formats, ids
from dashboard.alert_words import severity_word, subject_word
from dashboard.ids import alert_slots as slot_ids
from dashboard.ids import alerts as alert_ids
from dashboard.live.alert_slots import slots
from dashboard.live.operation_slots import strip
from dashboard.live.props import Props, View, count
from dashboard.live.views import APP_TITLE
from dashboard.texts import t
from data.domain.alerts import Alert, Status
from data.domain.sight import Sight
from data.domain.thresholds import Limits

OPEN_LINES, TAKEN_LINES, PAST_LINES, OWN_LINES = 30, 15, 20, 12


def alerts(sight: Sight) -> View:
    """The page of all alerts."""
    firing = [alert for alert in sight.alerts if alert.status is Status.FIRING]
    taken = [alert for alert in sight.alerts if alert.status is Status.ACKNOWLEDGED]
    number = f"({formats.count(len(firing))}) " if firing else ""
    return {
        ids.DOCUMENT_TITLE: {"text": f"{number}{t('Alerts')} · {t(APP_TITLE)}"},
        alert_ids.OPEN_COUNT: count(len(firing)),
        **_lines(firing, alert_ids.OPEN, OPEN_LINES, sight),
        **_lines(taken, alert_ids.TAKEN, TAKEN_LINES, sight),
        **_lines(sight.past, alert_ids.PAST, PAST_LINES, sight),
        alert_ids.TAKEN_NONE: {"hidden": bool(taken)},
        alert_ids.PAST_NONE: {"hidden": bool(sight.past)},
        **_own_limits(sight),
        **strip(sight),
    }


def _lines(alerts: Sequence[Alert], prefix: str, n: int, sight: Sight) -> View:
    is_open = prefix == alert_ids.OPEN
    error = sight.alerts_error if is_open else None
    since, now = sight.clear_since(), sight.snapshot.as_of
    shown = dict(slots(alerts, prefix, n, error=error, clear_since=since, now=now))
    if not is_open:
        shown[slot_ids.clear(prefix)] = {"hidden": True}
    for number, alert in enumerate(islice(alerts, n)):
        shown |= _more(alert, prefix, number, sight)
        word = {"text": severity_word(alert.severity)}  # its list says whether it was taken up
        shown[slot_ids.part(prefix, number, "severity")] = word
        slot = slot_ids.slot(prefix, number)
        shown[slot] = {**shown[slot], "data-alert": alert.id}
        if alert.status is Status.RESOLVED:
            shown[slot] = {**shown[slot], "data-testid": "past-alert"}
            shown[slot_ids.part(prefix, number, "age")] = {"data-since": ""}
    return shown


def _more(alert: Alert, prefix: str, number: int, sight: Sight) -> View:
    view = sight.snapshot.campaigns.get(alert.campaign_id)
    title = view.campaign.title if view else t("Campaign {id}", id=alert.campaign_id)
    zone = formats.zone(view.campaign.timezone if view else "UTC")
    return {
        alert_ids.place(prefix, number): {
            "children": title,
            "href": f"/campaigns/{alert.campaign_id}",
        },
        alert_ids.remark(prefix, number): {"text": _remark(alert, zone)},
    }


def _remark(alert: Alert, zone: ZoneInfo) -> str:
    """What people said of it, and when it was over."""
    parts: list[str] = []
    if alert.acknowledged_by:
        parts.append(t("taken up by {name}", name=alert.acknowledged_by))
    if alert.acknowledged_until and alert.status is Status.ACKNOWLEDGED:
        until = alert.acknowledged_until.astimezone(zone)
        parts.append(t("until {time}", time=f"{formats.day(until)} {until:%H:%M}"))
    if alert.note:
        parts.append(f"“{alert.note}”")
    if alert.resolved_at:
        over, began = alert.resolved_at.astimezone(zone), alert.oldest_at or alert.since
        lasted = formats.length((alert.resolved_at - min(began, alert.since)).total_seconds())
        when = f"{formats.day(over)} {over:%H:%M}"
        parts.append(t("over {time}, lasted {length}", time=when, length=lasted))
    return " · ".join(parts)


def _own_limits(sight: Sight) -> dict[str, Props]:
    rows = [_own(sight, *row) for row in sorted(sight.limits.items(), key=lambda row: row[0])]
    shown: dict[str, Props] = {
        alert_ids.own(number): (
            {"hidden": False, "text": rows[number]}
            if number < len(rows)
            else {"hidden": True, "text": ""}
        )
        for number in range(OWN_LINES)
    }
    return shown | {alert_ids.OWN_NONE: {"hidden": bool(rows)}}


def _own(sight: Sight, key: tuple[int, str], limits: Limits) -> str:
    campaign, subject = key
    view = sight.snapshot.campaigns.get(campaign)
    return t(
        "{campaign}: {subject} from {warn}, critical from {critical}",
        campaign=view.campaign.title if view else t("Campaign {id}", id=campaign),
        subject=subject_word(subject),
        warn=formats.length(limits.warn),
        critical=formats.length(limits.critical),
    )
