"""A state machine that writes as unruly dialers do and holds every tick against plain counting."""

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, Engine, text

from data.domain.snapshot import hour_of
from data.domain.states import CODES
from data.feed import LiveFeed
from data.log_tail import LogTail, Reading, tail_for
from tests.data.recount import cells_of, recounted

SESSIONS = 3
CONTACTS = 24
STATES = (*CODES, "hypnotized", "levitating")
INSERT = "INSERT INTO contacts (campaign_id, state) VALUES (:campaign, :state)"

sessions = st.integers(0, SESSIONS - 1)
seeds = st.integers(0, 2**32)


class Interrupted:
    """A tail with something happening between its look at the database and its reading."""

    def __init__(self, tail: LogTail) -> None:
        self._tail = tail
        self.between: Callable[[], None] = lambda: None

    def look(self, connection: Connection) -> Reading:
        reading = self._tail.look(connection)
        between, self.between = self.between, lambda: None
        between()
        return reading

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tail, name)


class Exactness(RuleBasedStateMachine):
    """Sessions that begin, write, save, roll back and commit; feeds that tick, die and return.

    Each session has contacts of its own, so that no lock ever stops the one thread of the test.
    """

    engine: Engine
    make_tail: Callable[[Engine], LogTail] = staticmethod(tail_for)
    make_feed: type[LiveFeed] = LiveFeed

    @initialize(mode=st.sampled_from(["preview", "progressive", "predictive"]))
    def load(self, mode: str) -> None:
        self.one_writer = self.engine.dialect.name == "sqlite"
        self.open: dict[int, Connection] = {}
        with self.engine.execution_options(write=True).begin() as connection:
            for leftover in ("checkpoints", "contacts", "campaigns"):  # of the example before
                connection.execute(text(f"DELETE FROM {leftover}"))
            self.campaigns = [_new_campaign(connection, mode) for _ in range(2)]
            for campaign in self.campaigns:
                rows = [{"campaign": campaign, "state": "initial"} for _ in range(CONTACTS)]
                connection.execute(text(INSERT), rows)
            self.contacts = _contacts(connection, self.campaigns)
        self.feed = self._new_feed()
        self.tick()

    def _new_feed(self) -> LiveFeed:
        self.tail = Interrupted(self.make_tail(self.engine))
        self.seen = (0, 0)
        return self.make_feed(self.engine, self.tail)

    # -- writers

    def _may_begin(self) -> bool:
        return len(self.open) < (1 if self.one_writer else SESSIONS)

    @precondition(lambda self: self._may_begin())
    @rule(session=sessions)
    def begin(self, session: int) -> None:
        if session not in self.open:
            connection = self.engine.connect().execution_options(write=True)
            connection.begin()
            self.open[session] = connection

    @precondition(lambda self: self.open)
    @rule(seed=seeds, changes=st.integers(1, 50))
    def write(self, seed: int, changes: int) -> None:
        chance = random.Random(seed)
        session = chance.choice(sorted(self.open))
        write(self.open[session], self._own(session), self.campaigns, changes, chance)

    def write_in_all(self, chance: random.Random) -> None:
        """Five changes of each open session's contacts."""
        for session in sorted(self.open):
            write(self.open[session], self._own(session), self.campaigns, 5, chance)

    @precondition(lambda self: self.open)
    @rule(seed=seeds, kept=st.booleans())
    def savepoint(self, seed: int, kept: bool) -> None:
        chance = random.Random(seed)
        session = chance.choice(sorted(self.open))
        nested = self.open[session].begin_nested()
        write(self.open[session], self._own(session), self.campaigns, 5, chance)
        nested.commit() if kept else nested.rollback()

    @precondition(lambda self: self.open)
    @rule(seed=seeds, kept=st.sampled_from([True, True, True, False]))
    def finish(self, seed: int, kept: bool) -> None:
        connection = self.open.pop(random.Random(seed).choice(sorted(self.open)))
        connection.commit() if kept else connection.rollback()
        connection.close()

    @precondition(lambda self: len(self.open) > 1)
    @rule(seed=seeds)
    def write_and_finish_in_any_order(self, seed: int) -> None:
        """Ids are handed out in one order and committed in another, with a look after each."""
        chance = random.Random(seed)
        self.write_in_all(chance)
        while self.open:
            self.finish(chance.randrange(2**32), kept=chance.random() < 0.75)
            self.tick()

    @precondition(lambda self: self._may_begin())
    @rule(seed=seeds)
    def operation_step(self, seed: int) -> None:
        """A deed's step: everything waiting of a session's contacts, in one commit."""
        chance = random.Random(seed)
        free = sorted(set(range(SESSIONS)) - set(self.open))
        with self.engine.execution_options(write=True).begin() as connection:
            own = ",".join(map(str, self._own(chance.choice(free)))) or "0"
            connection.execute(
                text(
                    "UPDATE contacts SET state = 'canceled_by_admin', reason = 'property'"
                    f" WHERE id IN ({own}) AND state IN ('initial', 'retry_scheduled')"
                )
            )

    def _own(self, session: int) -> list[int]:
        return self.contacts[session::SESSIONS]

    # -- the feed

    @rule(hints=st.integers(0, 3))
    def hint(self, hints: int) -> None:
        """Hints that came, were lost or doubled: the feed looks that often."""
        for _ in range(hints):
            self.tick()

    @precondition(lambda self: self.open)
    @rule(seed=seeds)
    def tick_while_a_writer_commits(self, seed: int) -> None:
        self.tail.between = lambda: self.finish(seed, kept=True)
        self.tick(settled=False)
        self.tick()

    @rule()
    def audit(self) -> None:
        verdict = self.feed.audit_next()
        assert verdict is None or verdict.agrees, verdict

    @precondition(lambda self: self.open)
    @rule(seed=seeds)
    def audit_while_a_writer_commits(self, seed: int) -> None:
        self.tail.between = lambda: self.finish(seed, kept=True)
        self.audit()

    @rule()
    def checkpoint(self) -> None:
        if not (self.one_writer and self.open):
            self.feed.checkpoint()

    @rule()
    def kill_and_restore(self) -> None:
        before = self.feed.current
        self.feed._drop_connection()
        self.feed = self._new_feed()
        self.tick()
        assert self.feed.current.epoch >= before.epoch

    def tick(self, *, settled: bool = True) -> None:
        snapshot = self.feed.tick()
        assert (snapshot.epoch, snapshot.seq) >= self.seen
        self.seen = (snapshot.epoch, snapshot.seq)
        if settled:
            self.exact()

    def exact(self) -> None:
        """I1 to I3 of the newest snapshot: equal to counting, no cell below zero."""
        hour = hour_of(self.feed.current.minute)
        with self.engine.connect() as connection:
            counted = {c: cells_of(connection, c) for c in self.campaigns}
            plain = {c: recounted(connection, c, hour) for c in self.campaigns}
        for campaign in self.campaigns:
            view = self.feed.current.campaigns[campaign]
            assert view.cells == counted[campaign]
            for part, expected in plain[campaign].items():
                assert getattr(view, part) == expected, part
            assert sum(view.counts.values()) == view.total == view.funnel[0]
            assert all(count > 0 for count in view.cells.values())

    @invariant()
    def nothing_was_read_anew_to_hide_a_fault(self) -> None:
        if hasattr(self, "feed"):
            health = self.feed.health()
            assert health.drifts == 0
            assert health.resyncs <= 1

    def teardown(self) -> None:
        for connection in getattr(self, "open", {}).values():
            with suppress(Exception):
                connection.rollback()
            connection.close()
        if hasattr(self, "feed"):
            self.feed._drop_connection()


