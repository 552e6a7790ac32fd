"""PostgreSQL's months: nobody writes into them, none is missing for long, and all is found fast."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from data.database import changed_rows, open_engine
from data.doctor import _months
from data.feed import LiveFeed
from data.history import partitions
from data.history.partitions import make_ahead, missing, month_of, parts
from data.log_tail import tail_for
from data.schema.migrate import _config, migrate
from tests.data.history.log import Row, append, unguarded, write_log
from tests.data.history.months import NOW, at
from tests.data.sql import execute, one, read, rows

CAMPAIGN = "INSERT INTO campaigns (id, mode, status) VALUES (7, 'predictive', 'in_progress')"
CONTACT = "INSERT INTO contacts (campaign_id) VALUES (7)"


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


def row(month: int, contact: int = 1) -> Row:
    return Row(7, contact, None, "initial", at(month), to_step=0)


def places(engine: Engine) -> list[str]:
    """In which table each transition lies."""
    found = rows(engine, "SELECT CAST(tableoid::regclass AS text) FROM transitions ORDER BY id")
    return [table for (table,) in found]


def test_months_are_made_ahead_once(engine: Engine) -> None:
    new = make_ahead(engine, NOW)
    assert [part.first for part in new] == [month_of(at(1)), month_of(at(2))]
    assert make_ahead(engine, NOW) == []
    write_log(engine, [row(0), row(1), row(2), row(3)])
    assert [place.split("_")[1] for place in places(engine)] == [
        "before", f"{at(1):%Y}", f"{at(2):%Y}", "other"
    ]  # fmt: skip
    with engine.connect() as connection:
        assert missing(connection, NOW) == []
        assert len(missing(connection, at(2))) == 2
        warned = "4 tables (warning: transitions_other holds transitions of none)"
        assert _months(connection) == warned


def test_a_month_whose_transitions_lie_elsewhere_is_left_and_told_of(engine: Engine) -> None:
    write_log(engine, [row(2)])
    assert [part.first for part in make_ahead(engine, NOW)] == [month_of(at(1))]
    assert places(engine) == ["transitions_other"]
    assert f"there is none for {at(2):%Y-%m} yet" in read(engine, _months)


def test_who_has_the_table_in_hand_is_not_waited_for(engine: Engine) -> None:
    with engine.begin() as other:
        other.execute(text("SELECT count(*) FROM transitions"))
        assert make_ahead(engine, NOW) == []
    assert len(make_ahead(engine, NOW)) == 2


def test_nobody_writes_into_a_month_by_its_own_name(engine: Engine) -> None:
    make_ahead(engine, NOW)
    migrate(engine)  # the guards can be installed again
    write_log(engine, [row(month) for month in (0, 1, 2, 3)])
    assert all(part.guarded for part in read(engine, parts))
    assert len(set(places(engine))) == 4
    for table in (*places(engine), "transitions"):
        for statement in (
            f"INSERT INTO {table} SELECT * FROM transitions",
            f"UPDATE {table} SET reason = 'x'",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
        ):
            with pytest.raises(DBAPIError, match=r"append-only|written by"):
                execute(engine, statement)
    assert len(places(engine)) == 4


def test_the_doctor_finds_a_month_that_is_open(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER transitions_part_insert ON transitions_other"))
        with pytest.raises(Exception, match="anybody may write into transitions_other"):
            _months(connection)
    migrate(engine)
    assert "tables" in read(engine, _months)


def test_rows_of_every_month_are_counted_as_changed(engine: Engine) -> None:
    make_ahead(engine, NOW)
    with unguarded(engine) as connection:
        before = changed_rows(connection)
        append(connection, [row(0), row(1), row(9)])
        assert changed_rows(connection) == before + 3


def test_a_feed_follows_through_all_months(engine: Engine) -> None:
    make_ahead(engine, NOW)
    feed = LiveFeed(engine, tail_for(engine))
    execute(engine, CAMPAIGN, CONTACT)
    assert feed.tick().campaigns[7].total == 1
    write_log(engine, [row(month, contact=2) for month in (0, 1, 2, 9)])
    view = feed.tick().campaigns[7]
    assert view.moved(to="initial") == 5
    feed.stop()


@pytest.fixture
def empty_postgres(postgres_server: str) -> Iterator[Engine]:
    """A database with nothing in it."""
    name = f"empty_{uuid4().hex}"
    with psycopg.connect(postgres_server.format("postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        url = postgres_server.replace("postgresql://", "postgresql+psycopg://").format(name)
        opened = open_engine(url)
        yield opened
        opened.dispose()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_log_of_before_is_parted_without_a_copy(empty_postgres: Engine) -> None:
    """Filled at the revision before, and brought up: the same rows in the same file, guarded."""
    engine = empty_postgres
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        append(connection, [row(0), row(-1), row(-2)])
    before = file_and_rows(engine)
    with role(engine) as connection:
        for given in ("INSERT ON transitions", "SELECT, INSERT ON contacts", "SELECT ON campaigns"):
            connection.execute(text(f"GRANT {given} TO dialer_of_before"))
        connection.commit()
        migrate(engine)
        connection.execute(text(CAMPAIGN))
        connection.execute(text("SET LOCAL ROLE dialer_of_before"))
        connection.execute(text(CONTACT))  # it may what it could
        connection.rollback()
    assert file_and_rows(engine) == before
    write_log(engine, [row(0)])
    assert one(engine, "SELECT max(id) FROM transitions") == 5
    assert [part.guarded for part in read(engine, parts)] == [True, True]


@contextmanager
def role(engine: Engine) -> Iterator[Connection]:
    """A connection, while there is a dialer's role: it belongs to the whole server."""
    with engine.connect() as connection:
        connection.execute(text("CREATE ROLE dialer_of_before"))
        connection.commit()
        try:
            yield connection
        finally:
            connection.rollback()
            connection.execute(text("DROP OWNED BY dialer_of_before"))
            connection.execute(text("DROP ROLE dialer_of_before"))
            connection.commit()


