"""What the database keeps, and what it refuses, for a dialer with nothing but SQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from data.domain.states import BY_CODE, CODES, MODES
from data.queries import all_campaigns
from tests.data.sql import execute, read
from tests.data.sql import one as find
from tests.data.waiting import until

Run = Callable[..., list[Any]]
KEPT = "state, attempts, funnel_step, version"
CAMPAIGN = "INSERT INTO campaigns (id, mode) VALUES (7, 'predictive')"
CONTACT = "INSERT INTO contacts (campaign_id, phone) VALUES (7, '+12025550100')"


@pytest.fixture
def run(engine: Engine) -> Run:
    """Runs one statement in a transaction of its own; its rows."""

    def execute(statement: str, **values: object) -> list[Any]:
        with engine.execution_options(write=True).begin() as connection:
            result = connection.execute(text(statement), values)
            return list(result) if result.returns_rows else []

    return execute


@pytest.fixture
def one(run: Run) -> Run:
    """A campaign with id 7 and a contact with id 1."""
    run(CAMPAIGN)
    run(CONTACT)
    return run


def test_two_statements_are_all_a_dialer_needs(one: Run) -> None:
    one("UPDATE contacts SET state = 'calling', operator = 'ana', reason = 'r' WHERE id = 1")
    assert one(f"SELECT {KEPT} FROM contacts") == [("calling", 1, 1, 2)]
    columns = "campaign_id, contact_id, from_state, to_state, attempt, operator, reason"
    assert one(f"SELECT {columns}, from_step, to_step FROM transitions ORDER BY id") == [
        (7, 1, None, "initial", 0, None, None, None, 0),
        (7, 1, "initial", "calling", 1, "ana", "r", 0, 1),
    ]
    since, at = one("SELECT state_since, (SELECT max(at) FROM transitions) FROM contacts")[0]
    assert since == at
    assert one("SELECT dwell_seconds >= 0 FROM transitions WHERE id = 2")[0][0]


def test_the_funnel_never_goes_back_and_attempts_only_grow(one: Run) -> None:
    for state in ("calling", "call_in_progress", "retry_scheduled", "calling", "retry_scheduled"):
        one("UPDATE contacts SET state = :state", state=state)
    assert one(f"SELECT {KEPT} FROM contacts") == [("retry_scheduled", 2, 3, 6)]


def test_nothing_is_written_when_nothing_changed(one: Run) -> None:
    one("UPDATE contacts SET state = 'initial', name = 'Ana', retry_at = NULL WHERE id = 1")
    assert one("SELECT version, name FROM contacts") == [(1, "Ana")]
    assert one("SELECT count(*) FROM transitions") == [(1,)]


def test_funnel_steps_are_those_of_the_domain(run: Run) -> None:
    """Of a contact that begins in a state, and of one that comes into it from another."""
    wrong = []
    for mode, first, state in product(MODES, ("initial", "calling"), CODES):
        new = "INSERT INTO campaigns (mode) VALUES (:mode) RETURNING id"
        ((campaign,),) = run(new, mode=mode)
        contact = "INSERT INTO contacts (campaign_id, state) VALUES (:campaign, :state)"
        run(contact, campaign=campaign, state=state)
        run(contact, campaign=campaign, state=first)
        last = "SELECT max(id) FROM contacts"
        run(f"UPDATE contacts SET state = :state WHERE id = ({last})", state=state)
        proven = BY_CODE[state].funnel_step or 0
        waits_on_the_line = first == "calling" and mode == "predictive"
        if waits_on_the_line and state in ("awaiting_free_operator", "operator_assigned"):
            proven = 2
        expected = [BY_CODE[state].funnel_step or 0, max(proven, BY_CODE[first].funnel_step or 0)]
        steps = "SELECT funnel_step FROM contacts WHERE campaign_id = :campaign ORDER BY id"
        found = [step for (step,) in run(steps, campaign=campaign)]
        if found != expected:
            wrong.append((mode, first, state, found, expected))
    assert wrong == []


def test_bulk_loads_updates_and_deletes_are_counted(one: Run) -> None:
    one("INSERT INTO contacts (campaign_id, state) SELECT 7, 'calling' FROM contacts")
    one("INSERT INTO contacts (campaign_id) SELECT 7 FROM contacts")
    one("UPDATE contacts SET state = 'success'")
    one("DELETE FROM contacts WHERE id > 1")
    moves = "SELECT from_state, to_state, count(*) FROM transitions GROUP BY 1, 2"
    assert {(left, entered): n for left, entered, n in one(moves)} == {
        (None, "initial"): 3,
        (None, "calling"): 1,
        ("initial", "success"): 3,
        ("calling", "success"): 1,
        ("success", None): 3,
    }
    assert one("SELECT attempts FROM contacts") == [(0,)]


def test_an_unknown_state_is_kept(one: Run) -> None:
    one("UPDATE contacts SET state = 'hypnotized'")
    one("INSERT INTO contacts (campaign_id, state) VALUES (7, 'levitating')")
    assert one("SELECT state FROM contacts ORDER BY id") == [("hypnotized",), ("levitating",)]
    assert one("SELECT count(*) FROM transitions") == [(3,)]


REFUSED = {
    "UPDATE contacts SET attempts = 5": "kept by the database",
    "UPDATE contacts SET funnel_step = 4": "kept by the database",
    "UPDATE contacts SET version = version + 1": "kept by the database",
    "UPDATE contacts SET state_since = '2020-01-01'": "kept by the database",
    "UPDATE contacts SET state = 'calling', attempts = 5": "kept by the database",
    "INSERT INTO contacts (campaign_id, attempts) VALUES (7, 3)": "kept by the database",
    "INSERT INTO contacts (campaign_id, funnel_step) VALUES (7, 3)": "kept by the database",
    "INSERT INTO contacts (campaign_id, version) VALUES (7, 9)": "kept by the database",
    "INSERT INTO contacts (campaign_id, state_since) VALUES (7, '2020-01-01')": "kept by the data",
    "INSERT INTO contacts (campaign_id) VALUES (8)": "no (such )?campaign",
    "INSERT INTO contacts (campaign_id) VALUES (NULL)": "no (such )?campaign",
    "INSERT INTO contacts (campaign_id, state) VALUES (7, '')": "state must not be empty",
    "INSERT INTO contacts (campaign_id, state) VALUES (7, NULL)": "state must not be empty",
    "UPDATE contacts SET state = ' '": "state must not be empty",
    "UPDATE contacts SET state = NULL": "state must not be empty",
    "UPDATE contacts SET campaign_id = 8": "keeps its id and its campaign",
    "UPDATE contacts SET id = 2": "keeps its id and its campaign",
    "UPDATE contacts SET retry_at = 'soon'": "retry_at is not a time|invalid input syntax",
    "UPDATE transitions SET to_state = 'success'": "append-only",
    "DELETE FROM transitions": "append-only",
    "INSERT INTO transitions (campaign_id, contact_id, to_state, at, attempt)"
    " VALUES (7, 1, 'success', '2020-01-01', 1)": "written by the database",
    "DELETE FROM campaigns": "still has contacts",
    "INSERT INTO campaigns (mode) VALUES ('guess')": "(?i)check constraint",
    "UPDATE campaigns SET status = 'asleep'": "(?i)check constraint",
    "UPDATE campaigns SET goal = 'world peace'": "(?i)check constraint",
}
REFUSED_BY = {
    "sqlite": {
        "INSERT OR REPLACE INTO contacts (id, campaign_id) VALUES (1, 7)": "use UPDATE",
    },
    "postgresql": {
        "TRUNCATE contacts CASCADE": "cannot be truncated",
        "TRUNCATE transitions": "append-only",
    },
}


def test_what_a_writer_may_not_do_is_refused_with_a_sentence(one: Run, engine: Engine) -> None:
    one("INSERT INTO campaigns (id, mode) VALUES (9, 'preview')")
    before = one("SELECT * FROM contacts"), one("SELECT * FROM transitions")
    for statement, sentence in (REFUSED | REFUSED_BY[engine.dialect.name]).items():
        with pytest.raises(DBAPIError, match=sentence):
            one(statement)
    assert (one("SELECT * FROM contacts"), one("SELECT * FROM transitions")) == before


def test_a_statement_that_is_rolled_back_leaves_no_history(one: Run, engine: Engine) -> None:
    with engine.execution_options(write=True).connect() as connection:
        connection.execute(text("UPDATE contacts SET state = 'calling'"))
        connection.rollback()
    assert one("SELECT count(*) FROM transitions") == [(1,)]
    assert one(f"SELECT {KEPT} FROM contacts") == [("initial", 0, 0, 1)]


def test_each_transition_starts_where_the_one_before_ended(one: Run) -> None:
    for state in ("calling", "retry_scheduled", "calling", "call_in_progress", "acw", "success"):
        one("UPDATE contacts SET state = :state", state=state)
    one("DELETE FROM contacts")
    rows = one("SELECT from_state, to_state FROM transitions WHERE contact_id = 1 ORDER BY id")
    assert [left for left, _ in rows] == [None, *(entered for _, entered in rows[:-1])]
    assert rows[-1][1] is None


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_the_transaction_of_a_transition_cannot_be_spoofed(engine: Engine) -> None:
    with engine.connect() as connection:
        for statement in (CAMPAIGN, CONTACT):
            connection.execute(text(statement))
        own = connection.execute(text("SELECT xid = pg_current_xact_id() FROM transitions"))
        assert own.scalar_one() is True


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_history_goes_into_our_table_whatever_the_search_path(engine: Engine) -> None:
    with engine.connect() as connection:
        for statement in (
            CAMPAIGN,
            CONTACT,
            "CREATE TEMP TABLE transitions (LIKE public.transitions)",
            "CREATE SCHEMA dialer",
            "SET search_path = dialer",
            "UPDATE public.contacts SET state = 'calling'",
        ):
            connection.execute(text(statement))
        moves = connection.execute(text("SELECT count(*) FROM public.transitions"))
        assert moves.scalar_one() == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_only_sqlite_lets_in_stops_nothing(engine: Engine) -> None:
    execute(
        engine,
        "INSERT INTO campaigns (id, name, mode, started_at)"
        " VALUES (1, CAST(x'ff41' AS TEXT), 'preview', 'soon')",
    )
    (campaign,) = read(engine, all_campaigns)
    assert (campaign.name, campaign.started_at) == ("�A", None)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_commands_are_seen_in_the_order_of_their_numbers(engine: Engine) -> None:
    ask = "INSERT INTO commands (type, campaign_id) VALUES ('campaign.cancel', 7) RETURNING id"
    waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as late:
            first = late.execute(text(ask)).scalar_one()
            second = pool.submit(execute, engine, ask)
            until(lambda: find(engine, waits))
            assert not second.done()
        assert second.result() == first + 1
