"""Processes around a deed: dialers who call, and workers who carry it on and are killed.

`python -m tests.data.operations.crew dial URL SEED` calls until its input ends, and prints how many
milliseconds each of its transactions took; `… work URL` carries operations on until it is killed.
"""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy import Connection, Engine, text

from data.commands.campaigns import cancel
from data.database import open_engine
from data.operations.desk import OperationDesk
from tests.data.operations.scenes import ANNA, SECRET, ids, one

ROOT = Path(__file__).resolve().parents[3]
IN_HAND = 25  # contacts that a dialer keeps in calls
PAUSE_SECONDS = 0.005
KILLS = 3
NEXT = {"calling": ("call_in_progress", "retry_scheduled"), "call_in_progress": ("success",)}
_CLAIM = "UPDATE contacts SET state = 'calling' WHERE id = :id AND state IN ('initial',"
_CLAIM += " 'retry_scheduled') AND EXISTS (SELECT 1 FROM campaigns WHERE id = 7"
_CLAIM += " AND status = 'in_progress')"
_TALKED = "SELECT count(*) FROM transitions WHERE to_state = 'success'"
_MOVE = text("UPDATE contacts SET state = :after WHERE id = :id AND state = :state")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run has shown; times in seconds, those of dialers in milliseconds each."""

    moved: int
    fence: float
    took: float
    dialers: Sequence[tuple[float, float]]  # when a transaction began, and how long it took
    fenced_at: float


def cancel_under_fire(url: str, dialers: int, *, warm_up: float = 2.0) -> Run:
    """Cancel campaign 7 while dialers call and its worker is killed three times."""
    engine = open_engine(url)
    waiting = len(ids(engine, "initial"))
    crews = [_start("dial", url, str(seed)) for seed in range(dialers)]
    while one(engine, _TALKED) < dialers:
        time.sleep(0.1)
    time.sleep(warm_up)
    fenced_at = time.time()
    cancel(engine, ANNA, 7, "no more", secret=SECRET)
    fence = time.time() - fenced_at
    for part in range(1, KILLS + 1):
        worker = _start("work", url)
        _until(engine, part * waiting // (KILLS + 2))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    worker = _start("work", url)
    _until(engine, None)
    took = time.time() - fenced_at
    said = [json.loads(crew.communicate(timeout=60)[0]) for crew in crews]
    _until(engine, None, status="canceled")
    worker.kill()
    worker.wait()
    moved = int(one(engine, "SELECT done FROM operations"))
    engine.dispose()
    return Run(moved, fence, took, [tuple(pair) for own in said for pair in own], fenced_at)


def _start(*arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.data.operations.crew", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe)


def _until(engine: Engine, done: int | None, status: str | None = None) -> None:
    """Wait until so many contacts are done, or none waits, or the campaign has a status."""
    waiting = "SELECT count(*) FROM contacts WHERE state IN ('initial', 'retry_scheduled')"
    while True:
        if status is not None:
            over = one(engine, "SELECT status FROM campaigns WHERE id = 7") == status
        elif done is not None:
            over = one(engine, "SELECT done FROM operations") >= done
        else:
            over = one(engine, waiting) == 0
        if over:
            return
        time.sleep(0.1)


def dial(url: str, seed: int) -> list[tuple[float, float]]:
    """Call until the input ends, then let every call come to its end."""
    engine, chance = open_engine(url), Random(seed)
    waiting, calls = ids(engine, "initial"), dict[int, str]()
    ended, took = threading.Event(), []
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    while calls or not ended.is_set():
        began = time.time()
        with engine.execution_options(write=True).begin() as connection:
            if not calls or (len(calls) < IN_HAND and chance.random() < 0.6):
                _claim(connection, chance.choice(waiting), calls)
            else:
                _go_on(connection, chance, calls)
        took.append((began, (time.time() - began) * 1000))
        time.sleep(PAUSE_SECONDS)
    return took


def _claim(connection: Connection, id: int, calls: dict[int, str]) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT status FROM campaigns WHERE id = 7 FOR SHARE"))
    if connection.execute(text(_CLAIM), {"id": id}).rowcount:
        calls[id] = "calling"


def _go_on(connection: Connection, chance: Random, calls: dict[int, str]) -> None:
    id = chance.choice(list(calls))
    state = calls.pop(id)
    after = chance.choice(NEXT[state])
    given = {"id": id, "state": state, "after": after}
    assert connection.execute(_MOVE, given).rowcount == 1, "somebody touched a call"
    if after in NEXT:
        calls[id] = after


def work(url: str) -> None:
    """Carry operations on until killed."""
    OperationDesk(open_engine(url), lambda: SECRET).start()
    sys.stdin.read()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["dial", url, seed]:
            print(json.dumps(dial(url, int(seed))))
        case ["work", url]:
            work(url)
