"""Deeds on the same contacts at once, while a dialer calls them: what must hold holds."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import Engine

from data.commands import blacklist, operations
from data.commands.campaigns import cancel
from data.commands.contacts import remove
from data.database import open_engine
from data.domain.errors import DashboardError
from data.operations.desk import OperationDesk
from tests.data.operations import checks
from tests.data.operations.scenes import ANNA, SECRET, campaign, ids
from tests.data.sql import execute, rows
from tests.searches import examples

NEXT = {
    "initial": ("calling",),
    "retry_scheduled": ("calling",),
    "calling": ("call_in_progress", "retry_scheduled", "operator_assigned"),
    "operator_assigned": ("call_in_progress",),
    "call_in_progress": ("acw", "success"),
    "acw": ("success", "retry_scheduled"),
}
CLAIM = " AND EXISTS (SELECT 1 FROM campaigns WHERE id = 7 AND status = 'in_progress')"
CONTACTS = st.integers(0, 11)


class Deeds(RuleBasedStateMachine):
    """A dialer and three administrators, none of whom knows of the others."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        campaign(self.engine, {"initial": 10, "retry_scheduled": 2})
        self.ids = ids(self.engine)
        self.desk = OperationDesk(self.engine, lambda: SECRET, steady=iter(range(10**9)).__next__)

    @rule(which=CONTACTS, choice=st.integers(0, 2))
    def dial(self, which: int, choice: int) -> None:
        id = self.ids[which]
        ((state,),) = rows(self.engine, "SELECT state FROM contacts WHERE id = :id", id=id)
        if after := NEXT.get(state):
            guard = CLAIM if state in ("initial", "retry_scheduled") else ""
            execute(
                self.engine,
                f"UPDATE contacts SET state = :after WHERE id = :id AND state = :state{guard}",
                after=after[choice % len(after)],
                id=id,
                state=state,
            )

    @rule()
    def cancel(self) -> None:
        self.attempt(lambda: cancel(self.engine, ANNA, 7, "no more", secret=SECRET))

    @rule(which=st.sets(CONTACTS, min_size=1))
    def remove(self, which: set[int]) -> None:
        chosen = tuple(self.ids[index] for index in which)
        self.attempt(lambda: remove(self.engine, ANNA, 7, chosen, "asked to", secret=SECRET))

    @rule(which=CONTACTS)
    def blacklist(self, which: int) -> None:
        phone = f"+4207777{which:05}"
        self.attempt(lambda: blacklist.add(self.engine, SECRET, ANNA, phone, "asked to"))

    @rule()
    def undo(self) -> None:
        for (id,) in rows(self.engine, "SELECT max(id) FROM operations WHERE kind <> 'undo'"):
            if id is not None:
                self.attempt(lambda id=id: operations.undo(self.engine, ANNA, id))

    @rule()
    def step(self) -> None:
        self.desk.work()

    def teardown(self) -> None:
        checks.hold(self.engine)
        self.engine.dispose()

    def attempt(self, deed: Callable[[], object]) -> None:
        with suppress(DashboardError):
            deed()


@pytest.fixture
def new_sqlite(sqlite_template: Path) -> Iterator[Callable[[], str]]:
    """Makes fresh, migrated SQLite files, which are deleted after the test."""
    with TemporaryDirectory() as folder:
        yield lambda: f"sqlite:///{shutil.copy(sqlite_template, f'{folder}/{uuid4()}.sqlite3')}"


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("database", "runs"), [("sqlite", 6), ("postgres", 2)])
def test_whatever_is_done_at_once_the_invariants_hold(
    request: pytest.FixtureRequest, database: str, runs: int
) -> None:
    new_url = request.getfixturevalue(f"new_{database}")

    class OnDatabase(Deeds):
        def __init__(self) -> None:
            self.engine = open_engine(new_url())
            super().__init__()

    given = settings(
        max_examples=examples(runs),
        stateful_step_count=20,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(OnDatabase, settings=given)


def test_the_checks_find_what_is_wrong(engine: Engine) -> None:
    campaign(engine, {"calling": 1})
    checks.hold(engine)
    by_operation = {
        "sqlite": "INSERT INTO current_operation VALUES (1)",
        "postgresql": "SELECT set_config('dashboard.operation_id', '1', true)",
    }[engine.dialect.name]
    execute(engine, by_operation, "UPDATE contacts SET state = 'removed'")
    with pytest.raises(AssertionError):
        checks.hold(engine)
