"""Processes around a deed: dialers who call, and workers who carry it on and are killed.

`python -m tests.data.operations.crew dial URL CAMPAIGN OTHER SEED` calls two campaigns until its
input ends, and prints when each of its transactions began and how many milliseconds it took;
`… work URL` carries operations on until it is killed.
"""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import Connection, Engine, text

from data.commands.campaigns import cancel
from data.database import open_engine
from data.leash import leashed
from data.operations.desk import OperationDesk
from tests.data.operations.scenes import ANNA, SECRET
from tests.data.sql import one, rows
from tests.data.waiting import until

ROOT = Path(__file__).resolve().parents[3]
IN_HAND = 25  # contacts that a dialer keeps in calls
KEPT = 5  # of them last until the end
PAUSE_SECONDS = 0.005
LONGEST_SECONDS = 240.0
NEXT = {"calling": ("call_in_progress", "retry_scheduled"), "call_in_progress": ("success",)}
_CLAIM = "UPDATE contacts SET state = 'calling' WHERE id = :id AND state IN ('initial',"
_CLAIM += " 'retry_scheduled') AND EXISTS (SELECT 1 FROM campaigns WHERE id = :campaign"
_CLAIM += " AND status = 'in_progress')"
_HOLD = "SELECT status FROM campaigns WHERE id = :campaign FOR SHARE"
_DONE = "SELECT done FROM operations"
_STAGE = "SELECT status FROM operations"
_STATUS = "SELECT status FROM campaigns WHERE id = :id"
_BOUNDS = "SELECT min(id), max(id) FROM contacts WHERE campaign_id = :campaign"
_MOVE = text("UPDATE contacts SET state = :after WHERE id = :id AND state = :state")

Commit = tuple[float, float]  # when a transaction began, and how many milliseconds it took
Process = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run has shown: contacts moved, seconds of the fence and of all, what dialers felt."""

    moved: int
    fence: float
    took: float
    before: Sequence[float]  # milliseconds of each of the dialers' transactions
    during: Sequence[float]


def cancel_under_fire(
    url: str, dialers: int, campaign: int, other: int, *, kills: int = 3, warm_up: float = 1.0
) -> Run:
    """Cancel a campaign while dialers call it and another, which goes on, and while its worker is
    killed several times.

    Raises AssertionError when something does not come about, ChildProcessError when a dialer fails.
    """
    with ExitStack() as stack:
        engine = open_engine(url)
        stack.callback(engine.dispose)
        orders = [("dial", url, str(campaign), str(other), str(seed)) for seed in range(dialers)]
        crews = [stack.enter_context(_running(*order)) for order in orders]
        for crew in crews:
            _heard(crew)
        workers = (stack.enter_context(_running("work", url)) for _ in range(kills + 1))
        worker = next(workers)
        time.sleep(warm_up)
        began = time.time()
        cancel(engine, ANNA, campaign, "no more", secret=SECRET)
        fence = time.time() - began
        for part in range(1, kills + 1):
            until(partial(_is_done, engine, part / (kills + 1)), LONGEST_SECONDS)
            worker.send_signal(signal.SIGKILL)
            worker = next(workers)
        until(lambda: one(engine, _STAGE) != "running", LONGEST_SECONDS)
        ended = time.time()
        commits = [commit for crew in crews for commit in _ended(crew)]
        until(lambda: one(engine, _STATUS, id=campaign) == "canceled", LONGEST_SECONDS)
        return Run(
            one(engine, _DONE),
            fence,
            ended - began,
            [took for at, took in commits if began - warm_up <= at < began],
            [took for at, took in commits if began <= at < ended],
        )


def _is_done(engine: Engine, share: float) -> bool:
    return bool(one(engine, "SELECT done >= total * :share FROM operations", share=share))


@contextmanager
def _running(*arguments: str) -> Iterator[Process]:
    command = leashed(sys.executable, "-m", "tests.data.operations.crew", *arguments)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as process:
        try:
            yield process
        finally:
            process.kill()


def _heard(crew: Process) -> None:
    assert crew.stdout is not None
    if not crew.stdout.readline():
        raise ChildProcessError("A dialer has not begun: what it said stands above.")


def _ended(crew: Process) -> list[Commit]:
    said, _ = crew.communicate(timeout=LONGEST_SECONDS)
    if crew.returncode:
        raise ChildProcessError("A dialer has failed: what it said stands above.")
    return [(at, took) for at, took in json.loads(said)]


def dial(url: str, campaigns: Sequence[int], seed: int) -> list[Commit]:
    """Call until the input ends, then let every call come to its end."""
    engine, chance, calls = open_engine(url), Random(seed), dict[int, str]()
    ranges = {campaign: _range(engine, campaign) for campaign in campaigns}
    ended, commits = threading.Event(), []
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    print("begun", flush=True)
    while calls or not ended.is_set():
        began = time.time()
        few = len(calls) <= KEPT or (len(calls) < IN_HAND and chance.random() < 0.6)
        with engine.execution_options(write=True).begin() as connection:
            if few and not ended.is_set():
                campaign = campaigns[0] if len(calls) < KEPT else chance.choice(campaigns)
                _claim(connection, campaign, chance.choice(ranges[campaign]), calls)
            else:
                _go_on(connection, chance, calls, 0 if ended.is_set() else KEPT)
        commits.append((began, (time.time() - began) * 1000))
        time.sleep(PAUSE_SECONDS)
    return commits


def _range(engine: Engine, campaign: int) -> range:
    ((first, last),) = rows(engine, _BOUNDS, campaign=campaign)
    return range(first, last + 1)


def _claim(connection: Connection, campaign: int, id: int, calls: dict[int, str]) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(_HOLD), {"campaign": campaign})
    if connection.execute(text(_CLAIM), {"id": id, "campaign": campaign}).rowcount:
        calls[id] = "calling"


def _go_on(connection: Connection, chance: Random, calls: dict[int, str], kept: int) -> None:
    id = chance.choice(list(calls)[kept:])
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
        case ["dial", url, campaign, other, seed]:
            print(json.dumps(dial(url, (int(campaign), int(other)), int(seed))))
        case ["work", url]:
            work(url)
