"""Example campaigns, most of them well on their way, so that the first screen is alive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import Connection, Engine

from data.simulator import ledger, supply
from data.simulator.habits import AWAITING, HABITS, RETRY, Habits, Outcome, given_up
from data.simulator.people import is_phone, operators, people
from data.simulator.records import Contact, Move, Plan

_RETRIES_WITHIN_SECONDS = 900.0
# The share of retries that have been made already; the others are still ahead.
_PATIENCE = {"initial": 0.0, "in_progress": 0.6, "paused": 0.6, "finished": 1.0}


@dataclass(frozen=True, slots=True)
class Example:
    """A campaign, how many contacts it has, what share is worked, and when it began and ended."""

    plan: Plan
    contacts: int
    worked: float = 0.0
    started_hours_ago: float | None = None
    ended_hours_ago: float | None = None


# Little is worked off at first: the database stamps all of that past with one and the same minute,
# and more of it would dwarf every other minute of the first hour.
EXAMPLES: Sequence[Example] = (
    Example(
        Plan(
            name="Spring renewals",
            mode="predictive",
            status="in_progress",
            timezone="Europe/London",
        ),
        contacts=2000, worked=0.1, started_hours_ago=1,
    ),
    Example(
        Plan(
            name="Overdue invoices",
            mode="progressive",
            status="in_progress",
            goal="empty",
            timezone="America/New_York",
        ),
        contacts=1200, worked=0.1, started_hours_ago=52,
    ),
    Example(
        Plan(
            name="Premium clients",
            mode="preview",
            status="in_progress",
            bcw_seconds=20,
            timezone="Europe/Paris",
        ),
        contacts=450, worked=0.15, started_hours_ago=3,
    ),
    Example(
        Plan(
            name="Customer survey",
            mode="predictive",
            status="in_progress",
            timezone="America/Chicago",
        ),
        contacts=900, worked=0.1, started_hours_ago=1,
    ),
    Example(
        Plan(name="Win back", mode="progressive", status="paused", timezone="Europe/Prague"),
        contacts=600, worked=0.3, started_hours_ago=27,
    ),
    Example(
        Plan(name="Winter appeal", mode="preview", status="finished", bcw_seconds=30,
             timezone="Europe/Paris"),
        contacts=400, worked=1.0, started_hours_ago=170, ended_hours_ago=122,
    ),
    Example(
        Plan(name="Summer tariff", mode="predictive", status="initial",
             timezone="America/Los_Angeles"),
        contacts=1500,
    ),
)  # fmt: skip


def seed_examples(engine: Engine, rng: Random) -> bool:
    """Insert the example campaigns, unless there is any campaign; whether it did."""
    at = datetime.now(UTC)
    with engine.execution_options(write=True).begin() as connection:
        if supply.how_many_campaigns(connection):
            return False
        for example in EXAMPLES:
            _seed(connection, example, rng, at)
    return True


def _seed(connection: Connection, example: Example, rng: Random, at: datetime) -> None:
    plan = example.plan
    started_at = _ago(at, example.started_hours_ago)
    campaign_id = supply.add_campaign(
        connection,
        plan,
        (started_at or at) - timedelta(hours=1),
        started_at=started_at,
        ended_at=_ago(at, example.ended_hours_ago),
    )
    rows = people(rng, plan.timezone, example.contacts)
    supply.add_contacts(connection, campaign_id, rows)
    contacts = list(ledger.open_contacts(connection, campaign_id, at, 1))
    staff = operators(campaign_id, HABITS[plan.mode].operators)
    past = [
        move
        for contact in contacts[: round(len(contacts) * example.worked)]
        for move in _past(rng, plan, campaign_id, contact, rng.choice(staff))
    ]
    if past:
        ledger.write_past(connection, past, at)


def _past(
    rng: Random, plan: Plan, campaign_id: int, contact: Contact, operator: str
) -> Iterator[Move]:
    habits, state, attempts = HABITS[plan.mode], contact.state, 0
    outcome: Outcome | None = _first(habits, contact)
    while outcome:
        named = operator if {state, outcome.state} & habits.manned else None
        wait = rng.uniform(0, _RETRIES_WITHIN_SECONDS) if outcome.state == RETRY else None
        yield Move(campaign_id, contact.id, state, outcome.state, named, outcome.reason, wait)
        state = outcome.state
        attempts += state == "calling"
        outcome = _next(rng, habits, state, attempts, _PATIENCE[plan.status])


def _first(habits: Habits, contact: Contact) -> Outcome:
    return Outcome(1, habits.first if is_phone(contact.phone) else "invalid_record")


def _next(
    rng: Random, habits: Habits, state: str, attempts: int, patience: float
) -> Outcome | None:
    if state == RETRY:
        return Outcome(1, habits.first) if rng.random() < patience else None
    if state in habits.stays:
        return given_up(state, habits.stays[state].outcome(rng), attempts)
    return Outcome(1, habits.served) if state == AWAITING else None


def _ago(at: datetime, hours: float | None) -> datetime | None:
    return None if hours is None else at - timedelta(hours=hours)
