"""From one snapshot to the next, each step inside one read transaction of the caller's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection

from data import checkpoints
from data.domain.errors import LogBrokenError, NegativeCountError
from data.domain.snapshot import (
    Campaign,
    CampaignView,
    Cell,
    Snapshot,
    advance,
    fold,
    minute_of,
)
from data.history.past import Past
from data.history.views import views_now
from data.log_tail import LogTail, Reading, cells
from data.queries import all_campaigns

CLOCK_BACK = timedelta(seconds=2)  # less is a correction of the clock, not a jump


@dataclass(frozen=True, slots=True)
class Audit:
    """One campaign's cells by the fold and by counting, at one and the same instant.

    `folded` is None where the fold itself found a count below zero.
    """

    campaign_id: int
    folded: Mapping[Cell, int] | None
    counted: Mapping[Cell, int]

    @property
    def agrees(self) -> bool:
        """Whether fold and count are equal, to the last contact."""
        return self.folded == self.counted


def read_all(connection: Connection, tail: LogTail, epoch: int) -> Snapshot:
    """The first snapshot of an epoch: every contact counted, the sums of the log taken; where there
    are none yet, the whole log is summed."""
    reading = tail.look(connection)
    campaigns = all_campaigns(connection)
    counted = cells(connection)
    views = _since_ever(connection, tail, campaigns, reading)
    counted_views = {
        campaign: replace(view, cells=counted.get(campaign, {})) for campaign, view in views.items()
    }
    return Snapshot(
        epoch,
        0,
        reading.identity,
        reading.position,
        reading.as_of,
        reading.front,
        counted_views,
    )


def resume(connection: Connection, tail: LogTail, epoch: int) -> Snapshot | None:
    """The newest checkpoint that the log still goes on from, as the first snapshot of an epoch."""
    reading = tail.look(connection)
    campaigns = {campaign.id: campaign for campaign in all_campaigns(connection)}
    kept = checkpoints.newest(connection, reading.identity, campaigns, epoch)
    return kept if kept and not why_broken(tail, kept, reading) else None


def follow(
    connection: Connection, tail: LogTail, before: Snapshot, suspects: Iterable[int] = ()
) -> Snapshot:
    """The snapshot that comes after `before`; the campaigns in `suspects` are counted anew.

    Raises LogBrokenError when the log does not lead from `before` to now.
    """
    reading = tail.look(connection)
    if why := why_broken(tail, before, reading):
        raise LogBrokenError(why)
    as_of = max(before.as_of, reading.as_of)
    if before.position == reading.position and not suspects:
        return replace(before, as_of=as_of, front=reading.front)
    minute = minute_of(as_of)
    changes = tail.difference(connection, before.position, reading.position, minute)
    views = dict(advance(before.campaigns, all_campaigns(connection), changes, minute))
    for campaign in views.keys() & set(suspects):
        counted = cells(connection, campaign).get(campaign, {})
        views[campaign] = replace(views[campaign], cells=counted)
    unchanged = not suspects and _same_objects(views, before.campaigns)
    return replace(
        before,
        position=reading.position,
        as_of=as_of,
        front=reading.front,
        seq=before.seq + (not unchanged),
        campaigns=before.campaigns if unchanged else views,
    )


def audit(
    connection: Connection, tail: LogTail, snapshot: Snapshot, campaign_id: int
) -> Audit | None:
    """Count one campaign and hold it against the fold carried on to this very transaction.

    None when the snapshot cannot be carried on: the next tick will find that out for itself.
    """
    reading = tail.look(connection)
    if why_broken(tail, snapshot, reading):
        return None
    counted = cells(connection, campaign_id).get(campaign_id, {})
    minute = minute_of(reading.as_of)
    changes = tail.difference(connection, snapshot.position, reading.position, minute)
    own = [change for change in changes if change.campaign_id == campaign_id]
    try:
        folded = fold(snapshot.campaigns[campaign_id], own, minute).cells
    except NegativeCountError:
        return Audit(campaign_id, None, counted)
    return Audit(campaign_id, folded, counted)


def why_broken(tail: LogTail, before: Snapshot, reading: Reading) -> str | None:
    """Why the log does not lead from the snapshot to the reading; None when it does."""
    if before.identity != reading.identity:
        return "It is another database."
    shrunk = reading.front.newest_id < before.front.newest_id
    if shrunk or not tail.follows(before.position, reading.position):
        return "The log went back."
    if reading.as_of < before.as_of - CLOCK_BACK:
        return "The database's clock went back."
    return None


def _since_ever(
    connection: Connection, tail: LogTail, campaigns: Sequence[Campaign], reading: Reading
) -> Mapping[int, CampaignView]:
    minute = minute_of(reading.as_of)
    past = Past(connection, tail)
    if past.is_summed:
        return views_now(past, campaigns, minute)
    changes = tail.difference(connection, None, reading.position, minute)
    return advance({}, campaigns, changes, minute)


def _same_objects(views: Mapping[int, CampaignView], others: Mapping[int, CampaignView]) -> bool:
    return views.keys() == others.keys() and all(view is others[key] for key, view in views.items())
