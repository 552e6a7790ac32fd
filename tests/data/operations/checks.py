"""What has to hold of every database after deeds, whatever happened meanwhile."""

from sqlalchemy import Connection, Engine, text

from data import audit
from tests.data.sql import read

_CHAINS = """
  SELECT count(*) FROM (SELECT from_state,
    lag(to_state) OVER (PARTITION BY contact_id ORDER BY id) AS before FROM transitions) AS moves
  WHERE coalesce(from_state, '') <> coalesce(before, '')
"""
_STANDS = """
  SELECT count(*) FROM contacts WHERE state <> (SELECT to_state FROM transitions
    WHERE contact_id = contacts.id ORDER BY id DESC LIMIT 1)
"""
_FORCED = """
  SELECT count(*) FROM transitions
  WHERE operation_id IS NOT NULL AND from_state IN ('calling', 'call_in_progress', 'acw')
"""
_REOPENED = """
  SELECT count(*) FROM transitions LEFT JOIN operations ON operations.id = operation_id
  WHERE from_state IN ('success', 'canceled_by_admin', 'removed')
    AND to_state NOT IN ('canceled_by_admin', 'removed') AND coalesce(kind, '') <> 'undo'
"""
_UNAUDITED = """
  SELECT count(*) FROM transitions LEFT JOIN audit
    ON audit.operation_id = transitions.operation_id AND audit.contact_id = transitions.contact_id
      AND audit.from_state = transitions.from_state AND audit.to_state = transitions.to_state
  WHERE transitions.operation_id IS NOT NULL AND audit.id IS NULL
"""
_DONE = "SELECT coalesce(sum(done), 0) FROM operations"
_MOVED = "SELECT count(*) FROM transitions WHERE operation_id IS NOT NULL"
_TOLD = "SELECT count(*) FROM audit WHERE contact_id IS NOT NULL AND to_state IS NOT NULL"
_TAKEN = """
  SELECT count(*) FROM transitions WHERE operation_id IS NULL AND to_state = 'calling'
    AND from_state IN ('initial', 'retry_scheduled') AND at > (SELECT max(at)
      FROM campaign_statuses WHERE campaign_statuses.campaign_id = transitions.campaign_id
        AND status = 'canceling')
"""


def hold(engine: Engine) -> None:
    """I11 to I14, the audit's chain, and that progress, history and audit agree."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))  # it may be a million
        for broken in (_CHAINS, _STANDS, _FORCED, _REOPENED, _UNAUDITED):
            assert _number(connection, broken) == 0, broken
        moved = _number(connection, _MOVED)
        assert moved == _number(connection, _DONE) == _number(connection, _TOLD)
        assert audit.verify(connection).ok


def fence_holds(engine: Engine) -> None:
    """Nobody was taken up after the fence of a campaign that was not brought back."""
    assert read(engine, _number, _TAKEN) == 0


def _number(connection: Connection, wanted: str) -> int:
    return int(connection.execute(text(wanted)).scalar_one())
