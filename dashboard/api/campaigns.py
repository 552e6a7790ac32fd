"""Campaigns with their live counts, read from the newest snapshot."""

from typing import Any

from flask import Flask, Response, jsonify

from dashboard.live.state import numbers
from dashboard.problems import NO_CAMPAIGN, NOT_YET, ProblemError
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data.domain.access import Permission
from data.domain.metrics import KPIS
from data.domain.snapshot import CampaignView, Snapshot
from data.services import Services


def register(app: Flask, services: Services) -> None:
    """`/api/v1/campaigns` and `/api/v1/campaigns/{id}`."""

    @app.get("/api/v1/campaigns")
    @needs(Permission.SEE_CAMPAIGNS)
    def list_campaigns() -> Response:
        snapshot = current(services)
        row = _row if actor().may(Permission.SEE_NUMBERS) else _plain  # dialers ask for the status
        rows = [row(view) for view in snapshot.campaigns.values()]
        return jsonify(_stamp(services, snapshot) | {"campaigns": rows})

    @app.get("/api/v1/campaigns/<int(max=9223372036854775807):campaign_id>")
    @needs(Permission.SEE_NUMBERS)
    def show_campaign(campaign_id: int) -> Response:
        snapshot = current(services)
        view = snapshot.campaigns.get(campaign_id)
        if view is None:
            raise ProblemError(NO_CAMPAIGN)
        kpis = {"kpis": _kpis(view, snapshot.minute)}
        return jsonify(_stamp(services, snapshot) | _row(view) | kpis)


def current(services: Services) -> Snapshot:
    """The newest snapshot, with the campaigns that the asker may see. Raises the 503 problem before
    there is one."""
    snapshot = services.feed.current
    if snapshot is None:
        raise ProblemError(NOT_YET)
    return snapshot.only(actor().campaigns)


def _stamp(services: Services, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "as_of": instant(snapshot.as_of),
        "age_seconds": services.feed.age_seconds,
        "epoch": snapshot.epoch,
        "seq": snapshot.seq,
    }


def _row(view: CampaignView) -> dict[str, Any]:
    return _plain(view) | numbers(view)


def _plain(view: CampaignView) -> dict[str, Any]:
    campaign = view.campaign
    return {
        "id": campaign.id,
        "name": campaign.name,
        "mode": campaign.mode,
        "status": campaign.status,
        "goal": campaign.goal,
        "timezone": campaign.timezone,
        "created_at": instant(campaign.created_at),
        "started_at": instant(campaign.started_at),
        "ended_at": instant(campaign.ended_at),
    }


def _kpis(view: CampaignView, minute: int) -> dict[str, Any]:
    mode = view.campaign.mode
    figures = {kpi.key: kpi.compute(view, minute) for kpi in KPIS if kpi.applies_to(mode)}
    return {
        key: {
            "value": figure.value,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
        }
        for key, figure in figures.items()
    }
