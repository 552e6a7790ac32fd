"""A campaign's numbers for programs: what the API answers and its stream repeats."""

from typing import Any

from data.domain.sight import Sight
from data.domain.snapshot import CampaignView


def numbers(view: CampaignView) -> dict[str, Any]:
    """Total, counts by state and the funnel."""
    return {"total": view.total, "counts": dict(view.counts), "funnel": list(view.funnel)}


def state(campaign_id: int, sight: Sight) -> dict[str, Any] | None:
    """The numbers with the campaign they belong to; None once the campaign is gone."""
    view = sight.snapshot.campaigns.get(campaign_id)
    return None if view is None else {"campaign_id": campaign_id} | numbers(view)
