"""Sums stay exact: wherever one who adds is killed, however many add, whoever commits late."""

import os
import random
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, event, text

from data.database import open_engine
from data.domain.states import CODES
from data.history.sums import add_up
from data.log_tail import sqlite, tail_for
from tests.data.history.checks import all_is_summed, head_and_sums_agree
from tests.data.history.log import Row, append, unguarded, write_log
from tests.data.killing import forked, killed_after
from tests.data.sql import execute

AT = datetime(2026, 3, 29, 0, 59, 30, tzinfo=UTC)
CAMPAIGN = "INSERT INTO campaigns (id, mode, status) VALUES (7, 'predictive', 'in_progress')"


def loaded(engine: Engine, contacts: int) -> None:
    execute(engine, CAMPAIGN, *["INSERT INTO contacts (campaign_id) VALUES (7)"] * contacts)


def moved(connection: Connection, chance: random.Random, contacts: list[int]) -> None:
    update = text("UPDATE contacts SET state = :state WHERE id = :id")
    for contact in chance.sample(contacts, 5):
        connection.execute(update, {"state": chance.choice(CODES), "id": contact})


def adder(url: str, survives: int) -> None:
    """Add up, until the statement after so many kills it."""
    sqlite.PORTION = 7
    engine = open_engine(url)
    killed_after(engine, survives)
    add_up(engine, tail_for(engine))
    os._exit(0)


def test_whoever_is_killed_while_adding_loses_and_doubles_nothing(
    engine: Engine, database_url: str
) -> None:
    loaded(engine, 12)
    chance = random.Random(5)
    for survives in range(60):
        with engine.execution_options(write=True).begin() as connection:
            moved(connection, chance, list(range(1, 13)))
        exit_code = forked(engine, adder, database_url, survives)
        head_and_sums_agree(engine)
        if exit_code == 0:
            break
    assert exit_code == 0
    assert survives > 8
    assert all_is_summed(engine) > 12


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_many_add_while_many_write(engine: Engine) -> None:
    loaded(engine, 40)
    tail = tail_for(engine)

    def write(which: int) -> None:
        chance = random.Random(which)
        for _ in range(12):
            with engine.connect() as connection:
                moved(connection, chance, list(range(1 + 10 * which, 11 + 10 * which)))
                connection.commit() if chance.random() < 0.8 else connection.rollback()

    def repeat(work: Callable[[], object], writers: list[Future[None]]) -> None:
        while not all(writer.done() for writer in writers):
            work()

    with ThreadPoolExecutor(8) as pool:
        writers = [pool.submit(write, which) for which in range(4)]
        adding = [pool.submit(repeat, lambda: add_up(engine, tail), writers) for _ in range(3)]
        holding = pool.submit(repeat, lambda: head_and_sums_agree(engine), writers)
        for one in (*writers, *adding, holding):
            one.result()
    assert add_up(engine, tail)
    assert all_is_summed(engine) > 40


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_who_finds_another_adding_gives_way_at_once(engine: Engine) -> None:
    write_log(engine, [Row(1, 1, None, "initial", AT, to_step=0)])
    with engine.begin() as other:
        other.execute(text("SELECT * FROM sums_head FOR UPDATE"))
        assert not add_up(engine, tail_for(engine))
    assert add_up(engine, tail_for(engine))
    assert all_is_summed(engine) == 1


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_what_is_not_committed_yet_is_added_once_it_is(engine: Engine) -> None:
    row = Row(1, 1, None, "initial", AT, to_step=0)
    with unguarded(engine) as late:
        append(late, [row])
        write_log(engine, [row] * 2)
        assert add_up(engine, tail_for(engine))
        assert head_and_sums_agree(engine) == 2
    assert add_up(engine, tail_for(engine))
    assert all_is_summed(engine) == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_long_log_is_added_in_portions(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the only writer does not keep dialers waiting."""
    monkeypatch.setattr(sqlite, "PORTION", 4)
    commits: list[int] = []
    write_log(engine, [Row(1, n, None, "initial", AT, to_step=0) for n in range(10)])
    event.listen(engine, "commit", lambda _: commits.append(1))
    assert add_up(engine, tail_for(engine))
    assert len(commits) == 3
    assert all_is_summed(engine) == 10
