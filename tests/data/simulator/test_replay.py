"""Replaying a recorded campaign on real databases ends in exactly what was recorded."""

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine

from data.simulator import replay as module
from data.simulator.recording import Recorded
from data.simulator.replay import Replay, replay
from tests.data.moves import taken
from tests.data.sql import execute, one, rows

NEVER = threading.Event()


class Bell:
    """Does something whenever it is told of a change."""

    def __init__(self, deed: Callable[[], object] = lambda: None) -> None:
        self._deed = deed

    def tell(self, campaign_ids: Iterable[int]) -> None:
        self._deed()


def recorded(number: int, seed: int = 1) -> list[Recorded]:
    rng = Random(seed)
    return [
        Recorded(str(row), min(9, int(rng.expovariate(0.5)) + 1), rng.choice((0, 30, 90, 200)))
        for row in range(number)
    ]


def csv(contacts: Sequence[Recorded]) -> str:
    lines = (f"{contact.row},{contact.attempts},{contact.talk_seconds},0" for contact in contacts)
    return "\n".join(("row,attempts,talk_seconds,subscribed", *lines))


def moves(engine: Engine, left: str, entered: str) -> object:
    wanted = "SELECT count(*) FROM transitions WHERE from_state = :left AND to_state = :entered"
    return one(engine, wanted, left=left, entered=entered)


def standing(engine: Engine, *states: str) -> int:
    """How many contacts are in one of these states."""
    found = rows(engine, "SELECT state FROM contacts")
    return sum(state in states for (state,) in found)


def test_the_end_is_what_was_recorded(engine: Engine, database_url: str, tmp_path: Path) -> None:
    contacts = recorded(700)
    file = tmp_path / "calls.csv"
    file.write_text(csv(contacts))
    campaign_id = replay(database_url, "", file, speed=0, seed=1, stop=NEVER)
    talked = [contact for contact in contacts if contact.talk_seconds]
    attempts = sum(contact.attempts for contact in contacts)
    assert standing(engine, "success") == len(talked)
    assert standing(engine, "dial_failed") == len(contacts) - len(talked)
    assert one(engine, "SELECT sum(attempts) FROM contacts") == attempts
    assert moves(engine, "calling", "retry_scheduled") == attempts - len(contacts)
    assert moves(engine, "call_in_progress", "acw") == len(talked)
    assert one(engine, f"SELECT status FROM campaigns WHERE id = {campaign_id}") == "finished"


def test_each_contact_makes_its_own_moves_and_all_are_possible(engine: Engine) -> None:
    contacts = recorded(60)
    Replay(engine, Bell(), "calls", contacts, Random(1)).play(0, NEVER)
    attempts = rows(engine, "SELECT external_id, attempts FROM contacts ORDER BY id")
    edges = rows(engine, "SELECT DISTINCT from_state, to_state FROM transitions")
    assert [tuple(row) for row in attempts] == [(c.row, c.attempts) for c in contacts]
    assert all(taken("predictive", *edge) != "unexpected" for edge in edges)


def test_batches_are_of_random_size_and_each_is_told(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PER_BATCH", 40)
    seen: list[object] = []
    bell = Bell(lambda: seen.append(one(engine, "SELECT count(*) FROM transitions")))
    Replay(engine, bell, "calls", recorded(300), Random(1)).play(0, NEVER)
    totals = [300, *map(int, map(str, seen))]
    sizes = {after - before for before, after in zip(totals, seen, strict=False)}  # type: ignore[operator]
    assert len(sizes) > 20
    assert max(sizes) <= 40


def test_it_can_be_stopped_on_the_way(engine: Engine) -> None:
    stop = threading.Event()
    Replay(engine, Bell(stop.set), "calls", recorded(100), Random(1)).play(0, stop)
    assert one(engine, "SELECT status FROM campaigns") == "in_progress"
    assert standing(engine, "success") == 0


def test_at_a_speed_it_takes_its_time(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", waits.append)
    contacts = [Recorded(str(row), 1, 60) for row in range(50)]
    Replay(engine, Bell(), "calls", contacts, Random(1)).play(10, stop)
    in_life = 50 * (20 + 60 + 20)
    assert sum(waits) == pytest.approx(in_life / module.LINES / 10)


@pytest.mark.parametrize("status", ["paused", "canceling"])
def test_it_claims_nothing_unless_in_progress_but_ends_its_calls(
    engine: Engine, status: str
) -> None:
    recital = Replay(engine, Bell(), "calls", recorded(200), Random(1))
    for _ in range(3):
        recital.step()
    execute(engine, f"UPDATE campaigns SET status = '{status}'")
    claimed = one(engine, "SELECT count(*) FROM transitions WHERE to_state = 'calling'")
    while recital.step() is not None:
        pass
    assert claimed == one(engine, "SELECT count(*) FROM transitions WHERE to_state = 'calling'")
    assert standing(engine, "calling", "call_in_progress", "acw") == 0
    execute(engine, "UPDATE campaigns SET status = 'in_progress'")
    recital.play(0, NEVER)
    ended = "finished" if status == "paused" else "in_progress"
    assert one(engine, "SELECT status FROM campaigns") == ended


def test_contacts_that_somebody_else_moved_are_let_go(engine: Engine) -> None:
    recital = Replay(engine, Bell(), "calls", recorded(100), Random(1))
    recital.step()
    execute(engine, "UPDATE contacts SET state = 'canceled_by_admin' WHERE state = 'calling'")
    canceled = standing(engine, "canceled_by_admin")
    assert canceled > 0
    recital.play(0, NEVER)
    assert standing(engine, "canceled_by_admin") == canceled
