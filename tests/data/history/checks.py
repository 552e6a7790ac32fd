"""Sums held against the log that their head says they know, counted row by row in Python."""

from typing import Any

from sqlalchemy import Connection, Engine, text

from data.domain.levels import LEVELS
from data.log_tail import tail_for
from tests.data.recount import bucket, known
from tests.data.sql import one

DIALED = ("calling", "call_in_progress", "canceled_by_client", "success", "dial_failed")
_SUMS = {
    "move_sums": "from_state, to_state, from_step, to_step, moves, dwells, dwell_ms",
    "dwell_sums": "from_state, to_state, bucket, dwells",
    "dial_sums": "to_state, attempt, dials",
}
_LOG = """
  SELECT campaign_id, {second}, from_state, to_state, from_step, to_step, dwell_seconds, attempt
  FROM transitions WHERE {known} AND {own}
"""
_SECOND = {
    "postgresql": "floor(extract(epoch FROM at))::bigint",
    "sqlite": "CAST(strftime('%s', at) AS INTEGER)",
}
_KNOWN = {
    "postgresql": "pg_visible_in_snapshot(xid, CAST(:position AS pg_snapshot))",
    "sqlite": "id <= CAST(:position AS INTEGER)",
}


def head_and_sums_agree(engine: Engine) -> int:
    """At this instant the sums hold exactly what their head knows; how many transitions that is."""
    with tail_for(engine).open(engine) as connection, connection.begin():
        return hold(connection)


def all_is_summed(engine: Engine) -> int:
    """The same, and that is the whole log."""
    known = head_and_sums_agree(engine)
    log = one(engine, "SELECT count(*) FROM transitions")
    assert known == log
    return known


def hold(connection: Connection, own: str = "true") -> int:
    """Hold the tables of sums against the log, in a transaction that sees one state; `own` says of
    which campaigns."""
    counted, rows = _counted(connection, own)
    for table, columns in _SUMS.items():
        wanted = text(f"SELECT campaign_id, level, start, {columns} FROM {table} WHERE {own}")
        sums = {"move_sums": 3}.get(table, 1)
        found = connection.execute(wanted)
        kept = {tuple(row[:-sums]): tuple(row[-sums:]) for row in found}
        assert kept == {key: tuple(value) for key, value in counted[table].items()}, table
    return rows


def _counted(connection: Connection, own: str) -> tuple[dict[str, dict[Any, list[int]]], int]:
    head = connection.execute(text("SELECT position FROM sums_head")).scalar_one()
    counted: dict[str, dict[Any, list[int]]] = {table: {} for table in _SUMS}
    if head is None:
        return counted, 0
    dialect = connection.dialect.name
    log = text(_LOG.format(second=_SECOND[dialect], known=_KNOWN[dialect], own=own))
    position = head if dialect == "postgresql" else head.partition(":")[0]
    rows = connection.execute(log, {"position": position}).all()
    for row in rows:
        for level in LEVELS:
            minute = row[1] // 60
            _add(counted, (row[0], level, minute - minute % level), *row[2:])
    return counted, len(rows)


def _add(
    counted: dict[str, dict[Any, list[int]]],
    key: tuple[int, ...],
    left: str | None,
    entered: str | None,
    before: int | None,
    after: int | None,
    stayed: float | None,
    attempt: int,
) -> None:
    edge = (*key, known(left) or "", known(entered) or "")
    steps = (-1 if before is None else before, -1 if after is None else after)
    ms = 0 if stayed is None else round(1000 * stayed)
    _plus(counted["move_sums"], (*edge, *steps), 1, int(stayed is not None), ms)
    if left is not None and stayed is not None:
        _plus(counted["dwell_sums"], (*edge, bucket(stayed)), 1)
    if entered in DIALED:
        _plus(counted["dial_sums"], (*key, entered, min(attempt, 10)), 1)


def _plus(sums: dict[Any, list[int]], key: Any, *numbers: int) -> None:
    before = sums.setdefault(key, [0] * len(numbers))
    sums[key] = [one + other for one, other in zip(before, numbers, strict=True)]
