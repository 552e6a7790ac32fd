"""What dialers are asked for: rows of `commands`, written in the transaction of the deed."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert

from data.operations.store import Job
from data.schema.tables import commands

MOST_IDS = 1_000  # in one command


def ask(connection: Connection, job: Job, command: str, ids: Mapping[int, Sequence[int]]) -> None:
    """Ask dialers for something that concerns contacts, by campaign, in as many commands as it
    takes."""
    rows = [
        {"type": command, "campaign_id": campaign_id, "payload": _payload(job, chunk)}
        for campaign_id, own in ids.items()
        for chunk in (own[start : start + MOST_IDS] for start in range(0, len(own), MOST_IDS))
    ]
    if rows:
        connection.execute(insert(commands), rows)


def announce(connection: Connection, job: Job, command: str) -> None:
    """Tell dialers of something that concerns a whole campaign."""
    row = {"type": command, "campaign_id": job.campaign_id, "payload": _payload(job, ())}
    connection.execute(insert(commands), [row])


def _payload(job: Job, ids: Sequence[int]) -> str:
    said = {"contact_ids": list(ids), "by": job.actor.name, "reason": job.reason}
    return json.dumps(said | {"operation_id": job.id})
