"""Bring a database to this version's tables and triggers."""

import re
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

_HERE = Path(__file__).parent
_TRIGGERS = {"postgresql": _HERE / "postgres.sql", "sqlite": _HERE / "sqlite.sql"}
_TRIGGER = re.compile(r"CREATE (?:OR REPLACE )?TRIGGER (\w+)")
_LOCK_KEY = 0x64617368  # two processes that start together must not migrate together

# A trigger must find our tables whatever the writer's search path.
_FIX_SEARCH_PATHS = text("""
DO $$
DECLARE
  own regprocedure;
BEGIN
  FOR own IN SELECT DISTINCT tgfoid::regprocedure FROM pg_trigger WHERE NOT tgisinternal
    AND tgrelid IN ('contacts'::regclass, 'transitions'::regclass, 'campaigns'::regclass,
      'audit'::regclass)
  LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', own, current_schema());
  END LOOP;
END $$
""")
# In a log restored from a dump the ids of transactions are another server's: all are long over. The
# first two ids of any server tell apart what the sums had seen and what they have still to see; a
# position of the other server, as files keep it, means nothing here: it is another database.
_FORGET_OTHER_SERVERS = text("""
DO $$
DECLARE
  here text := (SELECT system_identifier::text FROM pg_control_system());
  summed pg_snapshot := (SELECT position::pg_snapshot FROM sums_head);
BEGIN
  IF (SELECT system FROM identity) <> here THEN
    LOCK TABLE transitions, sums_head IN SHARE ROW EXCLUSIVE MODE;
    ALTER TABLE transitions DISABLE TRIGGER transitions_update;
    UPDATE transitions SET xid =
      CASE WHEN pg_visible_in_snapshot(xid, summed) THEN '3' ELSE '4' END::xid8;
    ALTER TABLE transitions ENABLE TRIGGER transitions_update;
    UPDATE sums_head SET position = '4:4:' WHERE position IS NOT NULL;
    UPDATE log_floor SET position = '4:4:' WHERE position IS NOT NULL;
    UPDATE identity SET token = replace(gen_random_uuid()::text, '-', '');
  END IF;
  UPDATE identity SET system = here;
END $$
""")
_SETTLE = {
    "postgresql": (_FIX_SEARCH_PATHS, _FORGET_OTHER_SERVERS),
    "sqlite": (
        text("DELETE FROM own_writes"),  # a row left there by hand would open every guard
        text("DELETE FROM current_operation"),
    ),
}


def migrate(engine: Engine) -> str:
    """Run what migrations are missing and install the triggers; the revision reached."""
    with engine.execution_options(write=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK_KEY})")
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        for statement in trigger_statements(engine.dialect.name):
            connection.execute(text(statement))
        for settle in _SETTLE[engine.dialect.name]:
            connection.execute(settle)
    return newest_revision()


def trigger_statements(dialect: str) -> list[str]:
    """The statements that install the triggers of a dialect, in order."""
    blocks = _TRIGGERS[dialect].read_text().split("\n\n")
    return [block.strip() for block in blocks if not block.startswith("--")]


def trigger_names(dialect: str) -> set[str]:
    """The triggers that a database of the dialect has to have."""
    found = (_TRIGGER.match(statement) for statement in trigger_statements(dialect))
    return {match[1] for match in found if match}


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at; None before the first migration."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The revision that this version of the program needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
