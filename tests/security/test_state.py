"""What the check of attacks itself notices: a change by hand in any table and any column."""

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, inspect

from data.database import open_engine
from data.schema.tables import metadata
from tests.data.sql import execute
from tests.security.house import accounts, fill
from tests.security.state import (
    BY_ITSELF,
    COLUMNS_LEFT_OUT,
    COUNTS,
    KINDS,
    LEFT_OUT,
    differences,
    state,
    unchanged,
)

COMPARED = sorted({*metadata.tables, "own_writes", "alembic_version"} - set(LEFT_OUT))
# Found without a change by itself: a change by hand of each kind that people would care about.
BY_HAND = {
    "a session": "UPDATE sessions SET ended_at = '2026-01-01' WHERE id = 1",
    "a session of more": "INSERT INTO sessions (hash, created_at, seen_at, expires_at, user_id)"
    " VALUES ('h', '2026', '2026', '2027', 1)",
    "a token": "UPDATE tokens SET role = 'admin'",
    "a token without its hash": "DELETE FROM tokens",
    "a role": "UPDATE users SET role = 'admin' WHERE role = 'supervisor'",
    "a password": "UPDATE users SET password = 'x' WHERE id = 2",
    "a user": "DELETE FROM users WHERE id = 3",
    "an entry of the audit": "INSERT INTO audit (at, actor, means, role, action, outcome, hash)"
    " VALUES ('2026', 'x', 'session', 'admin', 'user.add', 'done', 'h')",
    "the head of the audit": "UPDATE audit_head SET hash = 'x'",
    "the length of the audit": "UPDATE audit_head SET entries = entries - 1",
    "an acknowledged alert": "UPDATE alerts SET status = 'acknowledged', acknowledged_by = 'x'",
    "a snoozed alert": "UPDATE alerts SET snoozed = snoozed + 1",
    "a campaign": "UPDATE campaigns SET status = 'canceled' WHERE id = 1",
    "a status": "DELETE FROM campaign_statuses WHERE id = 2",
    "a limit": "UPDATE thresholds SET warn_seconds = 2 WHERE campaign_id = 1",
    "a number that may not be called": "INSERT INTO blacklist (number_hash, reason, source,"
    " added_by, added_at) VALUES ('h', 'x', 'x', 'x', '2026')",
    "a contact": "UPDATE contacts SET phone = '1' WHERE id = 1",
    "access": "UPDATE access_revision SET revision = revision + 1",
    "a trigger": "DROP TRIGGER audit_delete",
    "a table": "DROP TABLE blacklist",
}


@pytest.fixture(scope="module")
def engine(module_url: str) -> Iterator[Engine]:
    """Two campaigns and accounts, and a made-up row in each table that is empty then."""
    opened = _unchecked(module_url)
    fill(opened)
    accounts(opened)
    with opened.execution_options(write=True).begin() as connection:
        for table in inspect(connection).get_table_names():
            if not connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one():
                _insert(connection, table)
    yield opened
    opened.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """Where nothing stops a change by hand; it is taken back after the test."""
    with engine.connect().execution_options(write=True) as opened:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for name in opened.exec_driver_sql(triggers).scalars().all():
            opened.exec_driver_sql(f"DROP TRIGGER {name}")
        yield opened
        opened.rollback()


def _insert(connection: Connection, table: str, value: int = 1) -> None:
    """A row with the same value in each column, which SQLite lets in."""
    row = {column["name"]: value for column in inspect(connection).get_columns(table)}
    names = ", ".join(f'"{name}"' for name in row)
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )


def test_every_table_is_compared_or_left_out_with_a_reason(connection: Connection) -> None:
    assert sorted(inspect(connection).get_table_names()) == sorted([*COMPARED, *LEFT_OUT])
    assert set(state(connection)) == {*COMPARED, "sqlite_master"}
    assert all([*LEFT_OUT.values()])


def test_whatever_is_named_is_there(connection: Connection) -> None:
    inspector = inspect(connection)
    for named in (COLUMNS_LEFT_OUT, COUNTS, KINDS):
        for table, columns in named.items():
            assert table in COMPARED
            assert set(columns) <= {one["name"] for one in inspector.get_columns(table)}
    assert set(BY_ITSELF) <= set(KINDS)


