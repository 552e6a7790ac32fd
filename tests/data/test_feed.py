"""The feed against plain counting, step by step."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import chain, repeat

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from data import checkpoints, following
from data import feed as module
from data.deadline import deadline
from data.domain.errors import DeadlineError, RestoredError
from data.domain.snapshot import Snapshot
from data.domain.states import CODES
from data.feed import TICK_SECONDS, LiveFeed, Look
from data.log_tail import tail_for
from data.schema.migrate import migrate
from tests.data.recount import cells_of
from tests.data.sql import execute, executed, one, read
from tests.server import WAIT_SECONDS

CAMPAIGN = (
    "INSERT INTO campaigns (id, name, mode, status) VALUES (:id, :name, :mode, 'in_progress')"
)
PARTS = (
    "campaign", "cells", "moves", "minutes", "minute", "dwell", "dwell_ms", "dials", "hours"
)  # fmt: skip
CONTACT = "INSERT INTO contacts (campaign_id, phone) VALUES (:campaign, '+12025550100')"


@pytest.fixture
def write(engine: Engine) -> Callable[..., None]:
    """Runs statements in one transaction, as a dialer would."""
    return partial(execute, engine)


@pytest.fixture
def restart(engine: Engine) -> Iterator[Callable[[], LiveFeed]]:
    """Makes another feed of the same database, as a new process does."""
    with ExitStack() as stack:

        def start() -> LiveFeed:
            feed = LiveFeed(engine, tail_for(engine))
            stack.callback(feed.stop)
            return feed

        yield start


def have_shown(feed: LiveFeed, **other: object) -> Snapshot:
    """Change the newest snapshot of a feed, from which it goes on."""
    changed = replace(feed.latest.snapshot, **other)
    feed.latest = Look(changed, feed.latest.at)
    return changed


def have_counted(feed: LiveFeed, cells: dict[tuple[str, int], int]) -> None:
    """Have a feed go on from wrong counts of the campaign."""
    have_shown(feed, campaigns={7: replace(feed.latest.snapshot.campaigns[7], cells=cells)})


@pytest.fixture
def campaign(write: Callable[..., None]) -> int:
    """A predictive campaign of five contacts, ids 1 to 5."""
    write(CAMPAIGN, id=7, name="Spring", mode="predictive")
    write(*[CONTACT] * 5, campaign=7)
    return 7


def counted(engine: Engine, campaign: int) -> object:
    return read(engine, cells_of, campaign)


def tick_until(feed: LiveFeed, holds: Callable[[], bool]) -> None:
    """Transactions are numbered by the whole server: those of other tests are waited for."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        feed.tick()


def test_a_change_is_folded_exactly(feed, write, engine, campaign) -> None:
    feed.tick()
    write("UPDATE contacts SET state = 'calling' WHERE id <= 3")
    write("UPDATE contacts SET state = 'call_in_progress' WHERE id = 1")
    write("UPDATE contacts SET state = 'retry_scheduled' WHERE id = 2", CONTACT, campaign=7)
    write("DELETE FROM contacts WHERE id = 5")
    view = feed.tick().campaigns[campaign]
    assert view.cells == counted(engine, campaign)
    assert (view.total, view.funnel) == (5, (5, 3, 1, 1, 0))
    assert view.moved(to="calling") == 3
    assert view.moved(to="retry_scheduled", source="calling") == 1
    assert sum(view.per_minute([("initial", "calling")], view.minute)) == 3
    assert sum(view.dwell["calling"]) == 2


def test_a_tick_without_news_keeps_seq_and_moves_the_clock(feed, campaign) -> None:
    first = feed.tick()
    second = feed.tick()
    assert second.seq == first.seq
    assert second.campaigns is first.campaigns
    assert second.as_of > first.as_of


def test_a_tick_costs_the_same_queries_whatever_changed(feed, write, engine, campaign) -> None:
    feed.tick()
    write("UPDATE contacts SET state = 'calling' WHERE id = 1")
    with executed(engine) as few:
        feed.tick()
    write("UPDATE contacts SET state = 'success'", *[CONTACT] * 50, campaign=7)
    with executed(engine) as many:
        feed.tick()
    assert len(many) == len(few) > 0


def test_an_unknown_state_is_counted_under_other(feed, write, engine, campaign) -> None:
    write("UPDATE contacts SET state = 'hypnotized' WHERE id <= 2")
    view = feed.tick().campaigns[campaign]
    write("UPDATE contacts SET state = 'levitating' WHERE id = 1")
    view = feed.tick().campaigns[campaign]
    assert view.counts["other"] == 2
    assert sum(view.counts.values()) == view.total == 5
    assert view.cells == counted(engine, campaign)


def test_a_changed_campaign_row_is_seen(feed, write, campaign) -> None:
    before = feed.tick()
    write("UPDATE campaigns SET status = 'paused', name = NULL WHERE id = 7")
    after = feed.tick()
    assert after.seq == before.seq + 1
    shown = after.campaigns[7].campaign
    assert (shown.status, shown.title) == ("paused", "Campaign 7")


