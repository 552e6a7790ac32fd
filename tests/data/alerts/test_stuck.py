"""Who is late: the same few queries for any number of campaigns, over indexes, and never all."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text

from data import clock, stuck
from data.domain.late import COUNTED, NEVER, Question
from data.domain.states import CODES
from data.schema.tables import campaigns, contacts
from tests.data.sql import execute, executed


def load(engine: Engine, number: int, *states: str) -> None:
    """So many campaigns, each with a contact of each state."""
    for id in range(1, number + 1):
        loaded = [{"campaign_id": id, "state": state, "operator": "ana"} for state in states]
        with engine.execution_options(write=True).begin() as connection:
            connection.execute(insert(campaigns).values(id=id, mode="preview"))
            connection.execute(insert(contacts), loaded)


def ask(
    engine: Engine, number: int, *states: str
) -> tuple[list[stuck.Late], list[tuple[str, Any]]]:
    """The answers for so many campaigns, and the statements that brought them."""
    with engine.connect() as connection:
        later = clock.now(connection) + timedelta(seconds=9)
        asked = [
            Question(id, state, later, later) for id in range(1, number + 1) for state in states
        ]
        with executed(engine) as statements:
            return stuck.late(connection, asked), statements


STATES = ("calling", "acw", "retry_scheduled", "other", "initial")


def test_the_queries_do_not_grow_with_the_campaigns(engine: Engine) -> None:
    load(engine, 12, "calling", "acw", "acw", "retry_scheduled", "hypnotized", "levitating")
    answers, few = ask(engine, 12, *STATES)
    assert len(few) == 4
    assert {(answer.campaign_id, answer.state): answer.warn for answer in answers} == {
        (number, state): count
        for number in range(1, 13)
        for state, count in (("calling", 1), ("acw", 2), ("retry_scheduled", 0), ("other", 2))
    }
    assert {answer.missing for answer in answers if answer.state == "retry_scheduled"} == {1}


def test_what_late_contacts_share_holds_no_number_that_could_be_called(engine: Engine) -> None:
    load(engine, 1, "acw")
    execute(engine, "UPDATE contacts SET reason = 'call +420777123450'")
    (late,) = ask(engine, 1, "acw")[0]
    assert late.sample == (("ana", "call +420 ••• ••• 450"),)


def test_no_statement_reads_all_contacts(engine: Engine) -> None:
    load(engine, 3, *STATES[:3], *["success"] * 700)
    _, statements = ask(engine, 3, *STATES)
    postgres = engine.dialect.name == "postgresql"
    explain = "EXPLAIN " if postgres else "EXPLAIN QUERY PLAN "
    with engine.connect() as connection:
        if postgres:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement, values in statements:
            plan = [row[-1] for row in connection.exec_driver_sql(explain + statement, values)]
            assert not [line for line in plan if "Seq Scan on contacts" in line], plan
            assert not [line for line in plan if line.startswith("SCAN contacts")], plan


def test_what_is_counted_is_capped(engine: Engine) -> None:
    load(engine, 1, *["calling"] * (COUNTED + 9), *["retry_scheduled"] * (COUNTED + 9))
    answers, _ = ask(engine, 1, "calling", "retry_scheduled")
    by_state = {answer.state: answer for answer in answers}
    assert by_state["calling"].warn == by_state["calling"].critical == COUNTED + 1
    assert by_state["retry_scheduled"].missing == COUNTED + 1
    assert set(by_state["calling"].sample) == {("ana", None)}


def test_who_waits_to_be_called_is_known_before_being_late(engine: Engine) -> None:
    load(engine, 1, "initial", "calling", "retry_scheduled")
    states = ("initial", "calling", "retry_scheduled")
    with engine.execution_options(write=True).begin() as connection:
        at = clock.now(connection)
        connection.execute(contacts.update().where(contacts.c.id == 3).values(retry_at=at))
        answers = stuck.late(connection, [Question(1, state, NEVER, NEVER) for state in states])
    assert {answer.state for answer in answers} == {"initial", "retry_scheduled"}
    assert all(answer.oldest_at and not answer.warn for answer in answers)


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.000Z"])
@pytest.mark.parametrize(("ahead", "overdue"), [(-60, 1), (60, 0)])
def test_a_time_in_another_form_is_the_same_time(
    engine: Engine, form: str, ahead: int, overdue: int
) -> None:
    load(engine, 1, "retry_scheduled")
    with engine.execution_options(write=True).begin() as connection:
        now = clock.now(connection)
        at = (now + timedelta(seconds=ahead)).strftime(form)
        connection.execute(text(f"UPDATE contacts SET retry_at = '{at}'"))
        (answer,) = stuck.late(connection, [Question(1, "retry_scheduled", now, now)])
    assert (answer.warn, answer.missing) == (overdue, 0)


def test_every_known_state_keeps_its_name(engine: Engine) -> None:
    load(engine, 1, *CODES)
    answers, _ = ask(engine, 1, "other", *[code for code in CODES if code != "retry_scheduled"])
    assert "other" not in {answer.state for answer in answers}
