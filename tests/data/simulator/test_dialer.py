"""The dialer on real databases: what it claims, lets go, obeys, finishes and supplies."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from data.database import open_engine
from data.simulator.dialer import Dialer
from tests.data.moves import taken

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def other(sqlite_url: str) -> Iterator[Engine]:
    """A second database."""
    opened = open_engine(sqlite_url)
    yield opened
    opened.dispose()


class Silence:
    """A bell that only notes what it was told."""

    def __init__(self) -> None:
        self.told: list[int] = []

    def tell(self, campaign_ids: Iterable[int]) -> None:
        self.told.extend(campaign_ids)


def write(engine: Engine, sql: str, rows: Sequence[dict[str, Any]] = ({},)) -> None:
    with engine.execution_options(write=True).begin() as connection:
        for row in rows:
            connection.execute(text(sql), row)


def read(engine: Engine, sql: str) -> list[Any]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def add_campaign(engine: Engine, mode: str, contacts: int, goal: str = "no_contacts") -> None:
    campaign = {"mode": mode, "goal": goal}
    write(
        engine,
        "INSERT INTO campaigns (name, mode, status, goal, bcw_seconds)"
        " VALUES ('Spring', :mode, 'in_progress', :goal, 20)",
        [campaign],
    )
    load(engine, contacts)


def load(engine: Engine, contacts: int) -> None:
    rows = [{"phone": f"+12025550{index:03}"} for index in range(contacts)]
    write(
        engine,
        "INSERT INTO contacts (campaign_id, phone) SELECT max(id), :phone FROM campaigns",
        rows,
    )


def new_dialer(engine: Engine, seed: int = 1, bell: Silence | None = None) -> Dialer:
    return Dialer(engine, bell or Silence(), speed=10, seed=seed)


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
    return int(read(engine, f"SELECT count(*) FROM contacts WHERE state IN ({names})")[0][0])


def history(engine: Engine) -> list[Any]:
    return read(
        engine,
        "SELECT contact_id, from_state, to_state, operator, reason FROM transitions ORDER BY id",
    )


@pytest.mark.parametrize("mode", ["preview", "progressive", "predictive"])
def test_it_works_a_campaign_off_by_possible_moves(engine: Engine, mode: str) -> None:
    add_campaign(engine, mode, contacts=40)
    moves = run(new_dialer(engine), seconds=900)
    written = [row for row in history(engine) if row[1] is not None]
    assert len(written) == moves > 100
    assert all(taken(mode, row[1], row[2]) != "unexpected" for row in written)
    assert count(engine, "success") > 5


def test_the_same_seed_writes_the_same_history(engine: Engine, other: Engine) -> None:
    for database in (engine, other):
        add_campaign(database, "progressive", contacts=30)
        run(new_dialer(database), seconds=300)
    assert history(engine) == history(other)


def test_it_tells_which_campaigns_have_moved_after_the_commit(engine: Engine) -> None:
    for mode in ("preview", "predictive"):
        add_campaign(engine, mode, contacts=5)
    bell = Silence()
    run(new_dialer(engine, bell=bell), seconds=2)
    assert bell.told == [1, 2]


def test_a_retry_has_its_time_on_the_clock_of_the_wall(engine: Engine) -> None:
    add_campaign(engine, "predictive", contacts=40)
    run(new_dialer(engine), seconds=120)
    [(earliest, latest)] = read(engine, "SELECT min(retry_at), max(retry_at) FROM contacts")
    instants = [
        datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        for instant in (earliest, latest)
    ]
    assert AT + timedelta(seconds=12) <= instants[0]
    assert instants[1] <= AT + timedelta(seconds=12 + 120)


def test_the_status_is_checked_in_the_transaction_that_claims(engine: Engine) -> None:
    add_campaign(engine, "predictive", contacts=200)
    dialer = new_dialer(engine)
    dialer.look(0, AT)
    write(engine, "UPDATE campaigns SET status = 'paused'")
    assert dialer.step(1, AT) == 0
    assert count(engine, "initial") == 200


def test_a_paused_campaign_goes_on_with_all_its_contacts(engine: Engine) -> None:
    add_campaign(engine, "predictive", contacts=20)
    dialer = new_dialer(engine)
    dialer.look(0, AT)
    write(engine, "UPDATE campaigns SET status = 'paused'")
    run(dialer, seconds=20)
    write(engine, "UPDATE campaigns SET status = 'in_progress'")
    run(dialer, seconds=100, since=20)
    assert count(engine, "initial") == 0


def test_it_lets_go_of_a_contact_that_somebody_else_moved(engine: Engine) -> None:
    add_campaign(engine, "predictive", contacts=10)
    dialer = new_dialer(engine)
    run(dialer, seconds=4)
    write(engine, "UPDATE contacts SET state = 'canceled_by_admin' WHERE state = 'calling'")
    canceled = count(engine, "canceled_by_admin")
    assert canceled > 0
    run(dialer, seconds=120, since=4)
    assert count(engine, "canceled_by_admin") == canceled
    assert count(engine, "calling", "operator_assigned", "call_in_progress") == 0


def test_a_deleted_campaign_is_forgotten(engine: Engine) -> None:
    add_campaign(engine, "predictive", contacts=10, goal="empty")
    dialer = new_dialer(engine)
    run(dialer, seconds=4)
    write(engine, "DELETE FROM contacts")
    write(engine, "DELETE FROM campaigns")
    assert run(dialer, seconds=60, since=10) == 0


def test_a_new_dialer_carries_on_what_the_old_one_left(engine: Engine) -> None:
    add_campaign(engine, "progressive", contacts=12)
    run(new_dialer(engine), seconds=30)
    assert count(engine, "calling", "call_in_progress", "operator_assigned") > 5
    run(new_dialer(engine, seed=2), seconds=900)
    assert count(engine, "success") > 2
    assert count(engine, "initial") == 0


def test_it_finishes_a_campaign_and_starts_one_like_it(engine: Engine) -> None:
    add_campaign(engine, "preview", contacts=3)
    write(engine, "UPDATE contacts SET phone = 'unknown'")
    run(new_dialer(engine), seconds=40)
    [first, second] = read(
        engine, "SELECT name, mode, status, bcw_seconds, ended_at FROM campaigns ORDER BY id"
    )
    assert first[:4] == ("Spring", "preview", "finished", 20)
    assert first[4] is not None
    assert second == ("Spring 2", "preview", "in_progress", 20, None)
    assert read(engine, "SELECT count(*) FROM contacts WHERE campaign_id = 2") == [(1500,)]


def test_there_are_never_more_than_twelve_campaigns(engine: Engine) -> None:
    for _ in range(12):
        add_campaign(engine, "predictive", contacts=0)
    run(new_dialer(engine), seconds=40)
    assert read(engine, "SELECT status, count(*) FROM campaigns GROUP BY status") == [
        ("finished", 12)
    ]


def test_a_campaign_with_an_open_contact_is_not_finished(engine: Engine) -> None:
    add_campaign(engine, "predictive", contacts=1)
    write(engine, "UPDATE contacts SET state = 'a state of tomorrow'")
    run(new_dialer(engine), seconds=40)
    assert read(engine, "SELECT status FROM campaigns") == [("in_progress",)]


def test_a_campaign_that_runs_for_ever_is_topped_up(engine: Engine) -> None:
    add_campaign(engine, "progressive", contacts=60, goal="empty")
    run(new_dialer(engine), seconds=60)
    assert read(engine, "SELECT count(*) FROM contacts") == [(260,)]


def test_a_recorded_campaign_is_left_to_its_own_dialer(engine: Engine) -> None:
    add_campaign(engine, "predictive", contacts=5)
    write(engine, "UPDATE campaigns SET name = 'Recorded: a.csv'")
    assert run(new_dialer(engine), seconds=20) == 0


def command(engine: Engine, kind: str, contact_ids: Sequence[int] = (), payload: str = "") -> None:
    given = {"type": kind, "payload": payload or json.dumps({"contact_ids": list(contact_ids)})}
    write(
        engine,
        "INSERT INTO commands (type, campaign_id, payload) VALUES (:type, 1, :payload)",
        [given],
    )


def reserved(engine: Engine) -> list[int]:
    return [
        row[0]
        for row in read(
            engine,
            "SELECT id FROM contacts WHERE state IN"
            " ('operator_assigned', 'bcw', 'awaiting_free_operator')",
        )
    ]


def test_cancel_releases_what_is_reserved_and_claims_no_more(engine: Engine) -> None:
    add_campaign(engine, "preview", contacts=50)
    dialer = new_dialer(engine)
    run(dialer, seconds=20)
    held = reserved(engine)
    assert held
    write(engine, "UPDATE campaigns SET status = 'canceling'")
    command(engine, "campaign.cancel")
    before, waiting = count(engine, "initial"), count(engine, "retry_scheduled")
    run(dialer, seconds=600, since=20)
    assert count(engine, "canceled_by_admin") >= len(held)
    assert count(engine, "initial") == before
    assert count(engine, "calling", "call_in_progress", "acw") == 0
    assert count(engine, "retry_scheduled") == waiting
    assert read(engine, "SELECT status FROM campaigns") == [("canceling",)]


def test_a_dialer_that_was_away_obeys_when_it_is_back(engine: Engine) -> None:
    add_campaign(engine, "preview", contacts=50)
    run(new_dialer(engine), seconds=20)
    held = reserved(engine)
    command(engine, "contacts.remove", held[:2])
    dialer = new_dialer(engine)
    dialer.look(0, AT)
    dialer.step(0, AT)
    assert [row[0] for row in read(engine, "SELECT id FROM contacts WHERE state = 'removed'")] == (
        sorted(held[:2])
    )


def test_a_command_is_obeyed_once(engine: Engine) -> None:
    add_campaign(engine, "preview", contacts=50)
    dialer = new_dialer(engine)
    run(dialer, seconds=20)
    command(engine, "campaign.cancel")
    run(dialer, seconds=2, since=20)
    canceled = count(engine, "canceled_by_admin")
    assert canceled > 0
    run(dialer, seconds=60, since=30)
    assert count(engine, "canceled_by_admin") == canceled


def test_after_a_command_the_contacts_of_its_campaign_are_read_anew(engine: Engine) -> None:
    add_campaign(engine, "predictive", contacts=400)
    write(engine, "UPDATE contacts SET state = 'blacklisted' WHERE id <= 5")
    dialer = new_dialer(engine)
    dialer.look(0, AT)
    write(engine, "UPDATE contacts SET state = 'initial' WHERE id <= 5")
    write(engine, "UPDATE contacts SET state = 'retry_scheduled' WHERE id <= 5")
    command(engine, "blacklist.lift", [1, 2, 3, 4, 5])
    dialer.look(1, AT)
    dialer.step(1, AT)
    assert read(engine, "SELECT count(*) FROM contacts WHERE id <= 5 AND state = 'calling'") == [
        (5,)
    ]


@pytest.mark.parametrize("payload", ["", "not json", "[]", '{"contact_ids": 7}', "null"])
def test_a_garbled_command_changes_nothing(engine: Engine, payload: str) -> None:
    add_campaign(engine, "preview", contacts=20)
    dialer = new_dialer(engine)
    run(dialer, seconds=20)
    command(engine, "contacts.remove", payload=payload)
    command(engine, "dance", payload=payload)
    run(dialer, seconds=10, since=20)
    assert count(engine, "removed") == 0
