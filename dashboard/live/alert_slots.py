"""Open alerts in the places that a page keeps for them."""

from collections.abc import Sequence

from dashboard import formats
from dashboard.live.props import Props, View
from dashboard.texts import t
from data.domain.alerts import Alert
from data.domain.states import BY_CODE

_EMPTY: Props = {"hidden": True}


def slots(alerts: Sequence[Alert], prefix: str, n: int) -> View:
    """The first `n` alerts; the places that are left over are hidden."""
    filled: dict[str, Props] = {}
    for number in range(n):
        id = f"{prefix}-{number}"
        if number < len(alerts):
            filled |= _slot(id, alerts[number])
        else:
            filled[id] = _EMPTY
    return filled


def _slot(id: str, alert: Alert) -> View:
    began = alert.oldest_at or alert.since
    return {
        id: {
            "hidden": False,
            "data-severity": alert.severity,
            "data-campaign": alert.campaign_id,
            "data-state": alert.state or "",
        },
        f"{id}-severity": {"text": formats.words(alert.severity)},
        f"{id}-text": {"text": _sentence(alert)},
        f"{id}-age": {"data-since": round(began.timestamp() * 1000)},
    }


def _sentence(alert: Alert) -> str:
    state = BY_CODE.get(alert.state or "")
    place = t(state.label) if state else formats.words(alert.cause)
    return f"{place}: {formats.count(alert.count)}"
