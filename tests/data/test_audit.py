"""The audit: append-only, chained, and whatever was done to it is found."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from data import audit
from data.audit import Entry, Verdict
from data.domain.access import LOCAL
from data.schema.tables import audit as table
from tests.data.sql import execute, read

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
WITHOUT_GUARDS = {
    "sqlite": ("DROP TRIGGER audit_update", "DROP TRIGGER audit_delete"),
    "postgresql": ("ALTER TABLE audit DISABLE TRIGGER ALL",),
}


def add(engine: Engine, *entries: Entry) -> None:
    with engine.execution_options(write=True).begin() as connection:
        audit.append(connection, LOCAL, entries, NOW)


def verdict(engine: Engine) -> Verdict:
    return read(engine, audit.verify)


@pytest.fixture
def written(engine: Engine) -> Engine:
    """A database with three entries, in two transactions."""
    add(engine, Entry("campaign.cancel", campaign_id=7, reason="wrong list"))
    add(engine, *(Entry("contact.cancel", contact_id=id, before={"b": 1}) for id in (1, 2)))
    return engine


def test_it_fits(written: Engine) -> None:
    assert verdict(written) == Verdict(3)


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'eve'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_it(written: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        execute(written, statement)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET reason = 'eve' WHERE id = 1", Verdict(0, broken=1)),
        ("UPDATE audit SET before = NULL WHERE id = 2", Verdict(1, broken=2)),
        ("DELETE FROM audit WHERE id = 2", Verdict(1, broken=3)),
        ("DELETE FROM audit WHERE id = 3", Verdict(2, cut=True)),
        ("UPDATE audit SET id = 9 WHERE id = 1", Verdict(0, broken=2)),
    ],
)
def test_what_was_done_to_it_is_found(written: Engine, statement: str, found: Verdict) -> None:
    execute(written, *WITHOUT_GUARDS[written.dialect.name], statement)
    assert verdict(written) == found


def test_a_long_chain_is_checked_a_stretch_at_a_time(
    written: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PAGE", 2)
    told: list[int] = []
    with written.connect() as connection:
        found = audit.verify(connection, told.append)
        assert (found, told) == (Verdict(3), [2, 3])
        first = audit.check(connection)
        assert (first.verdict, first.after) == (Verdict(2), 2)
        assert audit.check(connection, 2) == audit.Stretch(Verdict(1))
        head = connection.execute(text("SELECT hash FROM audit_head")).scalar_one()
    assert found.head == head
    execute(written, *WITHOUT_GUARDS[written.dialect.name], "DELETE FROM audit WHERE id = 2")
    assert verdict(written) == Verdict(1, broken=3)


def test_an_end_that_is_missing_altogether_is_found(written: Engine) -> None:
    execute(written, *WITHOUT_GUARDS[written.dialect.name], "DELETE FROM audit")
    assert verdict(written) == Verdict(0, cut=True)


def test_every_column_is_under_the_hash(engine: Engine) -> None:
    assert set(table.c.keys()) - {"id", "hash"} <= {*audit._SAID, "at"}
