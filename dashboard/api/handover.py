"""What changed since somebody last looked."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard import alert_words, formats
from dashboard.api import bodies
from dashboard.api.arguments import moment, only
from dashboard.api.campaigns import current
from dashboard.problems import ProblemError
from dashboard.texts import t
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data.domain.access import Permission
from data.domain.looks import looked, seen
from data.domain.shifts import Share, Shift
from data.domain.snapshot import CampaignView
from data.history.handover import Handover, handover
from data.history.past import Past
from data.last_looks import note
from data.log_tail import tail_for
from data.services import Services

OLDEST = timedelta(days=31)
DAY = timedelta(days=1)
FIGURES: Mapping[str, str] = {
    "connect_rate": "Connect rate",
    "abandonment": "Abandoned calls",
    "dial_failures": "Dial failures",
    "success_of_connects": "Success of connects",
}


def register(app: Flask, services: Services) -> None:
    """`/api/v1/handover`: that somebody looks, and what changed."""

    @app.post("/api/v1/handover")
    @needs(Permission.SEE_NUMBERS)
    def look() -> Response:
        has_seen = bodies.fields(request, {"seen": bool}).get("seen", False)
        with bodies.deeds():
            kept = note(services.engine, actor(), seen if has_seen else looked)
        return jsonify(since=instant(kept.since))

    @app.get("/api/v1/handover")
    @needs(Permission.SEE_NUMBERS)
    def list_changes() -> Response:
        only(("since",))
        since = moment("since")
        views = current(services).campaigns
        modes = {id: view.campaign.mode for id, view in views.items()}
        engine = services.engine
        with bodies.deeds(), Past.of(engine, tail_for(engine)) as past:
            begin = _begin(since, past.as_of)
            found = handover(past, modes, begin)
        return jsonify(
            {"since": instant(begin), "as_of": instant(past.as_of), **_told(found, views)}
        )


def _begin(since: datetime | None, now: datetime) -> datetime:
    """Who was away for longer than a month is told of the last one."""
    if since is None:
        return now - DAY
    if since > now:
        raise ProblemError(bodies.WRONG("since lies in the future."))
    return max(since, now - OLDEST)


def _told(found: Handover, views: Mapping[int, CampaignView]) -> dict[str, Any]:
    def named(campaign_id: int) -> dict[str, Any]:
        return {"campaign_id": campaign_id, "campaign": views[campaign_id].campaign.title}

    return {
        "campaigns": [
            named(turn.campaign_id)
            | {"status": turn.status, "word": formats.words(turn.status), "at": instant(turn.at)}
            for turn in found.turns
        ],
        "alerts": {
            "fired": found.fired,
            "resolved": found.resolved,
            "worst": [
                named(alert.campaign_id)
                | {
                    "id": alert.id,
                    "severity": alert.severity,
                    "headline": alert_words.headline(alert),
                    "fired_at": instant(alert.fired_at),
                    "resolved_at": instant(alert.resolved_at),
                }
                for alert in found.worst
            ],
        },
        "shifts": [named(shift.campaign_id) | _shift(shift) for shift in found.shifts],
    }


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "figure": shift.figure,
        "label": t(FIGURES[shift.figure]),
        "before": _share(shift.before),
        "after": _share(shift.after),
    }


def _share(share: Share) -> dict[str, Any]:
    return asdict(share) | {"value": share.value}