def _new_campaign(connection: Connection, mode: str) -> int:
    created = text(
        "INSERT INTO campaigns (mode, status) VALUES (:mode, 'in_progress') RETURNING id"
    )
    return int(connection.execute(created, {"mode": mode}).scalar_one())


def _contacts(connection: Connection, campaigns: list[int]) -> list[int]:
    wanted = ",".join(map(str, campaigns))
    found = text(f"SELECT id FROM contacts WHERE campaign_id IN ({wanted}) ORDER BY id")
    return list(connection.execute(found).scalars())


def write(
    connection: Connection,
    own: list[int],
    campaigns: list[int],
    changes: int,
    chance: random.Random,
) -> None:
    """`changes` contacts moved by one statement each, or by one for all; some come, some go."""
    kind = chance.choice(["each", "each", "bulk", "insert", "delete"])
    state = chance.choice(STATES)
    some = chance.sample(own, min(changes, len(own)))
    listed = ",".join(map(str, some))
    if kind == "insert":
        connection.execute(text(INSERT), {"campaign": chance.choice(campaigns), "state": state})
    elif kind == "delete":
        connection.execute(text(f"DELETE FROM contacts WHERE id IN ({listed.split(',')[0]})"))
    elif kind == "bulk":
        update = text(f"UPDATE contacts SET state = :state WHERE id IN ({listed})")
        connection.execute(update, {"state": state})
    else:
        update = text("UPDATE contacts SET state = :state WHERE id = :id")
        rows = [{"state": chance.choice(STATES), "id": contact} for contact in some]
        connection.execute(update, rows)
