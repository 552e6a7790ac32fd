"""More moves than fit into all pipes and buffers between a report and its reader."""

from datetime import UTC, datetime

from sqlalchemy import Engine, text

from data.schema.tables import UtcTime
from tests.data.history.log import unguarded
from tests.data.sql import execute

MOVES = 120_000
_NUMBERS = (
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :most)"
)


def fill(engine: Engine, moves: int = MOVES) -> None:
    """A campaign that is over, of one contact that was loaded and dialed again and again."""
    execute(
        engine,
        "INSERT INTO campaigns (id, name, mode, status) VALUES (1, 'Old', 'preview', 'finished')",
        "INSERT INTO contacts (id, campaign_id, phone) VALUES (1, 1, '+420777123450')",
    )
    with unguarded(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO transitions (campaign_id, contact_id, from_state, to_state, at,"
                f" dwell_seconds, attempt, reason) {_NUMBERS}"
                " SELECT 1, 1, 'calling', 'retry_scheduled', :at, 1.5, 1, 'nobody was at home'"
                " FROM numbers"
            ),
            {"most": moves - 1, "at": "2026-03-01 12:00:00.000"},
        )


def give_up(engine: Engine, last_id: int) -> None:
    """Delete the moves up to an id, as retention does, so that nothing of them is left."""
    with unguarded(engine) as connection:
        at = UtcTime().process_bind_param(datetime(2100, 1, 1, tzinfo=UTC), connection.dialect)
        values = {"at": at, "last": last_id}
        connection.execute(text("UPDATE log_floor SET at = :at, last_id = :last"), values)
        connection.execute(text("DELETE FROM transitions WHERE id <= :last"), values)
