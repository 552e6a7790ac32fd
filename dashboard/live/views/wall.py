"""`/wall` and `/wall/<id>`: screens that are read from five metres away."""

from collections.abc import Sequence
from datetime import datetime

from dashboard import formats
from dashboard.build import build
from dashboard.components.wall.alerts import ELSEWHERE
from dashboard.ids import DOCUMENT_TITLE
from dashboard.ids import wall as ids
from dashboard.live.operation_slots import wall_line
from dashboard.live.props import Props, View, status
from dashboard.live.views import APP_TITLE
from dashboard.live.views.wall_board import numbers
from dashboard.texts import t
from data.domain.alerts import Alert, Severity, Status
from data.domain.sight import Sight
from data.domain.snapshot import Campaign, CampaignView

LONG_NAME = 40
_ENDED = ("finished", "canceled")
_HIDDEN: Props = {"hidden": True}


def board(sight: Sight, campaign_id: int) -> View:
    """One campaign alone, or that there is none of that number."""
    view = sight.snapshot.campaigns.get(campaign_id)
    critical = _critical(sight.alerts_of(campaign_id))
    return {
        **_screen(campaign_id, (), critical),
        **_shown(sight, view),
        **_elsewhere((), sight),
        **wall_line(sight, campaign_id),
    }


def rotation(sight: Sight) -> View:
    """Which campaigns have a turn; shown is what is said while there is none."""
    turns = _round(sight)
    return {
        **_screen(None, turns, _critical_in_round(sight)),
        **_boards(calm=not turns),
        **_no_head(sight),
        **_calm(sight),
        **_elsewhere((), sight),
        **wall_line(sight),
    }


def turn(sight: Sight, campaign_id: int) -> View:
    """One campaign in its turn: with it, whose turn it is next and where there is trouble."""
    critical = _critical_in_round(sight)
    view = sight.snapshot.campaigns.get(campaign_id)
    return {
        **_screen(campaign_id, _round(sight), critical),
        **_shown(sight, view),
        **_elsewhere([alert for alert in critical if alert.campaign_id != campaign_id], sight),
        **wall_line(sight),
    }


def _screen(campaign_id: int | None, turns: Sequence[int], critical: Sequence[Alert]) -> View:
    """What the script of the wall goes by."""
    return {
        ids.WALL: {
            "data-build": build(),
            "data-campaign": "" if campaign_id is None else campaign_id,
            "data-round": " ".join(map(str, turns)),
            "data-critical": " ".join(f"{alert.campaign_id}:{alert.id}" for alert in critical),
        }
    }


def _round(sight: Sight) -> list[int]:
    campaigns = sight.snapshot.campaigns.values()
    return sorted(view.campaign.id for view in campaigns if _moves(view.campaign))


def _moves(campaign: Campaign) -> bool:
    return campaign.status == "in_progress"


def _critical(alerts: Sequence[Alert]) -> list[Alert]:
    """Those that nobody has taken up yet."""
    return [
        alert
        for alert in alerts
        if alert.severity is Severity.CRITICAL and alert.status is Status.FIRING
    ]


def _critical_in_round(sight: Sight) -> list[Alert]:
    turns = set(_round(sight))
    return [alert for alert in _critical(sight.alerts) if alert.campaign_id in turns]


def _shown(sight: Sight, view: CampaignView | None) -> View:
    if view is None:
        return {**_boards(none=True), **_no_head(sight), **_facts(None, None)}
    return {
        **_boards(board=True),
        **_head(view.campaign),
        **numbers(sight, view),
        **_facts(None, None),
    }


def _boards(*, board: bool = False, calm: bool = False, none: bool = False) -> View:
    return {
        ids.BOARD: {"hidden": not board},
        ids.CALM: {"hidden": not calm},
        ids.NONE: {"hidden": not none},
    }


