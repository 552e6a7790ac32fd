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
        told = row if actor().may(Permission.SEE_NUMBERS) else plain  # dialers ask for the status
        rows = [told(view) for view in snapshot.campaigns.values()]
        return jsonify(_stamp(services, snapshot) | {"campaigns": rows})

    @app.get("/api/v1/campaigns/<int(max=9223372036854775807):campaign_id>")
    @needs(Permission.SEE_NUMBERS)
    def show_campaign(campaign_id: int) -> Response:
        snapshot = current(services)
        view = snapshot.campaigns.get(campaign_id)
        if view is None:
            raise ProblemError(NO_CAMPAIGN)
        figures = {"kpis": kpis(view, snapshot.minute)}
        return jsonify(_stamp(services, snapshot) | row(view) | figures)


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


def row(view: CampaignView) -> dict[str, Any]:
    """A campaign with its counts."""
    return plain(view) | numbers(view)


def plain(view: CampaignView) -> dict[str, Any]:
    """A campaign without any number."""
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


def kpis(view: CampaignView, minute: int) -> dict[str, Any]:
    """The key figures that mean something in the campaign's mode, with what they come from."""
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
