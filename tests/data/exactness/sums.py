"""The same unruly writers, while history is added up: the sums and the past against counting, and
feeds that begin with nothing but the sums. And faults that sums could have, to see them found."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, ClassVar

from hypothesis.stateful import precondition, rule
from sqlalchemy import Connection, Engine, text, update

from data.history.past import Past, Span
from data.history.sums import add, add_up
from data.log_tail import Condition, LogTail, Reading, tail_for
from data.log_tail.postgres import PgSnapshot, PostgresTail
from data.log_tail.sqlite import SqliteTail
from data.schema.tables import sums_head
from tests.data.exactness.machine import Exactness, Interrupted, seeds
from tests.data.history.checks import hold


class Summing(Exactness):
    """History is added up between all else."""

    make_summing_tail: Callable[[Engine], LogTail] = staticmethod(tail_for)
    add_up: Callable[[Engine, LogTail], object] = staticmethod(add_up)

    @cached_property
    def summing(self) -> Interrupted:
        return Interrupted(self.make_summing_tail(self.engine))

    def _may_write(self) -> bool:
        return not (self.one_writer and self.open)

    @precondition(_may_write)
    @rule()
    def sum(self) -> None:
        self.add_up(self.engine, self.summing)
        self.sums_are_exact()

    @precondition(lambda self: self.open and not self.one_writer)
    @rule(seed=seeds)
    def sum_while_a_writer_commits(self, seed: int) -> None:
        self.write_in_all(random.Random(seed))
        self.summing.between = lambda: self.finish(seed, kept=True)
        self.sum()

    @precondition(_may_write)
    @rule()
    def begin_with_the_sums(self) -> None:
        with self.engine.execution_options(write=True).begin() as connection:
            connection.execute(text("DELETE FROM checkpoints"))
        self.kill_and_restore()
        assert self.feed.health().resyncs == 1

    @precondition(lambda self: len(self.open) > 1)
    @rule(seed=seeds)
    def sum_between_commits(self, seed: int) -> None:
        """Ids are handed out in one order and committed in another, and added up after each."""
        chance = random.Random(seed)
        self.write_in_all(chance)
        while self.open:
            self.finish(chance.randrange(2**32), kept=chance.random() < 0.75)
            self.sum()

    def sums_are_exact(self) -> None:
        """What head and tables say of each other, and what the past is made of."""
        own = f"campaign_id IN ({', '.join(map(str, self.campaigns))})"
        grouped = (
            "SELECT campaign_id, from_state, to_state, from_step, to_step, count(*)"
            f" FROM transitions WHERE {own} GROUP BY 1, 2, 3, 4, 5"
        )
        with Past.of(self.engine, tail_for(self.engine)) as past:
            hold(past.connection, own)
            counted: Counter[Any] = Counter()
            for campaign, left, entered, before, after, count in past.connection.execute(
                text(grouped)
            ):
                counted[campaign, _known(left), _known(entered), before, after] += count
            found: Counter[Any] = Counter()
            for move in past.moves(self.campaigns, Span()):
                edge = (move.campaign_id, move.from_state, move.to_state)
                found[*edge, move.from_step, move.to_step] += move.count
            assert found == counted


def _known(state: str | None) -> str | None:
    return "other" if state in ("hypnotized", "levitating") else state


class SumsById(PostgresTail):
    """`id > last`: loses what commits late."""

    _last: ClassVar[dict[str, int]] = {}

    def look(self, connection: Connection) -> Reading:
        reading = super().look(connection)
        self._last[reading.position] = reading.front.newest_id
        return reading

    def portion(self, since: str | None, until: str) -> tuple[Condition, str]:
        last = self._last.get(since or "", 0)
        return Condition("id > :last", {"last": last}), until


class NoLateSums(PostgresTail):
    """Forgets what was running when it was last added up."""

    def portion(self, since: str | None, until: str) -> tuple[Condition, str]:
        if since is None:
            return super().portion(since, until)
        then = PgSnapshot.parse(since)
        return Condition("xid >= CAST(:xmax AS xid8)", {"xmax": str(then.xmax)}), until


class SumsTwice(SqliteTail):
    """Adds the last id once more."""

    def portion(self, since: str | None, until: str) -> tuple[Condition, str]:
        which, position = super().portion(since, until)
        return Condition(which.sql, {**which.values, "since": which.values["since"] - 1}), position


def head_apart(engine: Engine, tail: LogTail) -> None:
    """Writes how far the sums reach in another transaction than the sums."""
    connection = tail.open(engine).execution_options(write=True, postgresql_readonly=False)
    with connection:
        with connection.begin():
            add(connection, tail)
        with connection.begin():
            reading = tail.look(connection)
            connection.execute(update(sums_head).values(position=reading.position))


FAULTS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "sums by id": ("postgres", {"make_summing_tail": staticmethod(lambda _: SumsById())}),
    "no late list": ("postgres", {"make_summing_tail": staticmethod(lambda _: NoLateSums())}),
    "head apart": ("postgres", {"add_up": staticmethod(head_apart)}),
    "an id twice": ("sqlite", {"make_summing_tail": staticmethod(lambda _: SumsTwice())}),
}
