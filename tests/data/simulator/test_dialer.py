"""The dialer on real databases: what it claims, lets go, obeys, finishes and supplies."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from data.schema.tables import contacts
from data.simulator.dialer import Dialer
from tests.data.moves import taken
from tests.data.sql import execute, one, rows

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Silence:
    """A bell that only notes what it was told."""

    def __init__(self) -> None:
        self.told: list[int] = []

    def tell(self, campaign_ids: Iterable[int]) -> None:
        self.told.extend(campaign_ids)


def add_campaign(engine: Engine, mode: str, contacts: int, goal: str = "no_contacts") -> None:
    execute(
        engine,
        "INSERT INTO campaigns (name, mode, status, goal, bcw_seconds)"
        " VALUES ('Spring', :mode, 'in_progress', :goal, 20)",
        *(f"INSERT INTO contacts (campaign_id, phone) SELECT max(id), '+12025550{number:03}'"
          " FROM campaigns" for number in range(contacts)),
        mode=mode,
        goal=goal,
    )  # fmt: skip


def new_dialer(engine: Engine, seed: int = 1, bell: Silence | None = None) -> Dialer:
    return Dialer(engine, bell or Silence(), speed=10, seed=seed)


def dialer_of(engine: Engine, mode: str, contacts: int, goal: str = "no_contacts") -> Dialer:
    """The dialer of a new campaign."""
    add_campaign(engine, mode, contacts, goal)
    return new_dialer(engine)


def run(dialer: Dialer, seconds: int, since: int = 0, pace: int = 2) -> int:
    """Simulated seconds, `pace` at a time; the moves written."""
    moves = 0
    for now in range(since, since + seconds, pace):
        at = AT + timedelta(seconds=now / 10)
        if now % 10 == 0:
            dialer.look(now, at)
        moves += dialer.step(now, at)
    return moves


def count(engine: Engine, *states: str) -> int:
    names = ", ".join(f"'{state}'" for state in states)
    return int(one(engine, f"SELECT count(*) FROM contacts WHERE state IN ({names})"))


def history(engine: Engine) -> list[Any]:
    columns = "contact_id, from_state, to_state, operator, reason"
    return rows(engine, f"SELECT {columns} FROM transitions ORDER BY id")


@pytest.mark.parametrize("mode", ["preview", "progressive", "predictive"])
def test_it_works_a_campaign_off_by_possible_moves(engine: Engine, mode: str) -> None:
    add_campaign(engine, mode, contacts=40)
    moves = run(new_dialer(engine), seconds=900)
    written = [row for row in history(engine) if row[1] is not None]
    assert len(written) == moves > 100
    assert all(taken(mode, row[1], row[2]) != "unexpected" for row in written)
    assert count(engine, "success") > 5


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_the_same_seed_writes_the_same_history(engine: Engine, sqlite_engine: Engine) -> None:
    for database in (engine, sqlite_engine):
        add_campaign(database, "progressive", contacts=30)
        run(new_dialer(database), seconds=300)
    assert history(engine) == history(sqlite_engine)


def test_it_tells_which_campaigns_have_moved_after_the_commit(engine: Engine) -> None:
    for mode in ("preview", "predictive"):
        add_campaign(engine, mode, contacts=5)
    bell = Silence()
    run(new_dialer(engine, bell=bell), seconds=2)
    assert bell.told == [1, 2]


def test_a_retry_has_its_time_on_the_clock_of_the_wall(engine: Engine) -> None:
    run(dialer_of(engine, "predictive", contacts=40), seconds=120)
    with engine.connect() as connection:
        due = func.min(contacts.c.retry_at), func.max(contacts.c.retry_at)
        earliest, latest = connection.execute(select(*due)).one()
    assert AT + timedelta(seconds=12) <= earliest <= latest <= AT + timedelta(seconds=12 + 120)


def test_the_status_is_checked_in_the_transaction_that_claims(engine: Engine) -> None:
    dialer = dialer_of(engine, "predictive", contacts=200)
    dialer.look(0, AT)
    execute(engine, "UPDATE campaigns SET status = 'paused'")
    assert dialer.step(1, AT) == 0
    assert count(engine, "initial") == 200


def test_a_paused_campaign_goes_on_with_all_its_contacts(engine: Engine) -> None:
    dialer = dialer_of(engine, "predictive", contacts=20)
    dialer.look(0, AT)
    execute(engine, "UPDATE campaigns SET status = 'paused'")
    run(dialer, seconds=20)
    execute(engine, "UPDATE campaigns SET status = 'in_progress'")
    run(dialer, seconds=100, since=20)
    assert count(engine, "initial") == 0


def test_it_lets_go_of_a_contact_that_somebody_else_moved(engine: Engine) -> None:
    dialer = dialer_of(engine, "predictive", contacts=10)
    run(dialer, seconds=4)
    execute(engine, "UPDATE contacts SET state = 'canceled_by_admin' WHERE state = 'calling'")
    canceled = count(engine, "canceled_by_admin")
    assert canceled > 0
    run(dialer, seconds=120, since=4)
    assert count(engine, "canceled_by_admin") == canceled
    assert count(engine, "calling", "operator_assigned", "call_in_progress") == 0


def test_a_deleted_campaign_is_forgotten(engine: Engine) -> None:
    dialer = dialer_of(engine, "predictive", contacts=10, goal="empty")
    run(dialer, seconds=4)
    execute(engine, "DELETE FROM contacts", "DELETE FROM campaigns")
    assert run(dialer, seconds=60, since=10) == 0


def test_a_new_dialer_carries_on_what_the_old_one_left(engine: Engine) -> None:
    run(dialer_of(engine, "progressive", contacts=12), seconds=30)
    assert count(engine, "calling", "call_in_progress", "operator_assigned") > 5
    run(new_dialer(engine, seed=2), seconds=900)
    assert count(engine, "success") > 2
    assert count(engine, "initial") == 0


def test_it_finishes_a_campaign_and_starts_one_like_it(engine: Engine) -> None:
    add_campaign(engine, "preview", contacts=3)
    execute(engine, "UPDATE contacts SET phone = 'unknown'")
    run(new_dialer(engine), seconds=40)
    columns = "name, mode, status, bcw_seconds, ended_at IS NULL"
    assert rows(engine, f"SELECT {columns} FROM campaigns ORDER BY id") == [
        ("Spring", "preview", "finished", 20, False),
        ("Spring 2", "preview", "in_progress", 20, True),
    ]
    assert rows(engine, "SELECT count(*) FROM contacts WHERE campaign_id = 2") == [(1500,)]


def test_there_are_never_more_than_twelve_campaigns(engine: Engine) -> None:
    for _ in range(12):
        add_campaign(engine, "predictive", contacts=0)
    run(new_dialer(engine), seconds=40)
    assert rows(engine, "SELECT status FROM campaigns") == [("finished",)] * 12


def test_a_campaign_with_an_open_contact_is_not_finished(engine: Engine) -> None:
    add_campaign(engine, "predictive", contacts=1)
    execute(engine, "UPDATE contacts SET state = 'a state of tomorrow'")
    run(new_dialer(engine), seconds=40)
    assert rows(engine, "SELECT status FROM campaigns") == [("in_progress",)]


def test_a_campaign_that_runs_for_ever_is_topped_up(engine: Engine) -> None:
    run(dialer_of(engine, "progressive", contacts=60, goal="empty"), seconds=60)
    assert rows(engine, "SELECT count(*) FROM contacts") == [(260,)]


def test_a_recorded_campaign_is_left_to_its_own_dialer(engine: Engine) -> None:
    add_campaign(engine, "predictive", contacts=5)
    execute(engine, "UPDATE campaigns SET name = 'Recorded: a.csv'")
    assert run(new_dialer(engine), seconds=20) == 0


def command(engine: Engine, kind: str, contact_ids: Sequence[int] = (), payload: str = "") -> None:
    execute(
        engine,
        "INSERT INTO commands (type, campaign_id, payload) VALUES (:type, 1, :payload)",
        type=kind,
        payload=payload or json.dumps({"contact_ids": list(contact_ids)}),
    )


def ids(engine: Engine, *states: str) -> list[int]:
    names = ", ".join(f"'{state}'" for state in states)
    found = rows(engine, f"SELECT id FROM contacts WHERE state IN ({names}) ORDER BY id")
    return [id for (id,) in found]


RESERVED = ("operator_assigned", "bcw", "awaiting_free_operator")


def test_cancel_releases_what_is_reserved_and_claims_no_more(engine: Engine) -> None:
    dialer = dialer_of(engine, "preview", contacts=50)
    run(dialer, seconds=20)
    held = ids(engine, *RESERVED)
    assert held
    execute(engine, "UPDATE campaigns SET status = 'canceling'")
    command(engine, "campaign.cancel")
    before, waiting = count(engine, "initial"), count(engine, "retry_scheduled")
    run(dialer, seconds=600, since=20)
    assert count(engine, "canceled_by_admin") >= len(held)
    assert count(engine, "initial") == before
    assert count(engine, "calling", "call_in_progress", "acw") == 0
    assert count(engine, "retry_scheduled") == waiting
    assert rows(engine, "SELECT status FROM campaigns") == [("canceling",)]


def test_a_dialer_that_was_away_obeys_when_it_is_back(engine: Engine) -> None:
    run(dialer_of(engine, "preview", contacts=50), seconds=20)
    held = ids(engine, *RESERVED)
    command(engine, "contacts.remove", held[:2])
    dialer = new_dialer(engine)
    dialer.look(0, AT)
    dialer.step(0, AT)
    assert ids(engine, "removed") == held[:2]


def test_a_command_is_obeyed_once(engine: Engine) -> None:
    dialer = dialer_of(engine, "preview", contacts=50)
    run(dialer, seconds=20)
    command(engine, "campaign.cancel")
    run(dialer, seconds=2, since=20)
    canceled = count(engine, "canceled_by_admin")
    assert canceled > 0
    run(dialer, seconds=60, since=30)
    assert count(engine, "canceled_by_admin") == canceled


def test_after_a_command_the_contacts_of_its_campaign_are_read_anew(engine: Engine) -> None:
    add_campaign(engine, "predictive", contacts=400)
    execute(engine, "UPDATE contacts SET state = 'blacklisted' WHERE id <= 5")
    dialer = new_dialer(engine)
    dialer.look(0, AT)
    for state in ("initial", "retry_scheduled"):
        execute(engine, f"UPDATE contacts SET state = '{state}' WHERE id <= 5")
    command(engine, "blacklist.lift", [1, 2, 3, 4, 5])
    dialer.look(1, AT)
    dialer.step(1, AT)
    assert set(range(1, 6)) <= set(ids(engine, "calling"))


@pytest.mark.parametrize("payload", ["", "not json", "[]", '{"contact_ids": 7}', "null"])
def test_a_garbled_command_changes_nothing(engine: Engine, payload: str) -> None:
    dialer = dialer_of(engine, "preview", contacts=20)
    run(dialer, seconds=20)
    command(engine, "contacts.remove", payload=payload)
    command(engine, "dance", payload=payload)
    run(dialer, seconds=10, since=20)
    assert count(engine, "removed") == 0