def test_a_deleted_campaign_is_gone(feed, write, campaign) -> None:
    feed.tick()
    write("DELETE FROM contacts", "DELETE FROM campaigns")
    assert feed.tick().campaigns == {}


def test_a_restart_goes_on_from_the_checkpoint(feed, write, restart, campaign) -> None:
    feed.tick()
    write("UPDATE contacts SET state = 'calling'")
    before = feed.tick()
    feed.checkpoint()
    write("UPDATE contacts SET state = 'success' WHERE id = 4")
    restarted = restart()
    after = restarted.tick()
    assert restarted.health().resyncs == 0
    assert after.epoch > before.epoch
    resumed, followed = after.campaigns[7], feed.tick().campaigns[7]
    for part in PARTS:
        assert getattr(resumed, part) == getattr(followed, part), part


def test_a_damaged_checkpoint_is_passed_over(feed, write, restart, campaign) -> None:
    feed.tick()
    feed.checkpoint()
    write("UPDATE contacts SET state = 'calling'")
    feed.tick()
    feed.checkpoint()
    write("UPDATE checkpoints SET hash = 'x' WHERE id = (SELECT max(id) FROM checkpoints)")
    restarted = restart()
    assert restarted.tick().campaigns[7].counts["calling"] == 5
    assert restarted.health().resyncs == 0


def test_three_checkpoints_are_kept(feed, write, engine, campaign) -> None:
    for state in CODES[1:7]:
        write(f"UPDATE contacts SET state = '{state}'")
        feed.tick()
        feed.checkpoint()
        feed.checkpoint()
    assert one(engine, "SELECT count(*) FROM checkpoints") == 3


def test_another_database_behind_the_same_address_begins_a_new_epoch(feed, write, campaign) -> None:
    before = feed.tick()
    write("UPDATE identity SET token = 'another'")
    after = feed.tick()
    assert after.epoch > before.epoch
    assert after.seq == 0
    assert after.campaigns[7].cells == before.campaigns[7].cells


def test_a_database_clock_that_goes_back_begins_a_new_epoch(feed, campaign) -> None:
    before = feed.tick()
    have_shown(feed, as_of=before.as_of + timedelta(hours=1))
    after = feed.tick()
    assert after.epoch > before.epoch
    assert after.as_of < before.as_of + timedelta(minutes=1)


def test_an_audit_agrees_while_the_log_moves_on(feed, write, campaign) -> None:
    feed.tick()
    write("UPDATE contacts SET state = 'calling' WHERE id <= 2")
    audit = feed.audit_next()
    assert audit.agrees
    assert audit.counted == {("initial", 0): 3, ("calling", 1): 2}


def test_a_count_that_drifted_is_found_and_mended(feed, campaign, caplog) -> None:
    snapshot = feed.tick()
    have_counted(feed, {("initial", 0): 9})
    audit = feed.audit_next()
    assert not audit.agrees
    assert feed.health().drifts == 1
    mended = feed.tick()
    assert mended.campaigns[7].cells == {("initial", 0): 5}
    assert mended.seq == snapshot.seq + 1
    assert feed.tick().seq == mended.seq
    assert feed.audit_next().agrees
    assert "Counts did not agree" in caplog.text


def test_a_count_below_zero_reads_everything_anew(feed, write, campaign, caplog) -> None:
    snapshot = feed.tick()
    have_counted(feed, {})
    write("UPDATE contacts SET state = 'calling'")
    after = feed.tick()
    assert after.epoch > snapshot.epoch
    assert after.campaigns[7].counts["calling"] == 5
    assert "below zero" in caplog.text


def test_audits_take_the_campaigns_in_turn(feed, write) -> None:
    for number in (3, 1, 8):
        write(CAMPAIGN, id=number, name=None, mode="preview")
    feed.tick()
    assert [feed.audit_next().campaign_id for _ in range(4)] == [1, 3, 8, 1]


def test_an_audit_of_a_snapshot_that_cannot_go_on_is_no_verdict(feed, engine, campaign) -> None:
    snapshot = replace(feed.tick(), identity="elsewhere")
    tail = tail_for(engine)
    with tail.open(engine) as connection, connection.begin():
        assert following.audit(connection, tail, snapshot, 7) is None


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_history_is_final_only_once_no_smaller_id_can_appear(feed, engine, write, campaign) -> None:
    loaded = feed.tick().front.newest_id
    with engine.connect() as late:
        late.execute(text("UPDATE contacts SET state = 'calling' WHERE id = 1"))
        write("UPDATE contacts SET state = 'calling' WHERE id = 2")
        tick_until(feed, lambda: feed.final_id == loaded)
        assert feed.tick().front.newest_id == loaded + 2
        assert feed.final_id == loaded
        late.commit()
    tick_until(feed, lambda: feed.final_id == loaded + 2)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_history_on_sqlite_is_final_at_once(feed, campaign) -> None:
    assert feed.tick().front.newest_id == feed.final_id == 5


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_younger_transaction_that_still_writes_keeps_history_open(feed, engine, campaign) -> None:
    """`xmax` is one past the last that is over: whoever began after that is in no list."""
    tick_until(feed, lambda: feed.final_id == 5)
    move = text("UPDATE contacts SET state = 'calling' WHERE id = :id")
    with engine.connect() as older, engine.connect() as younger:
        for transaction, contact in ((older, 1), (younger, 2), (older, 3)):
            transaction.execute(move, {"id": contact})
        older.commit()
        for _ in range(3):
            feed.tick()
        assert feed.current.front.newest_id == 8
        assert feed.final_id == 5
        younger.commit()
        tick_until(feed, lambda: feed.final_id == 8)