def _head(campaign: Campaign) -> View:
    zone = formats.zone(campaign.timezone).key
    is_long = len(campaign.title) > LONG_NAME
    return {
        DOCUMENT_TITLE: {"text": f"{campaign.title} · {t(APP_TITLE)}"},
        ids.NAME: {"text": campaign.title, "data-long": "yes" if is_long else "no"},
        ids.MODE: {"text": formats.words(campaign.mode)},
        ids.STATUS: {"hidden": False, **status(campaign)},
        **_clock(zone),
    }


def _no_head(sight: Sight) -> View:
    """No campaign: the clock keeps the time of the one that was shown last."""
    last = _last(sight)
    return {
        DOCUMENT_TITLE: {"text": t(APP_TITLE)},
        ids.NAME: {"text": t(APP_TITLE), "data-long": "no"},
        ids.MODE: {"text": ""},
        ids.STATUS: _HIDDEN,
        **_clock(formats.zone(last.campaign.timezone if last else "UTC").key),
    }


def _clock(zone: str) -> View:
    return {ids.CLOCK: {"data-zone": zone}, ids.ZONE: {"text": zone}}


def _elsewhere(critical: Sequence[Alert], sight: Sight) -> View:
    """The campaigns of these alerts, the worst first."""
    campaigns = list(dict.fromkeys(alert.campaign_id for alert in critical))[:ELSEWHERE]
    shown: dict[str, Props] = {ids.ELSEWHERE: {"hidden": not campaigns}}
    for number in range(ELSEWHERE):
        there = number < len(campaigns)
        shown[ids.elsewhere(number)] = _place(sight, campaigns[number]) if there else _HIDDEN
    return shown


def _place(sight: Sight, campaign_id: int) -> Props:
    title = sight.snapshot.campaigns[campaign_id].campaign.title
    return {"hidden": False, "text": title, "data-of": campaign_id}


def _calm(sight: Sight) -> View:
    return _facts(_last(sight), _next(sight))


def _last(sight: Sight) -> CampaignView | None:
    """The campaign that ended last."""
    ended = (view for view in sight.snapshot.campaigns.values() if view.campaign.status in _ENDED)
    return max(ended, key=_ended_at, default=None)


def _ended_at(view: CampaignView) -> tuple[float, int]:
    ended = view.campaign.ended_at
    return ended.timestamp() if ended else 0, view.campaign.id


def _next(sight: Sight) -> CampaignView | None:
    """The oldest one that can go on: paused, or not begun."""
    views = sight.snapshot.campaigns.values()
    waiting = [view for view in views if view.campaign.status in ("paused", "initial")]
    return min(waiting, key=lambda view: (view.campaign.status, view.campaign.id), default=None)


def _facts(last: CampaignView | None, following: CampaignView | None) -> View:
    return {
        **_fact(ids.CALM_LAST, last, _when_ended(last)),
        **_fact(ids.CALM_NEXT, following, t("Waiting to start")),
    }


def _when_ended(view: CampaignView | None) -> str:
    if view is None or view.campaign.ended_at is None:
        return t("Ended last")
    return t("Ended last, {when}", when=_moment(view.campaign.ended_at, view.campaign.timezone))


def _moment(moment: datetime, zone: str) -> str:
    local = moment.astimezone(formats.zone(zone))
    return f"{formats.day(local)} {local:%H:%M}"


def _fact(id: str, view: CampaignView | None, about: str) -> View:
    if view is None:
        return {ids.fact(id): _HIDDEN}
    return {
        ids.fact(id): {"hidden": False},
        ids.about(id): {"text": about},
        id: {"text": view.campaign.title},
        ids.details(id): {"text": _sum(view)},
    }


def _sum(view: CampaignView) -> str:
    mode, status = formats.words(view.campaign.mode), formats.words(view.campaign.status)
    contacts = t("Contacts: {n}", n=formats.count(view.total))
    success = t("Success: {n}", n=formats.count(view.counts["success"]))
    return " · ".join((mode, status, contacts, success))