def test_a_change_of_any_column_is_found(connection: Connection) -> None:
    before = state(connection)
    for table in COMPARED:
        for column in inspect(connection).get_columns(table):
            name = column["name"]
            nested = connection.begin_nested()
            connection.exec_driver_sql(
                f'UPDATE "{table}" SET "{name}" = 7654321'
                f' WHERE rowid = (SELECT max(rowid) FROM "{table}")'
            )
            found = differences(before, state(connection), {})
            nested.rollback()
            if name in COLUMNS_LEFT_OUT.get(table, {}):
                assert found == [], (table, name)
            else:
                assert any(one.startswith(table) for one in found), (table, name)


def test_a_row_more_or_less_is_found_in_any_table(connection: Connection) -> None:
    before = state(connection)
    for table in COMPARED:
        delete = partial(connection.exec_driver_sql, f"DELETE FROM {table}")
        for change in (delete, partial(_insert, connection, table, 7654321)):
            nested = connection.begin_nested()
            change()
            found = differences(before, state(connection), {})
            nested.rollback()
            assert any(one.startswith(table) for one in found), (table, change)


def test_a_change_by_hand_is_found(engine: Engine, tmp_path: Path) -> None:
    for name, statement in BY_HAND.items():
        copy = _copy(engine, tmp_path / "copy.sqlite3")
        with unchanged(copy):
            pass
        with copy.connect() as connection:
            before = state(connection)
        execute(copy, statement)
        with copy.connect() as connection:
            assert differences(before, state(connection), {}), name
        copy.dispose()


@pytest.fixture
def copy(engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """A database that the test may change."""
    made = _copy(engine, tmp_path / "copy.sqlite3")
    yield made
    made.dispose()


def test_what_goes_on_by_itself_is_no_change(copy: Engine) -> None:
    with unchanged(copy):
        execute(
            copy,
            "UPDATE sessions SET seen_at = '2027', expires_at = '2027'",
            "UPDATE alerts SET count = count + 1, version = version + 1",
            "INSERT INTO leases VALUES ('alerts', 'x', '2027')",
            "DELETE FROM checkpoints",
        )


ENTRY = (
    "INSERT INTO audit (at, actor, means, role, action, outcome, hash)"
    " VALUES ('2026', 'x', 'session', 'x', 'session.begin', 'refused', 'h')"
)


def test_what_may_be_added_is_no_change_and_nothing_else_with_it(copy: Engine) -> None:
    head = "UPDATE audit_head SET entries = entries + 1, hash = 'h'"
    may_add = {"audit": {"session.begin refused"}, "login_failures": {"address"}}
    execute(copy, "INSERT INTO login_failures VALUES ('address x', 1, '2026', '2026')")
    with unchanged(copy, may_add):
        execute(copy, ENTRY, head, "UPDATE login_failures SET failures = 2 WHERE key = 'address x'")
    for wrong in (
        ENTRY.replace("refused", "done"),
        "UPDATE login_failures SET succeeded_at = '2027'",
        "UPDATE login_failures SET failures = 9 WHERE key <> 'address x'",
        "DELETE FROM login_failures",
        "INSERT INTO login_failures VALUES ('account x', 1, '2026', NULL)",
        head,
    ):
        with pytest.raises(AssertionError), unchanged(copy, may_add):
            execute(copy, wrong)


def _copy(engine: Engine, file: Path) -> Engine:
    """A database of its own with the same rows."""
    file.unlink(missing_ok=True)
    with engine.connect() as source, sqlite3.connect(file) as target:
        held = source.connection.dbapi_connection
        assert isinstance(held, sqlite3.Connection)
        source.rollback()
        held.backup(target)
    target.close()
    return _unchecked(f"sqlite:///{file}")


def _unchecked(url: str) -> Engine:
    """An engine whose connections write whatever they are told to."""
    made = open_engine(url)

    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")

    event.listen(made, "connect", prepare)
    return made
