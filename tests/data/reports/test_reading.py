"""How rows are read: of one instant, without loss, whatever else is written, and however oddly."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from sqlalchemy import Engine, text, update

from data.domain.errors import HistoryGivenUpError
from data.domain.report import Kind, Question
from data.history.past import Past
from data.history.sums import add_up
from data.log_tail import tail_for
from data.reports.kinds import KINDS
from data.reports.rows import contacts, transitions
from data.schema.tables import UtcTime
from data.schema.tables import contacts as table
from tests.data.history.log import Row, empty, unguarded, write_log
from tests.data.reports import lives
from tests.data.sql import execute

START = datetime(2025, 3, 1, 12, tzinfo=UTC)


def moves(count: int, first: int = 1) -> list[Row]:
    return [
        Row(1, contact, None, "initial", START + timedelta(seconds=contact), to_step=0)
        for contact in range(first, first + count)
    ]


@pytest.fixture
def few(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A hundred contacts, ten in a page."""
    monkeypatch.setattr(transitions, "WIDTH", 10)
    monkeypatch.setattr(contacts, "WIDTH", 10)
    lives.people(engine)
    lives.write(engine, moves(100), is_summed=True)
    return engine


@pytest.mark.parametrize(("kind", "column"), [("transitions", 3), ("contacts", 2)])
def test_what_is_written_meanwhile_is_not_in_it(few: Engine, kind: str, column: int) -> None:
    with Past.of(few, tail_for(few)) as past:
        rows = KINDS[kind].rows(past, Question(kind))
        found = [row[column] for row in islice(rows, 25)]
        write_log(few, moves(50, 101))
        assert add_up(few, tail_for(few))
        found += [row[column] for row in rows]
    assert found == list(range(1, 101))


