"""Replaying a recorded campaign on real databases ends in exactly what was recorded."""

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, text

from data.simulator import replay as module
from data.simulator.recording import Recorded
from data.simulator.replay import Replay, replay
from tests.data.moves import taken

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


def one(engine: Engine, sql: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text(sql)).scalar_one()


def moves(engine: Engine, from_state: str, to_state: str) -> object:
    return one(
        engine,
        "SELECT count(*) FROM transitions"
        f" WHERE from_state = '{from_state}' AND to_state = '{to_state}'",
    )


def test_the_end_is_what_was_recorded(engine: Engine, database_url: str, tmp_path: Path) -> None:
    contacts = recorded(700)
    file = tmp_path / "calls.csv"
    file.write_text(csv(contacts))
    campaign_id = replay(database_url, "", file, speed=0, seed=1, stop=NEVER)
    talked = [contact for contact in contacts if contact.talk_seconds]
    attempts = sum(contact.attempts for contact in contacts)
    assert one(engine, "SELECT count(*) FROM contacts WHERE state = 'success'") == len(talked)
    assert one(engine, "SELECT count(*) FROM contacts WHERE state = 'dial_failed'") == (
        len(contacts) - len(talked)
    )
    assert one(engine, "SELECT sum(attempts) FROM contacts") == attempts
    assert moves(engine, "calling", "retry_scheduled") == attempts - len(contacts)
    assert moves(engine, "call_in_progress", "acw") == len(talked)
    assert one(engine, f"SELECT status FROM campaigns WHERE id = {campaign_id}") == "finished"


def test_each_contact_makes_its_own_moves_and_all_are_possible(engine: Engine) -> None:
    contacts = recorded(60)
    Replay(engine, Bell(), "calls", contacts, Random(1)).play(0, NEVER)
    with engine.connect() as connection:
        attempts = connection.execute(
            text("SELECT external_id, attempts FROM contacts ORDER BY id")
        ).all()
        edges = connection.execute(
            text("SELECT DISTINCT from_state, to_state FROM transitions")
        ).all()
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
    assert one(engine, "SELECT count(*) FROM contacts WHERE state = 'success'") == 0


def test_at_a_speed_it_takes_its_time(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", waits.append)
    contacts = [Recorded(str(row), 1, 60) for row in range(50)]
    Replay(engine, Bell(), "calls", contacts, Random(1)).play(10, stop)
    in_life = 50 * (20 + 60 + 20)
    assert sum(waits) == pytest.approx(in_life / module.LINES / 10)


def set_status(engine: Engine, status: str) -> None:
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(text(f"UPDATE campaigns SET status = '{status}'"))


@pytest.mark.parametrize("status", ["paused", "canceling"])
def test_it_claims_nothing_unless_in_progress_but_ends_its_calls(
    engine: Engine, status: str
) -> None:
    recital = Replay(engine, Bell(), "calls", recorded(200), Random(1))
    for _ in range(3):
        recital.step()
    set_status(engine, status)
    claimed = one(engine, "SELECT count(*) FROM transitions WHERE to_state = 'calling'")
    while recital.step() is not None:
        pass
    assert claimed == one(engine, "SELECT count(*) FROM transitions WHERE to_state = 'calling'")
    in_flight = (
        "SELECT count(*) FROM contacts WHERE state IN ('calling', 'call_in_progress', 'acw')"
    )
    assert one(engine, in_flight) == 0
    set_status(engine, "in_progress")
    recital.play(0, NEVER)
    ended = one(engine, "SELECT status FROM campaigns")
    assert ended == ("finished" if status == "paused" else "in_progress")


def test_contacts_that_somebody_else_moved_are_let_go(engine: Engine) -> None:
    recital = Replay(engine, Bell(), "calls", recorded(100), Random(1))
    recital.step()
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(
            text("UPDATE contacts SET state = 'canceled_by_admin' WHERE state = 'calling'")
        )
    canceled = one(engine, "SELECT count(*) FROM contacts WHERE state = 'canceled_by_admin'")
    assert canceled != 0
    recital.play(0, NEVER)
    assert canceled == one(
        engine, "SELECT count(*) FROM contacts WHERE state = 'canceled_by_admin'"
    )
