"""What only the ledger knows: times in both databases' own forms."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine

from data.simulator import ledger
from tests.data.sql import execute

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def far_from_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose own zone is another."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("retry_at", "seconds"),
    [
        ("2026-03-01T12:01:00.000Z", 600),
        ("2026-03-01 12:01:00", 600),
        ("2026-03-01T13:01:00+01:00", 600),
        ("2026-03-01T11:00:00Z", 0),
        (None, 0),
    ],
)
def test_a_retry_is_read_in_simulated_seconds(
    engine: Engine, retry_at: str | None, seconds: float
) -> None:
    execute(
        engine,
        "INSERT INTO campaigns (mode) VALUES ('preview')",
        "INSERT INTO contacts (campaign_id, state, retry_at) VALUES (1, 'retry_scheduled', :at)",
        at=retry_at,
    )
    with engine.connect() as connection:
        [contact] = ledger.open_contacts(connection, 1, AT, speed=10)
    assert contact.retry_in_seconds == seconds


def test_instants_are_written_in_utc() -> None:
    east = timezone(timedelta(hours=2))
    assert ledger.iso(datetime(2026, 3, 1, 14, 0, 0, 5000, east)) == "2026-03-01T12:00:00.005Z"
    assert ledger.iso(None) is None
