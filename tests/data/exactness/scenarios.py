"""The shortest ways to each planted fault: what the long searches find by chance, written down."""

from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from typing import Any

from tests.data.exactness.machine import Exactness

SEED = 1
Scenario = Callable[[Any], None]


def commit(machine: Exactness, session: int) -> None:
    connection = machine.open.pop(session)
    connection.commit()
    connection.close()


def one_commit(machine: Exactness) -> None:
    """The first transaction after a look."""
    machine.begin(0)
    machine.write(SEED, 5)
    commit(machine, 0)


def commits(machine: Exactness) -> None:
    """One after another, with a look after each. The server vacuums now and then, which takes a
    number too: one of five transactions is the first after a look."""
    for _ in range(5):
        one_commit(machine)
        machine.tick()


def late_commit(machine: Exactness, look: str = "tick") -> None:
    """Ids are handed out in one order and committed in the other, with a look after each."""
    for session in (0, 1):
        machine.begin(session)
    machine.write_in_all(Random(SEED))
    for session in (1, 0):
        commit(machine, session)
        getattr(machine, look)()


def audit_beside_a_commit(machine: Exactness) -> None:
    machine.begin(0)
    machine.write(SEED, 5)
    machine.audit_while_a_writer_commits(SEED)


def death_after_a_checkpoint(machine: Exactness) -> None:
    """The checkpoint is written while a commit has not been looked at."""
    one_commit(machine)
    machine.checkpoint()
    machine.kill_and_restore()


def two_sums(machine: Any) -> None:
    for _ in range(2):
        one_commit(machine)
        machine.sum()


def sum_beside_a_commit(machine: Any) -> None:
    machine.begin(0)
    machine.write(SEED, 5)
    machine.sum_while_a_writer_commits(SEED)
    machine.sum()


# For each planted fault, what finds it.
OF_TICKS: Mapping[str, Scenario] = {
    "tail by id": late_commit,
    "gap timeout": late_commit,
    "no list of late committers": late_commit,
    "<= for < at xmax": commits,
    "audit in a second snapshot": audit_beside_a_commit,
    "checkpoint before the swap": death_after_a_checkpoint,
    "an id read twice": commits,
}
OF_SUMS: Mapping[str, Scenario] = {
    "sums by id": partial(late_commit, look="sum"),
    "no late list": partial(late_commit, look="sum"),
    "head apart": sum_beside_a_commit,
    "an id twice": two_sums,
}


def play(machine_type: Callable[[], Any], scenario: Scenario) -> None:
    """Run one scenario from the beginning."""
    machine = machine_type()
    try:
        machine.load("predictive")
        scenario(machine)
        machine.nothing_was_read_anew_to_hide_a_fault()
    finally:
        machine.teardown()
