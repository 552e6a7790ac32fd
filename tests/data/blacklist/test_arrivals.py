"""Contacts that arrive with a listed number are blacklisted: none is missed, none too many."""

import pytest
from sqlalchemy import Engine, text

from data.blacklist import arrivals, entries
from data.blacklist.arrivals import Arrivals
from data.blacklist.entries import Source
from data.door import writing
from data.feed import LiveFeed
from tests.data.blacklist import lists
from tests.data.blacklist.lists import NOW, NUMBER, SECRET, campaigns, contact, final_id, states
from tests.data.sql import execute, rows
from tests.data.test_feed import tick_until


@pytest.fixture
def listed(engine: Engine) -> int:
    """A number on the list, and two campaigns."""
    campaigns(engine, "in_progress", "canceled")
    return lists.listed(engine)


def read_all(engine: Engine, watch: Arrivals | None = None) -> Arrivals:
    watch = watch or Arrivals(engine, lambda: SECRET)
    watch.catch_up(final_id(engine))
    return watch


def test_what_arrives_is_blacklisted(engine: Engine, listed: int) -> None:
    for phone, state in (
        ("777 123 456", "initial"), ("+420777123457", "initial"), (NUMBER, "calling"),
        (NUMBER, "retry_scheduled"), (None, "initial"), (NUMBER, "success"),
    ):  # fmt: skip
        contact(engine, 1, phone, state)
    read_all(engine)
    assert states(engine) == [
        "blacklisted", "initial", "calling", "blacklisted", "initial", "success",
    ]  # fmt: skip
    told = rows(engine, "SELECT actor, means, action, contact_id, from_state, version FROM audit")
    assert told == [
        ("blacklist", "system", "contact.blacklist", 1, "initial", 2),
        ("blacklist", "system", "contact.blacklist", 4, "retry_scheduled", 2),
    ]
    assert rows(engine, "SELECT version FROM contacts WHERE id = 1") == [(2,)]


def test_a_lifted_number_is_left_alone(engine: Engine, listed: int) -> None:
    with writing(engine) as connection:
        entries.lift(connection, listed, "r", "anna", NOW)
    contact(engine, 1, NUMBER)
    read_all(engine)
    assert states(engine) == ["initial"]


def test_another_process_goes_on_where_one_died(
    engine: Engine, listed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "STRIDE", 2)
    monkeypatch.setattr(arrivals, "KEEP_EVERY", 3)
    for _ in range(5):
        contact(engine, 1, "+420777000000")
    contact(engine, 1, NUMBER)
    first = Arrivals(engine, lambda: SECRET)
    assert first.look(final_id(engine))
    assert first.look(final_id(engine))
    assert rows(engine, "SELECT position FROM log_readers") == [(4,)]
    read_all(engine)
    assert states(engine)[-1] == "blacklisted"
    read_all(engine, first)  # it was only slow: nothing is done twice
    assert len(rows(engine, "SELECT id FROM audit")) == 1


def test_turned_back_it_looks_at_all_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "KEEP_EVERY", 1)
    campaigns(engine, "in_progress")
    contact(engine, 1, NUMBER)
    watch, other = read_all(engine), read_all(engine)
    lists.listed(engine, source=Source.ERASURE)
    with writing(engine) as connection:
        arrivals.rewind(connection)
    assert states(engine) == ["initial"]
    read_all(engine, watch)
    read_all(engine, other)
    assert states(engine) == ["blacklisted"]
    assert rows(engine, "SELECT position FROM log_readers") == [(2,)]


def test_an_empty_list_costs_nothing(engine: Engine) -> None:
    campaigns(engine, "in_progress")
    contact(engine, 1, NUMBER)
    watch = Arrivals(engine, lambda: SECRET)
    assert not watch.look(final_id(engine))
    assert rows(engine, "SELECT id FROM audit") == []
    assert states(engine) == ["initial"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_late_commit_is_not_missed(engine: Engine, listed: int, feed: LiveFeed) -> None:
    insert = "INSERT INTO contacts (campaign_id, phone) VALUES (1, :phone)"
    watch = Arrivals(engine, lambda: SECRET)
    with engine.connect() as late:
        late.execute(text(insert), {"phone": NUMBER})  # it has its id, and is not committed
        execute(engine, insert, phone="+420777000000")
        for _ in range(3):
            feed.tick()
            watch.look(feed.final_id)
        late.commit()

    def arrived() -> bool:
        watch.look(feed.final_id)
        return states(engine) == ["blacklisted", "initial"]

    tick_until(feed, arrived)
