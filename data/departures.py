"""When contacts of a campaign were last taken up, by watching the numbers."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from data.domain.snapshot import CampaignView
from data.domain.tally import READY


class Departures:
    """The moment at which each campaign's count of contacts that left was last seen to grow."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[int, datetime | None]] = {}

    def unknown(self, views: Iterable[CampaignView]) -> list[int]:
        """Campaigns that were never looked at: what was before has to be read."""
        return [view.campaign.id for view in views if view.campaign.id not in self._seen]

    def begin(self, views: Mapping[int, CampaignView], last: Mapping[int, datetime | None]) -> None:
        """Begin to watch campaigns, of which was read when a contact last left."""
        for campaign, at in last.items():
            self._seen[campaign] = (_left(views[campaign]), at)

    def see(self, view: CampaignView, at: datetime) -> datetime | None:
        """When a contact last left; None where none is known to have."""
        left = _left(view)
        known, moment = self._seen.get(view.campaign.id, (left, None))
        moment = moment if left == known else at
        self._seen[view.campaign.id] = (left, moment)
        return moment


def _left(view: CampaignView) -> int:
    edges = view.moves.items()
    return sum(count for (state, to), count in edges if state in READY and to is not None)
