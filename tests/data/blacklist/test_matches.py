"""Who has a number: in every campaign that still runs, however it is written there."""

import pytest
from sqlalchemy import Engine

from data.blacklist.entries import Number
from data.blacklist.matches import Wanted, matches
from data.database import reading
from tests.data.blacklist.lists import NUMBER, SECRET, STATUSES, campaigns, contact
from tests.data.sql import executed

SPELLINGS = ("+420 777 123 456", "00420777123456", "777-123-456", "777123456\u00a0", "0777/123456")


def found(engine: Engine, wanted: Wanted, *states: str) -> list[int]:
    with reading(engine) as connection:
        return sorted(match.id for match in matches(connection, SECRET, wanted, states))


def test_however_it_is_written(engine: Engine) -> None:
    campaigns(engine, "in_progress")
    own = [contact(engine, 1, phone) for phone in SPELLINGS]
    for phone in ("777123457", "777123456x", "999 456", None, ""):
        contact(engine, 1, phone)
    number = Number.of(SECRET, NUMBER)
    assert found(engine, Wanted.of(number)) == own
    assert found(engine, Wanted(number.hash)) == own  # of an erased one the end is not known
    assert found(engine, Wanted(number.hash), "calling") == []


def test_in_campaigns_that_still_run(engine: Engine) -> None:
    campaigns(engine, *STATUSES)
    own = [contact(engine, id, NUMBER) for id in range(1, len(STATUSES) + 1)]
    assert found(engine, Wanted.of(Number.of(SECRET, NUMBER))) == own[:3]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_they_are_found_by_the_index(engine: Engine) -> None:
    campaigns(engine, "in_progress")
    with executed(engine) as statements:
        found(engine, Wanted.of(Number.of(SECRET, NUMBER)))
    with engine.connect() as connection:
        plans = [
            row[3]
            for statement, values in statements
            if "substr" in statement
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert plans
    assert all("contacts_by_phone_end" in plan for plan in plans), plans
