"""Every span of the past, at every position, equals what a plain count of the log says."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from data.domain.levels import LEVELS, cover
from data.history.past import Past, Span
from data.history.sums import add_up
from data.log_tail import tail_for
from tests.data.history.log import Row, append, empty, unguarded, write_log
from tests.data.recount import bucket
from tests.searches import examples

BASE = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
EDGES = (
    (None, "initial", None, 0),
    ("initial", "calling", 0, 1),
    ("calling", "retry_scheduled", 1, 1),
    ("calling", "call_in_progress", 1, 3),
    ("call_in_progress", "hypnotized", 3, 3),
    ("acw", None, 3, None),
)
seconds = st.integers(0, 200_000) | st.integers(0, 40).map(lambda n: n * 3600)
ROWS = st.lists(
    st.builds(
        lambda campaign, edge, at, ms, attempt: Row(
            campaign, 1, edge[0], edge[1], BASE + timedelta(seconds=at),
            None if edge[0] is None else ms / 1000, attempt, edge[2], edge[3],
        ),
        st.integers(1, 2), st.sampled_from(EDGES), seconds, st.integers(0, 10**7),
        st.integers(0, 13),
    ),
    max_size=25,
)  # fmt: skip
INSTANTS = st.none() | (seconds | st.floats(0, 200_000)).map(
    lambda at: BASE + timedelta(milliseconds=int(at * 1000))
)
SPANS = st.tuples(INSTANTS, INSTANTS).map(lambda ends: Span(*ends))


@given(st.integers(0, 5_000), st.integers(0, 5_000), st.sampled_from(LEVELS))
def test_pieces_are_the_span_and_nothing_else(first: int, length: int, most: int) -> None:
    pieces = cover(first, first + length, most)
    minutes = [minute for piece in pieces for minute in range(piece.first, piece.last)]
    assert minutes == list(range(first, first + length))
    assert all(p.first % p.level == p.last % p.level == 0 and p.level <= most for p in pieces)


@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_span_at_any_position_is_what_the_log_says(engine: Engine, data: st.DataObject) -> None:
    empty(engine)
    tail, positions, batches = tail_for(engine), [], []
    for _ in range(data.draw(st.integers(1, 4))):
        batches.append(data.draw(ROWS))
        write_log(engine, batches[-1])
        if data.draw(st.booleans()):
            assert add_up(engine, tail)
        with Past.of(engine, tail) as past:
            positions.append(past.position)
    span, level = data.draw(SPANS), data.draw(st.sampled_from(LEVELS))
    campaigns = data.draw(st.sampled_from((None, [1], [2], [1, 2], [])))
    for count, position in enumerate((*positions, None), 1):
        known = [row for batch in batches[:count] for row in batch]
        with Past.of(engine, tail, position) as past:
            assert_equal(past, known, campaigns, span, level)


def assert_equal(past, known, campaigns, span, level) -> None:
    rows = [
        row for row in known
        if (campaigns is None or row.campaign_id in campaigns)
        and (span.start is None or row.at >= span.start)
        and (span.end is None or row.at < span.end)
    ]  # fmt: skip
    shown = lambda state: "other" if state == "hypnotized" else state  # noqa: E731
    slot = lambda minute: 0 if level == LEVELS[-1] else minute - minute % level  # noqa: E731
    minute = lambda row: int(row.at.timestamp() // 60)  # noqa: E731
    moves, dwells, dials = Counter(), Counter(), Counter()
    for row in rows:
        edge = (row.campaign_id, slot(minute(row)), row.from_state, shown(row.to_state))
        moves[*edge, row.from_step, row.to_step] += 1
        if row.from_state is not None:
            dwells[*edge, bucket(row.dwell_seconds)] += 1
        if row.to_state in ("calling", "call_in_progress"):
            dials[*edge[:2], row.to_state, min(row.attempt, 10)] += 1

    def by(counts, *names: str) -> dict:
        found = Counter()
        for one in counts:
            key = [getattr(one, name) for name in names]
            found[one.campaign_id, slot(one.start), *key] += one.count
        return {key: count for key, count in found.items() if count}

    found = list(past.moves(campaigns, span, level))
    assert by(found, "from_state", "to_state", "from_step", "to_step") == moves
    ms = sum(move.dwell_ms for move in found)
    assert ms == sum(round((row.dwell_seconds or 0) * 1000) for row in rows)
    found = past.dwells(campaigns, span, level)
    assert by(found, "from_state", "to_state", "bucket") == dwells
    assert by(past.dials(campaigns, span, level), "to_state", "attempt") == dials
    which = past.visible(span)
    log = text(f"SELECT count(*) FROM transitions WHERE {which.sql}")
    if campaigns is None:
        assert past.connection.execute(log, which.values).scalar_one() == len(rows)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_who_commits_late_is_counted_late_and_once(engine: Engine) -> None:
    tail = tail_for(engine)
    row = Row(1, 1, None, "initial", BASE, to_step=0)

    def counted(position: str | None = None) -> tuple[str, int]:
        with Past.of(engine, tail, position) as past:
            return past.position, sum(move.count for move in past.moves(None, Span()))

    with unguarded(engine) as slow:
        append(slow, [row])
        write_log(engine, [row, row])
        assert add_up(engine, tail)
        then, count = counted()
        assert count == 2
    assert counted()[1] == 3
    for _ in range(2):
        assert add_up(engine, tail)
        assert (counted(then)[1], counted()[1]) == (2, 3)