def file_and_rows(engine: Engine) -> tuple[int, list[Any]]:
    file = one(engine, "SELECT DISTINCT pg_relation_filenode(tableoid) FROM transitions")
    return file, rows(engine, "SELECT * FROM transitions ORDER BY id")


FILL = text("""
  INSERT INTO transitions (campaign_id, contact_id, to_state, at, attempt)
  SELECT n % 10, n, 'initial', :at, 0 FROM generate_series(1, 2000) AS n
""")
LOOKS: dict[str, Any] = {
    "the newest id": "SELECT max(id) FROM transitions",
    "a tick": "SELECT count(*) FROM transitions WHERE xid >= '900000000' OR xid = ANY('{}')",
    "one contact": "SELECT * FROM transitions WHERE contact_id = 5 AND id < 9000"
    " ORDER BY id DESC LIMIT 20",
    "a page": "SELECT * FROM transitions WHERE campaign_id = 7 AND id > 50 AND id <= 9000"
    " ORDER BY id LIMIT 20",
    "arrivals": "SELECT * FROM transitions WHERE id > 50 AND id <= 80 AND from_state IS NULL",
}


def test_24_months_are_read_by_their_indexes_alone(engine: Engine) -> None:
    """No look touches more than a few pages of each month, of the forty that each has."""
    for month in range(1, 25, partitions.AHEAD):
        make_ahead(engine, at(month))
    with unguarded(engine) as connection:
        for month in range(24):
            connection.execute(FILL, {"at": at(month)})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE transitions"))
    with engine.connect() as connection:
        tables = len(parts(connection))
        assert tables >= 26
        for name, look in LOOKS.items():
            assert pages(connection, look) <= 4 * tables, name
        assert pages(connection, "SELECT count(*) FROM transitions") > 20 * tables


def pages(connection: Connection, statement: str) -> int:
    """How many pages of the database a statement looks at."""
    form = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, FORMAT JSON)"
    (found,) = connection.execute(text(f"{form} {statement}")).scalar_one()
    return int(found["Plan"]["Shared Hit Blocks"] + found["Plan"]["Shared Read Blocks"])
