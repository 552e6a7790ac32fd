"""The doctor finds what is wrong, and says it in one line each."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data import clock, schedule_book
from data.doctor import Finding, examine
from data.history.sums import add_up
from data.log_tail import tail_for
from data.settings import Settings, load
from tests.data.reports.scenes import CONSOLE, WISH
from tests.data.sql import execute


@pytest.fixture
def settings(database_url: str, valkey_url: str) -> Settings:
    return load(database_url=database_url, redis_url=valkey_url, secret_key="of the tests")


def found(settings: Settings, subject: str, **given: object) -> Finding:
    return next(f for f in examine(settings, **given) if f.subject == subject)  # type: ignore[arg-type]


def test_all_is_well(settings: Settings) -> None:
    findings = examine(settings)
    assert [finding for finding in findings if not finding.ok] == []
    assert " ".join(finding.subject for finding in findings) == (
        "settings database migrations triggers history months clock redis reports"
    )


def test_how_old_the_sums_are(settings: Settings, engine: Engine) -> None:
    assert found(settings, "history").detail == "not added up yet, all single moves kept"
    assert add_up(engine, tail_for(engine))
    assert found(settings, "history").detail.startswith("added up ")


def test_a_missing_trigger(settings: Settings, engine: Engine) -> None:
    on = " ON contacts" if engine.dialect.name == "postgresql" else ""
    execute(engine, f"DROP TRIGGER contact_updated{on}")
    finding = found(settings, "triggers")
    assert not finding.ok
    assert finding.detail == "missing contact_updated: run app.py migrate"


def test_an_old_schema(settings: Settings, engine: Engine) -> None:
    execute(engine, "UPDATE alembic_version SET version_num = '0000'")
    assert "at 0000, expected" in found(settings, "migrations").detail


def test_a_clock_that_is_an_hour_off(settings: Settings) -> None:
    late = datetime.now(UTC) + timedelta(hours=1)
    finding = found(settings, "clock", now=lambda: late)
    assert not finding.ok
    assert "s apart" in finding.detail


def test_no_database_and_no_redis() -> None:
    settings = load(
        database_url="postgresql://nobody@127.0.0.1:1/none",
        redis_url="redis://127.0.0.1:1",
        secret_key="of the tests",
    )
    failed = [finding for finding in examine(settings) if not finding.ok]
    assert {finding.subject for finding in failed} >= {"database", "migrations", "redis"}
    assert all("\n" not in finding.detail for finding in failed)


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "damaged.sqlite3"
    path.write_bytes(b"this is no database" * 1000)
    finding = found(load(database_url=f"sqlite:///{path}", secret_key="x"), "database")
    assert not finding.ok


def test_reports_that_nobody_writes(settings: Settings, engine: Engine) -> None:
    with engine.execution_options(write=True).begin() as connection:
        hour_ago = clock.now(connection) - timedelta(hours=1)
        schedule_book.add(connection, WISH, CONSOLE, hour_ago, hour_ago)
    finding = found(settings, "reports")
    assert finding.ok  # a server makes up for them
    assert finding.detail.startswith("1 overdue (warning: since ")
