"""`app.py audit`: the chain is checked, what was done is shown."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from data.audit import Entry
from data.console.audit import audit
from tests.data.test_audit import WITHOUT_GUARDS
from tests.data.test_audit_list import add, fill


@pytest.fixture
def run(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> object:
    """Runs a command on a database with some history."""
    fill(engine)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", "of-the-tests")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    return lambda *command: CliRunner().invoke(audit, command)


def test_a_chain_that_holds_is_told_with_its_head(engine: Engine, run: object) -> None:
    done: Result = run("verify")  # type: ignore[operator]
    with engine.connect() as connection:
        head = connection.execute(text("SELECT hash FROM audit_head")).scalar_one()
    assert (done.exit_code, done.output) == (0, f"ok: 36 entries, head {head}\n")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET actor = 'eve' WHERE id = 20", "BROKEN: entry 20 "),
        ("DELETE FROM audit WHERE id > 30", "CUT: the end is missing; 30 entries fit."),
    ],
)
def test_what_was_done_to_it_is_exit_1(
    engine: Engine, run: object, statement: str, said: str
) -> None:
    with engine.execution_options(write=True).begin() as connection:
        for one in (*WITHOUT_GUARDS[engine.dialect.name], statement):
            connection.execute(text(one))
    done: Result = run("verify")  # type: ignore[operator]
    assert done.exit_code == 1
    assert done.output.startswith(said)


def test_what_was_done_is_shown_a_line_each(engine: Engine, run: object) -> None:
    add(engine, 60, Entry("contact.remove", 7, reason="\x1b[31mred\nline"))
    done: Result = run("show", "--since", "2026-03-01T12:30:00")  # type: ignore[operator]
    assert done.output.splitlines() == [
        '2026-03-01T13:00:00Z  anna  contact.remove  done  campaign 7  "?[31mred?line"',
        "2026-03-01T12:40:00Z  anna  operation.undo  done  campaign 7  operation 5",
        "2026-03-01T12:30:00Z  bora  contact.reveal  done  campaign 8  contact 99",
    ]
    assert len(run("show", "--limit", "4").output.splitlines()) == 4  # type: ignore[operator]
    assert "wrong list" in run("show", "--action", "campaign.cancel").output  # type: ignore[operator]
