"""Alerts into the lines that `components.alert_slots` has prepared."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard import formats
from dashboard.alert_words import detail, headline, severity_word
from dashboard.ids import alert_slots as ids
from dashboard.live.props import Props, View
from dashboard.texts import t
from data.domain.alerts import Alert, Status

_EMPTY: Props = {
    "hidden": True,
    "data-testid": "",
    "data-severity": "",
    "data-status": "",
    "data-campaign": "",
    "data-state": "",
}


def slots(
    alerts: Sequence[Alert],
    prefix: str,
    n: int,
    *,
    error: str | None = None,
    clear_since: datetime | None = None,
    zone: ZoneInfo | None = None,
    now: datetime | None = None,
) -> View:
    """The first `n` alerts, how many more there are, and what is said where there is none.

    `error` says why alerts cannot be told; `clear_since` since when there is none, in `zone`,
    with its day unless that is the day of `now`.
    """
    shown: dict[str, Props] = {}
    for number in range(n):
        alert = alerts[number] if number < len(alerts) else None
        shown |= _filled(alert, prefix, number) if alert else _emptied(prefix, number)
    more = len(alerts) - n
    return {
        **shown,
        ids.more(prefix): {"hidden": more <= 0, "text": t("and {n} more", n=max(more, 0))},
        ids.clear(prefix): {
            "hidden": bool(alerts) and error is None,
            "text": _quiet(error, clear_since, zone, now),
            "data-error": "no" if error is None else "yes",
        },
    }


def since_ms(alert: Alert) -> int:
    """When it began, for ages that tick: the longest of its contacts, else the alert itself."""
    return round((alert.oldest_at or alert.since).timestamp() * 1000)


def _filled(alert: Alert, prefix: str, number: int) -> View:
    return {
        ids.slot(prefix, number): {
            "hidden": False,
            "data-testid": "alert",
            "data-severity": alert.severity,
            "data-status": alert.status,
            "data-campaign": alert.campaign_id,
            "data-state": alert.state or "",
        },
        ids.part(prefix, number, "severity"): {"text": _word(alert)},
        ids.part(prefix, number, "headline"): {"text": headline(alert)},
        ids.part(prefix, number, "detail"): {"text": detail(alert)},
        ids.part(prefix, number, "age"): {"data-since": since_ms(alert)},
    }


def _emptied(prefix: str, number: int) -> View:
    """Only what a filled line must not leave behind: it is hidden anyway."""
    return {
        ids.slot(prefix, number): _EMPTY,
        ids.part(prefix, number, "severity"): {"text": ""},
        ids.part(prefix, number, "headline"): {"text": ""},
        ids.part(prefix, number, "detail"): {"text": ""},
        ids.part(prefix, number, "age"): {"data-since": ""},
    }


def _word(alert: Alert) -> str:
    word = severity_word(alert.severity)
    return f"{word}, {t('acknowledged')}" if alert.status is Status.ACKNOWLEDGED else word


def _quiet(
    error: str | None, since: datetime | None, zone: ZoneInfo | None, now: datetime | None
) -> str:
    if error is not None:
        return t("Alerts cannot be told: {error}", error=error)
    if since is None:
        return t("All clear")
    since = since.astimezone(zone)
    is_today = now is None or now.astimezone(zone).date() == since.date()
    day = "" if is_today else f"{formats.day(since)} "
    return t("All clear since {time}", time=f"{day}{since:%H:%M}")