def test_a_log_that_shrank_is_another_log(feed, write, campaign) -> None:
    before = feed.tick()
    have_shown(feed, front=replace(before.front, newest_id=99))
    write("UPDATE contacts SET state = 'calling' WHERE id = 1")
    assert feed.tick().epoch > before.epoch


def test_a_checkpoint_of_another_shape_is_passed_over(feed, restart, campaign, monkeypatch) -> None:
    feed.tick()
    with monkeypatch.context() as patched:
        patched.setattr(checkpoints, "_SHAPE", b"an older table of states")
        feed.checkpoint()
    restarted = restart()
    assert restarted.tick().campaigns[7].total == 5
    assert restarted.health().resyncs == 1


def test_a_checkpoint_ahead_of_the_log_is_not_used(feed, restart, campaign) -> None:
    have_shown(feed, front=replace(feed.tick().front, newest_id=99))
    feed.checkpoint()
    restarted = restart()
    restarted.tick()
    assert restarted.health().resyncs == 1


def test_a_small_correction_of_the_clock_does_not_turn_time_back(feed, campaign) -> None:
    before = feed.tick()
    ahead = have_shown(feed, as_of=before.as_of + timedelta(seconds=1))
    after = feed.tick()
    assert (after.epoch, after.as_of) == (before.epoch, ahead.as_of)


def test_the_age_counts_from_the_beginning_of_a_look(engine, campaign) -> None:
    ticks = iter([100.0, 104.0])
    feed = LiveFeed(engine, tail_for(engine), clock=lambda: next(ticks))
    feed.tick()
    assert feed.age_seconds == 4.0
    feed._drop_connection()


def test_patience_grows_with_each_deadline_and_falls_back(feed, campaign, monkeypatch) -> None:
    feed.tick()

    def late(*_: object) -> None:
        raise DeadlineError

    with monkeypatch.context() as patched:
        patched.setattr(following, "follow", late)
        for patience in (4, 8, 16):
            feed._try_tick()
            assert feed._patience == patience
        assert feed.health().error
    feed._try_tick()
    assert (feed._patience, feed.health().error) == (TICK_SECONDS, None)


def test_whatever_goes_wrong_audits_go_on(feed, campaign, monkeypatch, caplog) -> None:
    def broken() -> None:
        raise ValueError("not a kind of error that was thought of")

    feed.tick()
    feed._attempt("The audit failed", broken)
    assert "The audit failed: not a kind of error" in caplog.text


def test_a_query_that_takes_too_long_is_cut(engine) -> None:
    slow = {
        "postgresql": "SELECT pg_sleep(60)",
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT max(i) FROM n",
    }[engine.dialect.name]
    with engine.connect() as connection, pytest.raises(DeadlineError), deadline(connection, 0.2):
        connection.execute(text(slow))


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_log_restored_from_another_server_is_refused_until_it_is_migrated(
    feed, engine, write, campaign
) -> None:
    write(  # As a dump leaves it: another server's name, and transaction ids from its future.
        "UPDATE identity SET system = 'elsewhere'",
        "ALTER TABLE transitions DISABLE TRIGGER transitions_update",
        "UPDATE transitions SET xid = '900000000'",
        "ALTER TABLE transitions ENABLE TRIGGER transitions_update",
    )
    with pytest.raises(RestoredError):
        feed.tick()
    migrate(engine)
    for contact in (1, 2, 3):
        feed.tick()
        write("UPDATE contacts SET state = 'calling' WHERE id = :id", id=contact)
        view = feed.tick().campaigns[7]
        assert (view.counts["calling"], view.total) == (contact, 5)
    with pytest.raises(DBAPIError, match="append-only"):
        write("DELETE FROM transitions")


def test_between_looks_it_waits_until_something_rings(feed, monkeypatch) -> None:
    waits = []
    monkeypatch.setattr(feed._wake, "wait", lambda long: (waits.append(long), feed._stopping.set()))
    feed._follow()
    assert (waits, feed.health().ticks) == ([module.POLL_SECONDS - module.GAP_SECONDS], 1)


def test_a_checkpoint_is_due_once_its_time_is_over(engine, monkeypatch) -> None:
    clock = chain([0.0], repeat(module.CHECKPOINT_SECONDS))
    feed = LiveFeed(engine, tail_for(engine), clock=lambda: next(clock))
    monkeypatch.setattr(feed, "checkpoint", feed._stopping.set)
    feed._supervise()  # which goes on until it has written one
