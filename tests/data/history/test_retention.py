"""What is given up of old history is nothing that anybody needs: numbers, sums and feeds stay."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from data import audit
from data.blacklist import arrivals
from data.blacklist.entries import Source
from data.console.retention import retention as command
from data.domain.errors import HistoryAheadError, HistoryGivenUpError
from data.door import writing
from data.feed import LiveFeed
from data.history import retention
from data.history.keeper import KEEPER, Keeper
from data.history.partitions import month_of
from data.history.past import Past, Span
from data.history.sums import add_up
from data.history.views import view_between
from data.log_tail import floor, tail_for
from data.log_tail.postgres import PostgresTail
from tests.data.blacklist.lists import SECRET, listed
from tests.data.history.log import Row, write_log
from tests.data.history.months import NOW, at, by_months
from tests.data.sql import execute, executed, one, read
from tests.data.waiting import until

DAYS = 100
BACK = 8
PARTS = ("cells", "moves", "minutes", "dwell", "dwell_ms", "dials", "hours")
CAMPAIGN = "INSERT INTO campaigns (id, mode, status) VALUES (7, 'preview', 'in_progress')"
ALL_IS_OVER = "SELECT pg_snapshot_xmin(pg_current_snapshot()) > max(xid) FROM transitions"
CONTACT = "INSERT INTO contacts (campaign_id, phone) VALUES (7, '+420777123456')"


def month(back: int) -> list[Row]:
    """What a contact of that month went through, until it was deleted."""
    course = (
        (None, "initial", None, 0, None, 0),
        ("initial", "calling", 10.5, 1, 0, 1),
        ("calling", "success", 21.0, 0, 1, 4),
        ("success", None, 31.5, 0, 4, None),
    )
    return [
        Row(7, 1_000 + back, left, entered, at(-back) + timedelta(seconds=77 * n), *others)
        for n, (left, entered, *others) in enumerate(course)
    ]


@pytest.fixture
def log(engine: Engine) -> Engine:
    """A campaign with a contact of each of the last eight months, and three that are there."""
    by_months(engine, BACK)
    execute(engine, CAMPAIGN)
    for back in range(BACK, 0, -1):
        write_log(engine, month(back))
    execute(engine, *[CONTACT] * 3, "UPDATE contacts SET state = 'calling' WHERE id = 2")
    return engine


@pytest.fixture
def summed(log: Engine) -> Engine:
    """The same, added up, with a checkpoint."""
    feed = LiveFeed(log, tail_for(log))
    feed.tick()
    feed.checkpoint()
    feed.stop()
    assert add_up(log, tail_for(log))
    return log


def given_up(engine: Engine, days: int = DAYS) -> retention.Plan:
    """Plan, raise the floor, and clear what lies below it."""
    tail = tail_for(engine)
    planned = retention.plan(engine, tail, days)
    if not planned.is_empty:
        assert retention.give_up(engine, planned, KEEPER)
    assert retention.clear(engine, tail, Event())
    return planned


def pictures(engine: Engine) -> list[Any]:
    """What live pages show at a start without a checkpoint, and the past of several spans."""
    execute(engine, "DELETE FROM checkpoints")
    feed = LiveFeed(engine, tail_for(engine))
    view = feed.tick().campaigns[7]
    audited = feed.audit_next()
    assert audited.agrees
    shown: list[Any] = [getattr(view, part) for part in PARTS if part != "minutes"]
    with Past.of(engine, tail_for(engine)) as past:
        for back in range(BACK, -1, -1):
            start = at(-back)
            for span in (Span(None, start), Span(start, start + timedelta(minutes=2))):
                found = view_between(past, view.campaign, span)
                shown += [getattr(found, part) for part in PARTS]
    feed.stop()
    return shown


def test_old_months_go_and_every_number_stays(summed: Engine) -> None:
    before, rows = pictures(summed), one(summed, "SELECT count(*) FROM transitions")
    planned = given_up(summed)
    until = planned.after.at
    assert until == month_of(until) <= NOW - timedelta(days=DAYS)
    left = one(summed, "SELECT count(*) FROM transitions")
    assert planned.count == rows - left == 4 * sum(at(-back) < until for back in range(1, BACK + 1))
    assert planned.count >= 16
    assert pictures(summed) == before
    assert add_up(summed, tail_for(summed))
    assert pictures(summed) == before
    assert given_up(summed).is_empty
    detail = one(summed, "SELECT detail FROM audit WHERE action = 'history.forget'")
    assert f'"transitions":{planned.count}' in detail
    assert read(summed, audit.verify).ok


def test_a_feed_that_runs_and_one_that_resumes_go_on(summed: Engine, feed: LiveFeed) -> None:
    feed.tick()
    given_up(summed)
    execute(summed, "UPDATE contacts SET state = 'success' WHERE id = 2")
    view = feed.tick().campaigns[7]
    resumed = LiveFeed(summed, tail_for(summed))
    other = resumed.tick().campaigns[7]
    assert view.moved(to="success") == other.moved(to="success") == BACK + 1
    assert [getattr(view, part) for part in PARTS] == [getattr(other, part) for part in PARTS]
    assert (feed.health().resyncs, resumed.health().resyncs) == (0, 0)
    resumed.stop()


def test_single_moves_below_the_floor_are_not_told_as_if_they_were_all(summed: Engine) -> None:
    if summed.dialect.name == "postgresql":  # in other databases too, all that is older is over
        until(lambda: one(summed, ALL_IS_OVER))
    with Past.of(summed, tail_for(summed)) as past:
        newest = past.position
    planned = given_up(summed)
    with Past.of(summed, tail_for(summed)) as past:
        with pytest.raises(HistoryGivenUpError):
            past.visible(Span())
        with pytest.raises(HistoryGivenUpError):
            past.visible(Span(planned.after.at - timedelta(seconds=1)))
        which = past.visible(Span(planned.after.at))
        count = text(f"SELECT count(*) FROM transitions WHERE {which.sql}")
        left = past.connection.execute(count, which.values).scalar_one()
        within = at(-BACK) + timedelta(seconds=100)  # the second of its moves was at 77 s
        assert sum(move.count for move in past.moves(None, Span(None, within))) == 1
    assert left == one(summed, "SELECT count(*) FROM transitions")
    assert planned.after.position is not None
    for position in (newest, planned.after.position):
        with Past.of(summed, tail_for(summed), position) as past:
            assert past.moves(None, Span())
    before_all = {"sqlite": "3", "postgresql": "5:5:"}[summed.dialect.name]
    with (
        pytest.raises((HistoryGivenUpError, HistoryAheadError)),
        Past.of(summed, tail_for(summed), before_all),
    ):
        pass


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_an_older_transaction_of_anybody_keeps_nobody_from_reading(summed: Engine) -> None:
    tail = tail_for(summed)
    with summed.connect() as older:
        older.execute(text("SELECT pg_current_xact_id()"))
        write_log(summed, month(BACK))
        execute(summed, CONTACT, "DELETE FROM checkpoints")
        with Past.of(summed, tail) as past:
            before = past.position
        assert add_up(summed, tail)
        planned = given_up(summed)
        assert not planned.is_empty
        for position in (None, before, planned.after.position):
            with Past.of(summed, tail, position) as past:
                assert past.moves(None, Span())
        older.commit()
    with Past.of(summed, tail, before) as past:
        assert past.moves(None, Span())


@pytest.mark.parametrize(
    ("since", "until", "follows"),
    [
        ("5:9:5,7", "5:9:5,7", True), ("5:9:5,7", "5:9:5", True), ("5:9:5", "9:12:9", True),
        ("5:9:5", "5:9:5,7", False), ("9:9:", "5:12:5", False), ("5:9:5", "5:8:5", False),
    ],
)  # fmt: skip
def test_a_position_follows_where_nothing_runs_that_was_over(
    since: str, until: str, *, follows: bool
) -> None:
    assert PostgresTail().follows(since, until) is follows


def test_nothing_goes_that_the_sums_have_not_taken_in(summed: Engine) -> None:
    newest = one(summed, "SELECT max(id) FROM transitions")
    late = f"SELECT count(*) FROM transitions WHERE id > {newest} AND contact_id = {1_000 + BACK}"
    write_log(summed, month(BACK))
    execute(summed, CONTACT)
    given_up(summed)
    assert one(summed, late) == 4
    assert add_up(summed, tail_for(summed))
    assert given_up(summed).is_empty  # a checkpoint does not know it yet
    execute(summed, "DELETE FROM checkpoints")
    assert given_up(summed).count >= 4
    assert one(summed, late) == 0


def test_nothing_goes_of_a_log_that_was_never_added_up(log: Engine) -> None:
    assert given_up(log).is_empty


def test_the_month_of_the_newest_transition_stays(engine: Engine) -> None:
    by_months(engine, BACK)
    execute(engine, CAMPAIGN)
    write_log(engine, [*month(BACK), *month(BACK - 1)])
    assert add_up(engine, tail_for(engine))
    assert given_up(engine).count == 4
    assert one(engine, "SELECT count(*) FROM transitions") == 4


def test_what_tells_of_a_client_on_the_line_stays(engine: Engine) -> None:
    """Held since long ago: where it came from decides whether anybody may move it by force."""
    by_months(engine, BACK)
    execute(engine, CAMPAIGN, CONTACT, "UPDATE contacts SET state = 'operator_assigned'")
    write_log(engine, [*month(BACK), Row(7, 1, "initial", "calling", at(-BACK + 1), 1.0, 1, 0, 1)])
    assert add_up(engine, tail_for(engine))
    execute(engine, CONTACT)
    assert given_up(engine).count == 4
    assert one(engine, "SELECT count(*) FROM transitions WHERE to_state = 'calling'") == 1


def test_what_lies_below_the_floor_stays_only_until_it_can_go(summed: Engine) -> None:
    tail = tail_for(summed)
    planned = retention.plan(summed, tail, DAYS)
    assert retention.give_up(summed, planned, KEEPER)
    assert not retention.give_up(summed, planned, KEEPER)  # somebody has
    rows = one(summed, "SELECT count(*) FROM transitions")
    if summed.dialect.name == "postgresql":
        with summed.begin() as reader:
            reader.execute(text("SELECT count(*) FROM transitions"))
            assert not retention.clear(summed, tail, Event())
    else:
        stopped = Event()
        stopped.set()
        assert not retention.clear(summed, tail, stopped)
    assert one(summed, "SELECT count(*) FROM transitions") == rows
    assert retention.clear(summed, tail, Event())
    assert one(summed, "SELECT count(*) FROM transitions") == rows - planned.count


def test_what_came_in_below_the_floor_meanwhile_does_not_go_unsummed(summed: Engine) -> None:
    tail = tail_for(summed)
    assert retention.give_up(summed, retention.plan(summed, tail, DAYS), KEEPER)
    write_log(summed, month(BACK))
    retention.clear(summed, tail, Event())
    late = f"SELECT count(*) FROM transitions WHERE contact_id = {1_000 + BACK}"
    assert one(summed, late) >= 4
    assert add_up(summed, tail)
    execute(summed, CONTACT, "DELETE FROM checkpoints")
    assert given_up(summed).count >= 4  # and then it does
    assert one(summed, late) == 0
    with Past.of(summed, tail) as past:
        loaded = [move for move in past.moves([7], Span()) if move.from_state is None]
        assert sum(move.count for move in loaded) == BACK + 5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_guard_lets_go_what_was_given_up_and_nothing_else(summed: Engine) -> None:
    assert retention.give_up(summed, retention.plan(summed, tail_for(summed), DAYS), KEEPER)
    above = floor_of(summed).last_id + 1
    for statements in (
        ("DELETE FROM transitions WHERE id = 1",),
        ("INSERT INTO own_writes VALUES (1)", f"DELETE FROM transitions WHERE id = {above}"),
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            execute(summed, *statements)


def floor_of(engine: Engine) -> floor.Floor:
    return read(engine, floor.read)


def test_rows_of_sqlite_go_in_steps(summed: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    if summed.dialect.name == "postgresql":
        assert len(given_up(summed).parts) >= 4
        return
    monkeypatch.setattr(retention, "_DELETE", text(str(retention._DELETE).replace("2000", "5")))
    monkeypatch.setattr(retention, "STEP", 5)
    with executed(summed) as statements:
        planned = given_up(summed)
    deletes = [said for said, _ in statements if said.strip().startswith("DELETE FROM transitions")]
    assert len(deletes) == planned.count // 5 + 1


def test_of_several_keepers_one_gives_up_and_once_a_day(summed: Engine) -> None:
    keepers = [Keeper(summed, tail_for(summed), DAYS) for _ in range(2)]
    for keeper in keepers:
        keeper._stopping.set()  # it waits for nobody
        keeper.tidy()
    assert one(summed, "SELECT count(*) FROM audit WHERE action = 'history.forget'") == 1
    assert one(summed, "SELECT count(*) FROM leases WHERE name = 'retention'") == 1
    assert floor_of(summed).at is not None


def test_a_keeper_keeps_for_ever_unless_told_otherwise(summed: Engine) -> None:
    Keeper(summed, tail_for(summed)).tidy()
    assert floor_of(summed) == floor.Floor()


def test_who_waits_with_a_listed_number_is_found_without_the_log(summed: Engine) -> None:
    """The log of its arrival is gone, and all are to be looked at again."""
    execute(summed, "UPDATE contacts SET state = 'initial'")
    write_log(summed, [])
    given_up(summed)
    newest = one(summed, "SELECT max(id) FROM transitions")
    execute(summed, f"UPDATE log_floor SET last_id = {newest - 1}")  # as if it were long ago
    listed(summed, source=Source.ERASURE)
    with writing(summed) as connection:
        arrivals.rewind(connection)
    watch = arrivals.Arrivals(summed, lambda: SECRET)
    while watch.look(newest):
        pass
    assert one(summed, "SELECT count(*) FROM contacts WHERE state = 'blacklisted'") == 3


@pytest.fixture
def console(
    summed: Engine, environment: None, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    monkeypatch.setattr(retention, "BEFORE_SECONDS", 0)
    return lambda *given: CliRunner().invoke(command, given)


def test_the_command_says_what_would_go_and_then_it_goes(
    summed: Engine, console: Callable[..., Any]
) -> None:
    rows = one(summed, "SELECT count(*) FROM transitions")
    dry = console("--days", str(DAYS), "--dry-run")
    assert "dry run" in dry.output
    assert one(summed, "SELECT count(*) FROM transitions") == rows
    done = console("--days", str(DAYS))
    assert (done.exit_code, done.output.endswith("Done.\n")) == (0, True)
    gone = rows - one(summed, "SELECT count(*) FROM transitions")
    assert gone > 0
    assert f" UTC: {gone}" in done.output
    assert "nothing to drop" in console("--days", str(DAYS)).output
    assert one(summed, "SELECT means FROM audit WHERE action = 'history.forget'") == "console"


def test_the_command_wants_to_know_how_long(console: Callable[..., Any]) -> None:
    assert "RETENTION_DAYS=0" in str(console().exception)
