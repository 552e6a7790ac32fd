"""What a database holds, in all of its tables, and what of it has changed while an attack went on.

Every table is compared, row by row. What goes on by itself is named here with its reason, and what
an attack may leave behind is named by its test.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Inspector, inspect

Rows = Mapping[tuple[Any, ...], Mapping[str, Any]]  # by primary key
State = Mapping[str, Rows]
May = Mapping[str, Collection[str]]  # the kinds of rows that may be new, by table

SCHEMA = "sqlite_master"

# Tables that the program writes by itself all the time.
LEFT_OUT: Mapping[str, str] = {
    "checkpoints": "the feed writes one now and then, and drops the old ones",
    **dict.fromkeys(
        ("move_sums", "dwell_sums", "dial_sums", "minute_ids"),
        "derived from `transitions`, which is compared; the keeper adds to it",
    ),
    "sums_head": "how far the keeper has read `transitions`",
}

# Columns that the program writes by itself all the time.
_MEASURED = (
    *("count", "at_least", "oldest_at", "shared", "numerator", "denominator"),
    *("clear_since", "calm_since"),
)
COLUMNS_LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "alerts": {
        **dict.fromkeys(_MEASURED, "the monitor measures it anew every second"),
        "version": "counts the changes of the other columns",
    },
    "leases": {"until": "the holder renews it"},
    "log_readers": {"position": "it moves as the log is read"},
    "sessions": {
        "seen_at": "every request and every open page is a use",
        "expires_at": "moves with `seen_at`",
    },
    "tokens": {"used_at": "every request is a use"},
}

# Columns in which tries are counted: they may rise in rows of the kinds that may be added.
COUNTS: Mapping[str, Collection[str]] = {
    "login_failures": ("failures", "last_at"),
    "refusals": ("minute", "times"),
}

# The column that says of what kind a row is; that of `audit` is made of two.
KINDS: Mapping[str, Sequence[str]] = {
    "alert_events": ("kind",),
    "audit": ("action", "outcome"),
    "leases": ("name",),
    "log_readers": ("name",),
    "login_failures": ("key",),
    "refusals": ("actor",),
}
_FIRST_WORD = ("login_failures", "refusals")  # the rest says who

# What the program takes by itself once it serves for a while.
BY_ITSELF: May = {
    "leases": {"alerts", "retention"},
    "log_readers": {"blacklist"},
}

TRIES_TO_SIGN_IN: May = {
    "audit": {"session.begin refused"},
    "login_failures": {"account", "address"},
}


def refused(*actions: str) -> May:
    """What stays of deeds that were refused to people who are signed in."""
    return {"audit": {f"{action} refused" for action in actions}, "refusals": {"session"}}


def kind_of(table: str, row: Mapping[str, Any]) -> str:
    """Of what kind a row is: `session.begin refused` in the audit."""
    said = " ".join(str(row[column]) for column in KINDS.get(table, ()))
    return said.partition(" ")[0] if table in _FIRST_WORD else said


def state(connection: Connection) -> State:
    """All rows of all tables that are compared, and the schema itself."""
    inspector = inspect(connection)
    found: dict[str, Rows] = {
        table: rows_of(connection, table, inspector)
        for table in inspector.get_table_names()
        if table not in LEFT_OUT
    }
    schema = connection.exec_driver_sql(f"SELECT type, name, sql FROM {SCHEMA}").all()
    found[SCHEMA] = {(kind, name): {"sql": sql} for kind, name, sql in schema}
    found["audit_head"] = _head(found["audit_head"], found["audit"])
    return found


def rows_of(connection: Connection, table: str, inspector: Inspector) -> Rows:
    """The rows of a table without what changes by itself."""
    rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings().all()
    key = inspector.get_pk_constraint(table)["constrained_columns"]
    ignored = COLUMNS_LEFT_OUT.get(table, {})
    found: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for number, row in enumerate(rows):
        place = tuple(row[column] for column in key) if key else (number,)
        found[place] = {name: value for name, value in row.items() if name not in ignored}
    return found


def _head(head: Rows, audit: Rows) -> Rows:
    """The head of the audit's chain moves with each entry: it is compared with the entries."""
    last = max(audit, default=None)
    ends_with = audit[last]["hash"] if last is not None else ""
    return {
        key: {"surplus": row["entries"] - len(audit), "fits": row["hash"] == ends_with}
        for key, row in head.items()
    }


def differences(before: State, after: State, may_add: May) -> list[str]:
    """Each change that is not allowed, one line each."""
    found = [f"{table}: the table is gone" for table in before if table not in after]
    for table, rows in after.items():
        allowed = {*may_add.get(table, ()), *BY_ITSELF.get(table, ())}
        found += _of_table(table, before.get(table, {}), rows, allowed)
    return found


def _of_table(table: str, before: Rows, after: Rows, allowed: Collection[str]) -> Iterator[str]:
    for key, row in after.items():
        if key not in before and kind_of(table, row) not in allowed:
            yield f"{table} {key}: new {dict(row)}"
    for key, row in before.items():
        if key not in after:
            yield f"{table} {key}: gone"
            continue
        counted = COUNTS.get(table, ()) if kind_of(table, row) in allowed else ()
        for name, value in row.items():
            if after[key].get(name) != value and name not in counted:
                yield f"{table} {key}: {name} was {value!r}, is {after[key].get(name)!r}"


@contextmanager
def unchanged(engine: Engine, may_add: May | None = None) -> Iterator[None]:
    """Whatever happens within leaves the database as it was, but for rows of the named kinds."""
    with engine.connect() as connection:
        before = state(connection)
    yield
    with engine.connect() as connection:
        after = state(connection)
    found = differences(before, after, may_add or {})
    assert not found, "\n".join(found)