def test_only_the_ids_of_the_span_are_looked_at(
    few: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day of a long log costs what a day costs."""
    write_log(few, [Row(1, 9, "initial", "calling", START + timedelta(days=9), 1.0)])
    assert add_up(few, tail_for(few))
    looked: list[object] = []
    read = transitions.fetched
    monkeypatch.setattr(transitions, "fetched", lambda *a: looked.append(a) or read(*a))
    last = Question("transitions", start=START + timedelta(days=8))
    with Past.of(few, tail_for(few)) as past:
        assert len(list(transitions.rows(past, last))) == 1
        assert len(looked) == 1
        assert len(list(transitions.rows(past, Question("transitions")))) == 101
        assert len(looked) >= 11


def test_ids_far_apart_are_leapt_over(few: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with unguarded(few) as connection:
        connection.execute(
            text(
                "INSERT INTO transitions (id, campaign_id, contact_id, to_state, at, attempt)"
                f" {'OVERRIDING SYSTEM VALUE' if few.dialect.name == 'postgresql' else ''}"
                " SELECT 9000000000, campaign_id, 8000000000, to_state, at, attempt"
                " FROM transitions WHERE contact_id = 1"
            )
        )
    with Past.of(few, tail_for(few)) as past:
        *_, last = transitions.rows(past, Question("transitions"))
        *_, person = contacts.rows(past, Question("contacts"))
    assert (last[0], last[3], person[2]) == (9_000_000_000, 8_000_000_000, 8_000_000_000)


# Contact, minute, state, attempts, step: 1 moves no more, 3 is deleted, 5 comes late.
COURSE = (
    (1, 1, "initial", 0, 0), (2, 2, "initial", 0, 0), (3, 3, "initial", 0, 0),
    (4, 4, "initial", 0, 0), (1, 5, "calling", 1, 1), (1, 8, "retry_scheduled", 1, 1),
    (2, 9, "calling", 1, 1), (2, 10, "call_in_progress", 1, 3), (3, 11, "calling", 1, 1),
    (4, 18, "calling", 1, 1), (3, 19, None, 1, None), (2, 20, "acw", 1, 3),
    (2, 21, "success", 1, 4), (5, 22, "initial", 0, 0), (4, 23, "dial_failed", 1, 1),
)  # fmt: skip
FLOOR = 17


def minute(count: int) -> datetime:
    return START + timedelta(minutes=count)


@pytest.fixture
def coursed(engine: Engine) -> Engine:
    """The course in the log and in the contacts."""
    lives.people(engine)
    execute(
        engine, "INSERT INTO contacts (campaign_id) VALUES (1)", "DELETE FROM contacts WHERE id = 3"
    )
    empty(engine)
    last: dict[int, Row] = {}
    log = []
    for contact, at, state, attempt, step in COURSE:
        left = last.get(contact)
        dwell = None if left is None else (minute(at) - left.at).total_seconds()
        last[contact] = Row(
            1, contact, left and left.to_state, state, minute(at), dwell, attempt,
            left and left.to_step, step,
        )  # fmt: skip
        log.append(last[contact])
    with unguarded(engine) as connection:
        if engine.dialect.name == "sqlite":
            guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
            found = connection.execute(text(guards), {"table": "contacts"})
            for name in found.scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for contact, row in last.items():
            place = {"state": row.to_state or "", "state_since": row.at}
            place |= {"attempts": row.attempt, "funnel_step": row.to_step or 0}
            connection.execute(update(table).where(table.c.id == contact).values(place))
    lives.write(engine, log, is_summed=True)
    return engine


def test_contacts_stand_where_they_stood_when_old_moves_are_given_up(coursed: Engine) -> None:
    """Whatever tells it: a move of before, one of after, or where they are."""
    ends = range(FLOOR + 1, 25)
    questions = [Question("contacts", start=minute(FLOOR), end=minute(end)) for end in ends]
    before = [lives.rows_of(coursed, question) for question in questions]
    with unguarded(coursed) as connection:
        old = "SELECT max(id) FROM transitions WHERE at < :at"
        values = {"at": UtcTime().process_bind_param(minute(FLOOR), connection.dialect)}
        values["last"] = connection.execute(text(old), values).scalar_one()
        connection.execute(text("UPDATE log_floor SET at = :at, last_id = :last"), values)
        connection.execute(text("DELETE FROM transitions WHERE id <= :last"), values)
    assert [lives.rows_of(coursed, question) for question in questions] == before
    assert [len(rows) for rows in before] == [4, 4, 3, 3, 3, 4, 4]
    with pytest.raises(HistoryGivenUpError):
        lives.rows_of(coursed, Question("contacts"))


BY_HAND = {
    "'2025-03-01 14:00:00', NULL": (START.replace(hour=14), None),
    "'2025-03-01T14:00:00.000Z', CAST(x'ff41' AS TEXT)": (START.replace(hour=14), "\ufffdA"),
    "'2025-03-01 at noon', NULL": (None, None),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("values", BY_HAND)
def test_what_is_no_text_and_no_time_stops_nothing(few: Engine, values: str) -> None:
    with unguarded(few) as connection:
        connection.execute(
            text(
                "INSERT INTO transitions (campaign_id, contact_id, to_state, attempt, at, reason)"
                f" VALUES (1, 7, 'calling', 1, {values})"
            )
        )
    with Past.of(few, tail_for(few)) as past:
        *_, odd = transitions.rows(past, Question("transitions"))
    assert (odd[8], odd[12]) == BY_HAND[values]


def test_columns_have_names_of_their_own_and_hold_what_they_say(few: Engine) -> None:
    holds = {
        Kind.WHOLE: int, Kind.RATE: float, Kind.NUMBER: float, Kind.SECONDS: float,
        Kind.INSTANT: datetime,
    }  # fmt: skip
    write_log(few, [Row(1, 9, "initial", "calling", START + timedelta(days=1), 1.0, 1, 0, 1)])
    for kind in KINDS.values():
        keys = [column.key for column in kind.columns]
        assert len(set(keys)) == len(keys)
        assert {kind.state, kind.count} - {None} <= set(keys)
        with Past.of(few, tail_for(few)) as past:
            rows = list(islice(kind.rows(past, Question(kind.key)), 200))
        assert rows or not kind.is_closed_by_log
        for row in rows:
            for column, value in zip(kind.columns, row, strict=True):
                assert value is None or type(value) is holds.get(column.kind, str), column
