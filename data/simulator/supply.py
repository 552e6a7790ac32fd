"""New campaigns and new contacts, so that there is always somebody to call."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from random import Random

from sqlalchemy import Connection, text

from data.simulator.ledger import iso
from data.simulator.people import Row, people
from data.simulator.records import Campaign, Plan

MOST_CAMPAIGNS = 12
TOP_UP = 200
SUCCESSOR_CONTACTS = 1500

_ADD_CAMPAIGN = text("""
    INSERT INTO campaigns
      (name, mode, status, goal, bcw_seconds, timezone, created_at, started_at, ended_at)
    VALUES (:name, :mode, :status, :goal, :bcw_seconds, :timezone,
      :created_at, :started_at, :ended_at)
    RETURNING id""")
_ADD_CONTACT = text("""
    INSERT INTO contacts (campaign_id, phone, name, external_id, state)
    VALUES (:campaign_id, :phone, :name, :external_id, :state)""")
_HOW_MANY = text("SELECT count(*) FROM campaigns")
_NUMBER = re.compile(r" (\d+)$")


def how_many_campaigns(connection: Connection) -> int:
    """The number of campaigns there are."""
    return int(connection.execute(_HOW_MANY).scalar_one())


def add_campaign(
    connection: Connection,
    plan: Plan,
    created_at: datetime,
    *,
    started_at: datetime | None,
    ended_at: datetime | None = None,
) -> int:
    """Insert a campaign; its id."""
    times = {"created_at": created_at, "started_at": started_at, "ended_at": ended_at}
    given = {**asdict(plan), **{name: iso(instant) for name, instant in times.items()}}
    return int(connection.execute(_ADD_CAMPAIGN, given).scalar_one())


def add_contacts(connection: Connection, campaign_id: int, rows: Iterable[Row]) -> None:
    """Insert contacts into a campaign."""
    connection.execute(_ADD_CONTACT, [{**row, "campaign_id": campaign_id} for row in rows])


def top_up(connection: Connection, campaign: Campaign, rng: Random) -> None:
    """Load 200 more contacts into a campaign that runs for ever."""
    add_contacts(connection, campaign.id, people(rng, campaign.timezone, TOP_UP))


def succeed(connection: Connection, campaign: Campaign, rng: Random, at: datetime) -> None:
    """Start a campaign like one that is finished, unless there are twelve already."""
    if how_many_campaigns(connection) >= MOST_CAMPAIGNS:
        return
    plan = Plan(
        name=next_name(campaign.name or "Campaign"),
        mode=campaign.mode,
        status="in_progress",
        goal=campaign.goal,
        bcw_seconds=campaign.bcw_seconds,
        timezone=campaign.timezone,
    )
    campaign_id = add_campaign(connection, plan, at, started_at=at)
    add_contacts(connection, campaign_id, people(rng, plan.timezone, SUCCESSOR_CONTACTS))


def next_name(name: str) -> str:
    """`Spring renewals` → `Spring renewals 2` → `Spring renewals 3`."""
    match = _NUMBER.search(name)
    return f"{_NUMBER.sub('', name)} {int(match[1]) + 1 if match else 2}"
