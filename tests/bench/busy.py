"""A campaign that has seen every move there is, and has many contacts left."""

from datetime import UTC, datetime

from data.domain.snapshot import Campaign, CampaignView, Move, fold, minute_of
from data.domain.states import MOVES

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
MINUTE = minute_of(NOW)


def busy_campaign(id: int) -> CampaignView:
    """Its view at `NOW`."""
    campaign = Campaign(
        id, "Spring renewals", "progressive", "in_progress", "no_contacts",
        None, "UTC", NOW, None, None,
    )  # fmt: skip
    moves = [(left, entered) for left, entered in MOVES if left]
    loaded = [Move(id, None, left, None, 0, MINUTE, None, 10_000) for left, _ in moves]
    moved = [Move(id, left, entered, 0, 0, MINUTE, 5, 1) for left, entered in moves]
    return fold(CampaignView(campaign, minute=MINUTE), loaded + moved, MINUTE)
