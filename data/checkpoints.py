"""Checkpoints: a snapshot written down, so that a start need not read the whole log again."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data.domain import dwell
from data.domain.snapshot import Campaign, CampaignView, Front, Snapshot
from data.domain.states import CODES
from data.schema.tables import checkpoints

KEPT = 3
# What a checkpoint can be read with; raise the number when `encode` writes something else.
_SHAPE = repr((2, CODES, dwell.BOUNDS_SECONDS)).encode()


def save(connection: Connection, snapshot: Snapshot) -> None:
    """Write the snapshot down; the last three are kept."""
    body = encode(snapshot)
    connection.execute(
        insert(checkpoints).values(
            identity=snapshot.identity,
            position=snapshot.position,
            body=body,
            hash=_hash(body),
        )
    )
    newest = select(checkpoints.c.id).order_by(checkpoints.c.id.desc()).limit(KEPT).subquery()
    connection.execute(delete(checkpoints).where(checkpoints.c.id.not_in(select(newest.c.id))))


def newest(
    connection: Connection, identity: str, campaigns: Mapping[int, Campaign], epoch: int
) -> Snapshot | None:
    """The newest whole checkpoint of this very database, as the first snapshot of `epoch`.

    One that is damaged, or of another shape, is passed over. Campaigns that are gone are left out.
    """
    rows = connection.execute(
        select(checkpoints.c.position, checkpoints.c.body, checkpoints.c.hash)
        .where(checkpoints.c.identity == identity)
        .order_by(checkpoints.c.id.desc())
        .limit(KEPT)
    )
    for position, body, digest in rows:
        if _hash(body) == digest:
            return decode(body, campaigns, epoch=epoch, identity=identity, position=position)
    return None


def _hash(body: bytes) -> str:
    return hashlib.sha256(_SHAPE + body).hexdigest()


def encode(snapshot: Snapshot) -> bytes:
    """The snapshot without its campaigns' own rows, which are read anew, as compressed JSON."""
    document = {
        "as_of": snapshot.as_of.isoformat(),
        "newest_id": snapshot.front.newest_id,
        "views": {campaign: _plain(view) for campaign, view in snapshot.campaigns.items()},
    }
    return zlib.compress(json.dumps(document, separators=(",", ":")).encode(), level=1)


def decode(
    body: bytes, campaigns: Mapping[int, Campaign], *, epoch: int, identity: str, position: str
) -> Snapshot:
    """The snapshot that `encode` wrote, of the campaigns that there still are."""
    document = json.loads(zlib.decompress(body))
    views = {
        int(key): _view(campaigns[int(key)], plain)
        for key, plain in document["views"].items()
        if int(key) in campaigns
    }
    as_of = datetime.fromisoformat(document["as_of"])
    front = Front(document["newest_id"])
    return Snapshot(epoch, 0, identity, position, as_of, front, views)


def _plain(view: CampaignView) -> dict[str, Any]:
    return {
        "cells": [[*cell, count] for cell, count in view.cells.items()],
        "moves": [[*edge, count] for edge, count in view.moves.items()],
        "minute": view.minute,
        "minutes": [[*edge, window] for edge, window in view.minutes.items()],
        "dwell": view.dwell,
        "dwell_ms": view.dwell_ms,
        "dials": [[*dial, count] for dial, count in view.dials.items()],
        "hours": {state: list(hours.items()) for state, hours in view.hours.items()},
    }


def _view(campaign: Campaign, plain: Mapping[str, Any]) -> CampaignView:
    return CampaignView(
        campaign,
        cells={(state, step): count for state, step, count in plain["cells"]},
        moves={(left, entered): count for left, entered, count in plain["moves"]},
        minutes={(left, entered): tuple(window) for left, entered, window in plain["minutes"]},
        minute=plain["minute"],
        dwell={state: tuple(histogram) for state, histogram in plain["dwell"].items()},
        dwell_ms=plain["dwell_ms"],
        dials={(state, attempt): count for state, attempt, count in plain["dials"]},
        hours={state: dict(hours) for state, hours in plain["hours"].items()},
    )
