"""`app.py audit`: the chain is checked, what was done is shown."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from data.audit import Entry
from data.console.audit import audit
from tests.data.sql import execute, one
from tests.data.test_audit import WITHOUT_GUARDS
from tests.data.test_audit_list import add, fill

Run = Callable[..., Result]


@pytest.fixture
def run(engine: Engine, environment: None) -> Run:
    """Runs a command on a database with some history."""
    fill(engine)
    return lambda *command: CliRunner().invoke(audit, command)


def test_a_chain_that_holds_is_told_with_its_head(engine: Engine, run: Run) -> None:
    done = run("verify")
    head = one(engine, "SELECT hash FROM audit_head")
    assert (done.exit_code, done.output) == (0, f"ok: 36 entries, head {head}\n")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET actor = 'eve' WHERE id = 20", "BROKEN: entry 20 "),
        ("DELETE FROM audit WHERE id > 30", "CUT: the end is missing; 30 entries fit."),
    ],
)
def test_what_was_done_to_it_is_exit_1(engine: Engine, run: Run, statement: str, said: str) -> None:
    execute(engine, *WITHOUT_GUARDS[engine.dialect.name], statement)
    done = run("verify")
    assert done.exit_code == 1
    assert done.output.startswith(said)


def test_what_was_done_is_shown_a_line_each(engine: Engine, run: Run) -> None:
    add(engine, 60, Entry("contact.remove", 7, reason="\x1b[31mred\nline"))
    done = run("show", "--since", "2026-03-01T12:30:00")
    assert done.output.splitlines() == [
        '2026-03-01T13:00:00Z  anna  contact.remove  done  campaign 7  "?[31mred?line"',
        "2026-03-01T12:40:00Z  anna  operation.undo  done  campaign 7  operation 5",
        "2026-03-01T12:30:00Z  bora  contact.reveal  done  campaign 8  contact 99",
    ]
    assert len(run("show", "--limit", "4").output.splitlines()) == 4
    assert "wrong list" in run("show", "--action", "campaign.cancel").output
