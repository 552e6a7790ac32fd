"""The sums kept on: what the log holds beyond them is added, and their position moves, at once.

The sums and the position up to which they reach change in one transaction, by the same difference
of the log that the live numbers are folded from. So whoever adds, however many do, and wherever one
of them dies: nothing is missed, nothing is counted twice, and who commits late is counted late.
"""

from sqlalchemy import Connection, Engine, text, update
from sqlalchemy.exc import OperationalError

from data.deadline import deadline
from data.domain import dwell
from data.domain.levels import LEVELS
from data.history.measures import DIALECTS, MEASURES, Measure
from data.log_tail import Condition, LogTail
from data.schema.tables import sums_head

ADD_SECONDS = 300.0  # the first time, a whole log

_HEAD = "SELECT position FROM sums_head WHERE id = 1"
_LEVELS = " UNION ALL ".join(f"SELECT {level} AS level" for level in LEVELS)
_SERIALIZATION_FAILURE = "40001"


def add_up(engine: Engine, tail: LogTail, seconds: float = ADD_SECONDS) -> bool:
    """Bring the sums up to now. False where another process does it at the same moment. Raises
    DeadlineError when one step takes so long; what was added until then counts."""
    more: bool | None = True
    while more:
        more = _step(engine, tail, seconds)
    return more is not None


def _step(engine: Engine, tail: LogTail, seconds: float) -> bool | None:
    connection = tail.open(engine).execution_options(write=True, postgresql_readonly=False)
    with connection, deadline(connection, seconds):
        try:
            with connection.begin():
                return add(connection, tail)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _SERIALIZATION_FAILURE:
                raise
            return None


def add(connection: Connection, tail: LogTail) -> bool | None:
    """One step in the caller's transaction, which has read nothing yet, and sees one state only:
    whether there is more to add; None where another adds."""
    reading = tail.look(connection)
    postgres = connection.dialect.name == "postgresql"
    head = connection.execute(text(_HEAD + " FOR UPDATE SKIP LOCKED" * postgres)).one_or_none()
    if head is None:
        return None
    if postgres and head.position:  # a plan for a young table would read all of it
        connection.execute(text("SET LOCAL enable_seqscan = off"))
    fresh, position = tail.portion(head.position, reading.position)
    for measure in MEASURES:
        _add_measure(connection, measure, fresh)
    _add_ids(connection, fresh)
    more = position != reading.position
    reached = {} if more else {"at": reading.as_of}
    connection.execute(update(sums_head).values(position=position, **reached))
    return more


def _add_measure(connection: Connection, measure: Measure, fresh: Condition) -> None:
    """By the minute first, then each minute into every level."""
    keys, sums = list(measure.keys), list(measure.sums)
    numbered = ", ".join(["campaign_id", "minute", *keys, *sums])
    by_minute = measure.of_log(connection.dialect.name).format(which=fresh.sql)
    key = ", ".join(["campaign_id", "level", "start", *keys])
    added = ", ".join(f"{name} = {measure.table}.{name} + excluded.{name}" for name in sums)
    statement = f"""
      WITH fresh ({numbered}) AS ({by_minute})
      INSERT INTO {measure.table} ({key}, {", ".join(sums)})
      SELECT campaign_id, level, minute - minute % level, {", ".join(keys)},
        {", ".join(f"sum({name})" for name in sums)}
      FROM fresh CROSS JOIN ({_LEVELS}) AS levels WHERE true
      GROUP BY {", ".join(map(str, range(1, len(keys) + 4)))}
      ON CONFLICT ({key}) DO UPDATE SET {added}
    """
    shape = {"bounds": list(dwell.BOUNDS_SECONDS)} if ":bounds" in statement else {}
    connection.execute(text(statement), {**fresh.values, **shape})


def _add_ids(connection: Connection, fresh: Condition) -> None:
    """Between which ids a minute's transitions lie: so a span of the log is found without an index
    on its time, which every change would pay for."""
    minute = DIALECTS[connection.dialect.name]["minute"]
    postgres = connection.dialect.name == "postgresql"
    least, greatest = ("least", "greatest") if postgres else ("min", "max")
    statement = f"""
      INSERT INTO minute_ids (minute, first_id, last_id)
      SELECT {minute}, min(id), max(id) FROM transitions WHERE {fresh.sql} GROUP BY 1
      ON CONFLICT (minute) DO UPDATE SET
        first_id = {least}(minute_ids.first_id, excluded.first_id),
        last_id = {greatest}(minute_ids.last_id, excluded.last_id)
    """
    connection.execute(text(statement), fresh.values)
